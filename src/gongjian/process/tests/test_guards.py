"""The language of conditions: what it means, how it reads, what it refuses."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.process.asking import TooLarge, choices, monitors_of, truth
from gongjian.process.evaluating import compiled, last_times, stated, words
from gongjian.process.guards import (
    MAX_DEPTH,
    MAX_LENGTH,
    FactDef,
    Guard,
    GuardError,
    Since,
    conjuncts,
    parse_guard,
)
from gongjian.process.guards import atoms as atoms_of

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
    bits = {monitor: 1 << n for n, monitor in enumerate(monitors_of([guard]))}
    true = sum(bit for m, bit in bits.items() if compiled(m)({}, last_times(history)))
    assert truth(guard, bits)(values, true) is expected


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


@pytest.mark.parametrize("nested", ["not ({})", "b and ({})", "b or ({})"])
def test_a_condition_may_be_as_deep_and_as_long_as_the_limit_says(nested: str) -> None:
    deep = "a"
    for _ in range(MAX_DEPTH):
        deep = nested.format(deep)

    assert parsed(deep)
    assert parsed("a".ljust(MAX_LENGTH))
    with pytest.raises(GuardError, match="嵌套太深"):
        parsed(nested.format(deep))
    with pytest.raises(GuardError, match="太长"):
        parsed("a".ljust(MAX_LENGTH + 1))


@pytest.mark.parametrize("text", ["happened(1)", "since('s', 1)", "happened(a)"])
def test_a_condition_on_history_says_how_it_must_be_written(text: str) -> None:
    with pytest.raises(GuardError, match="应写成"):
        parsed(text)


def test_the_parts_and_the_atoms_of_a_condition_are_told() -> None:
    guard = parsed("a and (not b or since('s', 't')) and kind == 'x'")

    assert conjuncts(None) == ()
    assert [*atoms_of(None)] == []
    assert conjuncts(parsed("a")) == (parsed("a"),)
    assert len(conjuncts(guard)) == 3
    assert [a.step if isinstance(a, Since) else a.fact.code for a in atoms_of(guard)] == [
        "a",
        "b",
        "s",
        "kind",
    ]


@pytest.mark.parametrize(
    ("text", "holds", "said"),
    [
        ("a", True, "有甲"),
        ("a", False, "无甲"),
        ("not a", True, "无甲"),
        ("kind == 'x'", True, "种类为“子”"),
        ("kind == 'x'", False, "种类为“丑”或者种类为“寅”"),
        ("happened('s')", True, "已完成“送审”"),
        ("happened('s')", False, "未完成“送审”"),
        ("since('s', 't', 'u')", True, "已完成“送审”，且此后没有“退回”“补充”"),
        ("since('s', 't')", False, "并非“已完成“送审”，且此后没有“退回””"),
        ("a and b", True, "有甲，且有乙"),
        ("a and b", False, "无甲，或者无乙"),
        ("a or b", True, "有甲，或者有乙"),
        ("a or b", False, "无甲，且无乙"),
        ("not a or b", True, "有甲的，有乙"),
        ("not a or b", False, "有甲，且无乙"),
        ("not a and b", False, "有甲，或者无乙"),
        ("a or not b", True, "有甲，或者无乙"),
        ("not a or b or kind == 'x'", True, "无甲，或者有乙，或者种类为“子”"),
    ],
)
def test_a_condition_and_its_opposite_in_words(text: str, holds: bool, said: str) -> None:
    assert words(parsed(text), STEPS, holds) == said


@pytest.mark.parametrize(
    ("text", "history", "said"),
    [
        ("happened('s')", [], "尚未完成“送审”"),
        ("happened('s')", ["s"], "已完成“送审”"),
        ("since('s', 't')", ["t", "s"], "已完成“送审”"),
        ("since('s', 't')", ["s", "u"], "已完成“送审”"),
        ("since('s', 't', 'u')", ["u", "s", "t"], "“送审”之后又发生了“退回”，须重新完成“送审”"),
        ("a or b", [], "无甲，且无乙"),
        ("not (a and b)", [], "无甲，且无乙"),
    ],
)
def test_how_things_stand_in_words(text: str, history: list[str], said: str) -> None:
    values = {"a": False, "b": False, "kind": "x"}

    assert stated(parsed(text), values, last_times(history), STEPS) == said


@pytest.mark.parametrize(
    ("history", "expected"),
    [([], False), (["t"], False), (["s"], True), (["t", "s"], True), (["s", "t"], False)],
)
def test_since_means_after_the_last_reset(history: list[str], expected: bool) -> None:
    for text in ("since('s', 't')", "since('s', 't', 'u')", "since('s', 'u', 't')"):
        assert compiled(parsed(text))({}, last_times(history)) is expected


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


def test_the_combinations_of_facts_are_tried_in_order_and_not_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    facts = [FACTS["a"], FACTS["kind"]]
    monkeypatch.setattr("gongjian.process.asking.MAX_CHOICES", 6)

    assert [*choices(facts)][:2] == [{"a": True, "kind": "x"}, {"a": True, "kind": "y"}]
    assert [*choices(facts, {"kind": ("z",)})] == [
        {"a": True, "kind": "z"},
        {"a": False, "kind": "z"},
    ]
    monkeypatch.setattr("gongjian.process.asking.MAX_CHOICES", 5)
    with pytest.raises(TooLarge, match="超过 5 种"):
        next(choices(facts))
