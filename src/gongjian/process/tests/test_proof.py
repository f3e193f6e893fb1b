"""The checker against a naive search through all short runs of random small procedures."""

import itertools
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.process import Marking, Process, check_process, load_process
from gongjian.process.evaluating import compiled, last_times

PLACES, STEPS, LENGTH = "pqr", "abcd", 5
HEAD = """
[process]
code = "random"
name = "随机"
version = "1"
effective_from = 2026-01-01
source = "测试"
starts_in = ["p"]
ends_in = ["r"]
[roles]
handler = "承办人"
[[fact]]
code = "f"
label = "有"
label_false = "无"
from = "rows:test"
awaited = true
[[fact]]
code = "g"
label = "是"
label_false = "否"
from = "finding"
fixed = true
"""
atoms = st.sampled_from(
    ["f", "g", *(f"happened('{s}')" for s in STEPS), "since('a', 'b')", "since('c', 'a', 'd')"]
)
guards = st.recursive(
    atoms,
    lambda inner: st.one_of(
        inner.map(lambda g: f"not ({g})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda t: f"({t[0]}) {t[1]} ({t[2]})"
        ),
    ),
    max_leaves=3,
)
places = st.sets(st.sampled_from(PLACES), min_size=1, max_size=2).map(sorted)


@st.composite
def processes(draw: st.DrawFn) -> Process:
    text = HEAD
    for n, code in enumerate(PLACES):
        text += f'\n[[place]]\ncode = "{code}"\nname = "{code}"\nrow = {n}\ncol = 1\n'
    for n, code in enumerate(STEPS):
        side = draw(st.booleans())
        text += f'\n[[{"side_step" if side else "step"}]]\ncode = "{code}"\nname = "{code}"\n'
        text += f'by = "handler"\nsource = "测试"\nwhen = "{draw(guards)}"\n'
        if side:
            text += f"in = {draw(places)}\n"
        else:
            text += f"{draw(st.sampled_from(['from', 'from_any']))} = {draw(places)}\n"
            text += f"to = {draw(places)}\nrow = {n}\ncol = 2\n"
    text += f'\n[[invariant]]\nname = "律"\non = ["{draw(st.sampled_from(STEPS))}"]\n'
    text += f'require = "{draw(guards)}"\nsource = "测试"\n'
    return load_process(text)


def breaches(process: Process) -> Iterator[tuple[str, ...]]:
    """Yield all runs of up to LENGTH steps whose last step breaks the invariant."""
    (law,) = process.invariants
    for g in (True, False):
        runs: list[tuple[tuple[str, ...], Marking]] = [((), process.start())]
        for _ in range(LENGTH):
            longer: list[tuple[tuple[str, ...], Marking]] = []
            for (history, marking), f in itertools.product(runs, (True, False)):
                facts = {"f": f, "g": g}
                for step in process.possible(marking, history, facts):
                    run = (*history, step.code)
                    kept = compiled(law.guard)(facts, last_times(history))
                    if step.code in law.on and not kept:
                        yield run
                    # What enters a place twice is told as a fault of its own, and not followed.
                    left = marking - (step.preset_in(marking) or frozenset())
                    if step.side or not left & set(step.to):
                        longer.append((run, process.move(marking, step)))
            runs = list(dict.fromkeys(longer))


@given(processes())
@settings(max_examples=120, deadline=None)
def test_the_checker_finds_a_breach_where_one_is_and_invents_none(process: Process) -> None:
    told = [p for p in check_process(process).problems if "违反“律”" in p.text]
    found = set(breaches(process))

    if found:
        assert len(told) == 1
        # With facts fixed one way the breach may be longer than with them fixed the other way.
        assert told[0].path in found or len(told[0].path) > LENGTH
    elif told:
        assert len(told[0].path) > LENGTH
