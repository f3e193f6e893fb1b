"""The language of conditions: what it means, how it reads, what it refuses."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.process.evaluating import compiled, last_times, stated, words
from gongjian.process.guards import FactDef, Guard, GuardError, parse_guard
from gongjian.process.states import holds, monitors_of

FACTS = {
    "a": FactDef("a", "有甲", "无甲", (True, False), {}, "finding"),
    "b": FactDef("b", "有乙", "无乙", (True, False), {}, "finding"),
    "kind": FactDef(
        "kind", "种类", "", ("x", "y", "z"), {"x": "子", "y": "丑", "z": "寅"}, "finding"
    ),
}
STEPS = {"s": "送审", "t": "退回", "u": "补充"}

atoms = st.sampled_from(
    [
        "a",
        "b",
        "kind == 'x'",
        "kind != 'y'",
        "kind in ('x', 'z')",
        "kind not in ['y']",
        "happened('s')",
        "happened('t')",
        "since('s', 't')",
        "since('s', 't', 'u')",
    ]
)
guards = st.recursive(
    atoms,
    lambda inner: st.one_of(
        inner.map(lambda g: f"not ({g})"),
        st.tuples(inner, inner).map(lambda gs: f"({gs[0]}) and ({gs[1]})"),
        st.tuples(inner, inner).map(lambda gs: f"({gs[0]}) or ({gs[1]})"),
    ),
    max_leaves=6,
)
facts = st.fixed_dictionaries(
    {"a": st.booleans(), "b": st.booleans(), "kind": st.sampled_from("xyz")}
)
histories = st.lists(st.sampled_from("stu"), max_size=6)


def naive(text: str, values: Mapping[str, Any], history: Sequence[str]) -> bool:
    """What the text means, told by Python itself on trusted input."""

    def since(step: str, *resets: str) -> bool:
        told = False
        for code in history:
            told = True if code == step else told and code not in resets
        return told

    names = {**values, "happened": lambda step: step in history, "since": since}
    return bool(eval(text, {"__builtins__": {}}, names))  # noqa: S307


def parsed(text: str) -> Guard:
    return parse_guard(text, FACTS, STEPS)


@given(guards, facts, histories)
def test_engine_and_checker_mean_by_a_guard_what_python_means(
    text: str, values: dict[str, Any], history: list[str]
) -> None:
    guard = parsed(text)
    expected = naive(text, values, history)

    assert compiled(guard)(values, last_times(history)) is expected
    told = {m: compiled(m)({}, last_times(history)) for m in monitors_of([guard])}
    assert holds(guard, values, told) is expected


@given(guards, facts, histories)
def test_every_guard_can_be_said_in_chinese(
    text: str, values: dict[str, Any], history: list[str]
) -> None:
    guard = parsed(text)

    for said in (stated(guard, values, last_times(history), STEPS), words(guard, STEPS)):
        assert said
        assert not set("()_'") & set(said)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "().__class__.__bases__[0].__subclasses__()",
        "a.real",
        "open('/etc/passwd')",
        "eval('1')",
        "exec('1')",
        "[a for a in (1,)]",
        "(lambda: a)()",
        "(a := b)",
        "a if b else a",
        "f'{a}'",
        "a < b",
        "a == b == a",
        "a + b",
        "-a",
        "a[0]",
        "happened(*('s',))",
        "happened(step='s')",
        "since('s', resets='t')",
        "happened(a)",
        "happened('s', 't')",
        "since('s')",
        "since('s', 's')",
        "happened('nobody')",
        "nobody",
        "kind",
        "kind == 'w'",
        "kind == kind",
        "kind == 1",
        "a == 1",
        "a == 'True'",
        "kind in 'xyz'",
        "kind in (a,)",
        "True",
        "None",
        "1",
        "'x'",
        "",
        "a and",
        "a; b",
        "a\nb",
        "import os",
        "a # b\n c",
        "\x00",
        "await a",
        "yield",
        "...",
    ],
)
def test_whatever_is_not_a_condition_is_refused(text: str) -> None:
    with pytest.raises(GuardError):
        parsed(text)


def test_deep_and_long_conditions_are_refused() -> None:
    for text in ("not " * 200 + "a", "(" * 400 + "a" + ")" * 400, " or ".join(["a"] * 5000)):
        with pytest.raises(GuardError):
            parsed(text)


@pytest.mark.parametrize("value", [None, "yes", 1, 0, [], "x"])
def test_a_value_the_definition_does_not_list_stops_the_engine(value: object) -> None:
    test = compiled(parsed("a"))

    with pytest.raises(ValueError, match="fact a"):
        test({"a": value}, {})


def test_the_reason_names_only_what_fails() -> None:
    guard = parsed("a and (not b or since('s', 't'))")
    values = {"a": True, "b": True, "kind": "x"}

    said = stated(guard, values, last_times(["s", "t"]), STEPS)

    assert said == "有乙，且“送审”之后又发生了“退回”，须重新完成“送审”"


def test_an_implication_reads_as_one() -> None:
    assert words(parsed("not a or b"), STEPS) == "有甲的，有乙"


def test_all_pairs_of_values_are_told_apart() -> None:
    test = compiled(parsed("kind in ('x', 'y') and a"))

    found = {
        (k, a) for k, a in itertools.product("xyz", (True, False)) if test({"kind": k, "a": a}, {})
    }

    assert found == {("x", True), ("y", True)}
