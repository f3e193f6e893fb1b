"""What conditions ask: which facts a guard leaves open, and whether it can hold in a state."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.process import load_process
from gongjian.process.asking import (
    Question,
    Questions,
    TooLarge,
    choices,
    deciding,
    guards_of,
    monitors_of,
    parted,
    truth,
)
from gongjian.process.evaluating import compiled
from gongjian.process.guards import AllOf, Guard, Since, parse_guard
from gongjian.process.testing import SMALL, edited

from .test_guards import FACTS, STEPS, facts, guards

A, B, KIND = FACTS["a"], FACTS["b"], FACTS["kind"]
SENT, ANSWERED = Since("s"), Since("s", ("t",))


def guard(text: str) -> Guard:
    return parse_guard(text, FACTS, STEPS)


def question(text: str) -> Question:
    """Return a question whose first condition on history has bit 1, the second bit 2."""
    return Questions().ask(guard(text))


def test_choices_are_every_combination_of_what_is_allowed() -> None:
    both = [{"a": one, "kind": kind} for one in (True, False) for kind in "xyz"]

    assert list(choices([A, KIND])) == both
    assert list(choices([A, KIND], {"kind": ("y",), "b": ()})) == both[1::3]
    assert list(choices([])) == [{}]


def test_as_many_choices_as_the_cap_are_yielded_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gongjian.process.asking.MAX_CHOICES", 6)

    assert len(list(choices([A, KIND]))) == 6
    with pytest.raises(TooLarge, match="超过 6 种"):
        next(choices([A, B, KIND]))


@pytest.mark.parametrize(
    ("text", "left", "rest"),
    [
        ("a", {"a": (True,)}, []),
        ("not a", {"a": (False,)}, []),
        ("kind != 'y' and kind in ('y', 'z')", {"kind": ("z",)}, []),
        ("not kind == 'y' and b", {"kind": ("x", "z"), "b": (True,)}, []),
        ("a and not a", {"a": ()}, []),
        ("(a or b) and kind == 'x'", {"kind": ("x",)}, ["a or b"]),
        ("(a or b) and happened('s') and b", {"b": (True,)}, ["a or b", "happened('s')"]),
    ],
)
def test_what_a_guard_says_of_single_facts_is_parted_from_its_rest(
    text: str, left: dict[str, tuple[bool | str, ...]], rest: list[str]
) -> None:
    assert parted(guard(text)) == (left, tuple(map(guard, rest)))


def test_a_condition_on_history_is_true_where_its_bit_is_set() -> None:
    bits = {SENT: 1, ANSWERED: 4}
    sent, answered = truth(SENT, bits), truth(ANSWERED, bits)

    assert [sent({}, history) for history in (0, 1, 4, 5)] == [False, True, False, True]
    assert [answered({}, history) for history in (0, 1, 4, 6)] == [False, False, True, True]


@given(guards, facts, st.integers(0, 15))
def test_truth_is_what_the_parts_of_a_guard_say_together(
    text: str, known: dict[str, bool | str], history: int
) -> None:
    monitors = [SENT, Since("t"), ANSWERED, Since("s", ("t", "u"))]
    bits = {monitor: 1 << n for n, monitor in enumerate(monitors)}
    asked = guard(text)
    happened = {monitor for monitor in monitors_of([asked]) if history & bits[monitor]}

    assert truth(asked, bits)(known, history) == _held(asked, known, happened)


def _held(asked: Guard, known: dict[str, bool | str], happened: set[Since]) -> bool:
    """Return what Python means by a guard, its conditions on history being what they are."""
    match asked:
        case Since():
            return asked in happened
        case AllOf(parts):
            return all(_held(part, known, happened) for part in parts)
    if hasattr(asked, "parts"):
        return any(_held(part, known, happened) for part in asked.parts)
    if hasattr(asked, "part"):
        return not _held(asked.part, known, happened)
    return compiled(asked)(known, {})


@given(guards, st.fixed_dictionaries({}, optional={"a": st.booleans()}), st.data())
def test_an_answer_is_found_exactly_where_some_facts_make_the_guard_hold(
    text: str, held: dict[str, bool | str], data: st.DataObject
) -> None:
    every = Questions()
    asked = every.ask(guard(text))
    whole = (1 << len(every.bits)) - 1
    followed, seen = data.draw(st.integers(0, whole)), data.draw(st.integers(0, whole))
    history = seen & followed
    means = truth(asked.guard, every.bits)
    unknown = whole & ~followed
    possible = [
        (chosen, history | extra)
        for chosen in choices(FACTS.values(), {code: (value,) for code, value in held.items()})
        for extra in range(whole + 1)
        if extra & ~unknown == 0
    ]

    answer = asked.answer(history, followed, held)

    assert (answer is not None) == any(means(*one) for one in possible)
    if answer is not None:
        own = {code: value for code, value in held.items() if code in answer}
        assert own.items() <= answer.items()
        assert set(answer) == {fact.code for fact in asked.facts}
        assert any(means(answer, known) for _, known in possible)


def test_an_answer_names_every_fact_of_the_guard() -> None:
    assert question("a and not b and kind != 'x'").answer(0, 0, {}) == {
        "a": True,
        "b": False,
        "kind": "y",
    }
    assert question("a or b").answer(0, 0, {"a": False}) == {"a": False, "b": True}
    assert question("a").answer(0, 0, {"b": False}) == {"a": True}


def test_no_answer_contradicts_what_is_held() -> None:
    asked = question("a and kind != 'x'")

    assert asked.answer(0, 0, {"a": False}) is None
    assert asked.answer(0, 0, {"kind": "x"}) is None
    assert asked.answer(0, 0, {"a": True, "kind": "z"}) == {"a": True, "kind": "z"}
    assert asked.answer(0, 0, {}) == {"a": True, "kind": "y"}


def test_what_is_not_followed_may_have_happened_or_not() -> None:
    never = question("not happened('s')")
    only_one = question("happened('s') and not happened('t')")

    assert never.answer(1, 1, {}) is None
    assert never.answer(1, 0, {}) == {}
    assert only_one.answer(0b00, 0b11, {}) is None
    assert only_one.answer(0b01, 0b11, {}) == {}
    assert only_one.answer(0b11, 0b11, {}) is None
    assert only_one.answer(0b10, 0b10, {}) is None
    assert only_one.answer(0b00, 0b10, {}) == {}
    assert only_one.answer(0b11, 0b01, {}) == {}


def test_a_question_is_answered_once_for_what_it_looks_at() -> None:
    asked = question("(a or b) and happened('s')")

    first = asked.answer(0b101, 0b111, {"a": False, "kind": "x"})

    assert asked.answer(0b001, 0b001, {"a": False, "kind": "y"}) is first
    assert asked.answer(0b001, 0b001, {"a": True}) == {"a": True, "b": True}
    assert len(asked.answers) == 2


def test_one_guard_is_made_ready_once_and_a_condition_has_one_bit_everywhere() -> None:
    every = Questions()
    first, second = guard("happened('t') and happened('s')"), guard("happened('s') and a")

    asked = every.ask(first)

    assert every.ask(first) is asked
    assert (asked.bits, asked.mask) == ((1, 2), 3)
    assert (every.ask(second).bits, every.ask(second).mask) == ((2,), 2)
    assert [fact.code for fact in every.ask(second).facts] == ["a"]
    assert every.bits == {Since("t"): 1, SENT: 2}


def test_a_step_asks_its_condition_and_the_steps_that_made_its_documents() -> None:
    text = SMALL.replace("[roles]", '[documents]\nrecord = "笔录"\n\n[roles]')
    text = edited(text, "note", "makes", '["record"]')
    process = load_process(edited(text, "finish", "needs", '["record"]'))
    asked = guards_of(process)
    finish = truth(asked["finish"], {Since("note"): 1})

    assert monitors_of(asked.values()) == {Since("note")}
    known = itertools.product((True, False), (1, 0))
    assert [finish({"ready": ready}, made) for ready, made in known] == [True, False, False, False]
    assert truth(asked["note"], {})({}, 0)


def test_what_only_side_steps_name_decides_nothing_unless_it_is_asked() -> None:
    text = edited(SMALL, "strike", "when", "\"happened('note')\"")
    process = load_process(text)

    assert deciding(process) == frozenset()
    assert deciding(process, frozenset({Since("strike")})) == {Since("strike"), Since("note")}
    assert deciding(process, frozenset({Since("finish", ("strike",))})) == {
        Since("finish", ("strike",)),
        Since("note"),
    }


def test_what_a_step_that_moves_names_decides_and_so_does_what_that_rests_on() -> None:
    text = edited(SMALL, "finish", "when", "\"happened('strike')\"")
    process = load_process(edited(text, "strike", "when", "\"happened('note')\""))

    assert deciding(process) == {Since("strike"), Since("note")}
