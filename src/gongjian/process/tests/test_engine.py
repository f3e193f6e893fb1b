"""The engine on a small net with a fork, a join, a way back and side steps: each answer by hand."""

from datetime import date
from typing import Any

import pytest

from gongjian.process.definition import Marking, PlaceDef, Process, StepDef, choices_of, forks_of
from gongjian.process.guards import FactDef, parse_guard

FACTS = {
    "ready": FactDef("ready", "已经齐备", "尚未齐备", (True, False), {}, "rows"),
    "size": FactDef(
        "size", "规模", "", ("small", "large"), {"small": "小", "large": "大"}, "table"
    ),
}
CODES = ("split", "join", "back", "note", "strike", "end")


def step(code: str, when: str = "", **values: Any) -> StepDef:
    guard = parse_guard(when, FACTS, dict.fromkeys(CODES)) if when else None
    return StepDef(code, f"步骤{code}", "handler", when=when, guard=guard, **values)


def small() -> Process:
    """Return the net, made anew: nothing remembered of other tests."""
    steps = [
        step("note", side=True, in_=("a", "b")),
        step("strike", "happened('note') and ready", side=True, in_=("b",), act="test.strike"),
        step("split", frm=("a",), to=("b", "c"), makes=("paper",), act="test.split"),
        step(
            "join", "ready and size == 'large'", frm=("b", "c"), to=("d",), needs=("paper", "copy")
        ),
        step("back", frm_any=("c", "d"), to=("a",)),
        step("end", "since('join', 'back') or size in ('small',)", frm=("d",), to=("z",)),
    ]
    return Process(
        code="small",
        name="小程序",
        version="1",
        effective_from=date(2026, 1, 1),
        source="测试",
        facts=FACTS,
        places={c: PlaceDef(c, f"地{c}", n, 1) for n, c in enumerate("abcdz")},
        steps={s.code: s for s in steps},
        invariants=(),
        starts_in=("a",),
        ends_in=("z",),
        roles={"handler": "承办人"},
        documents={"paper": "通知书", "copy": "副本"},
        limits={},
        sha256="",
    )


YES = {"ready": True, "size": "large"}
NO = {"ready": False, "size": "large"}


def at(*places: str) -> Marking:
    return frozenset(places)


@pytest.mark.parametrize(
    ("marking", "history", "facts", "expected"),
    [
        (at("a"), [], NO, ["split", "note"]),
        (at("b", "c"), [], YES, ["join", "back", "note"]),
        (at("b", "c"), [], NO, ["back", "note"]),
        (at("b", "c"), [], YES | {"size": "small"}, ["back", "note"]),
        (at("b", "c"), ["note"], YES, ["join", "back", "note", "strike"]),
        (at("b"), ["note"], YES, ["note", "strike"]),
        (at("b"), [], YES, ["note"]),
        (at("c"), [], YES, ["back"]),
        (at("d"), [], YES, ["back"]),
        (at("d"), ["join"], YES, ["back", "end"]),
        (at("d"), ["join", "back"], YES, ["back"]),
        (at("d"), ["join", "back"], YES | {"size": "small"}, ["back", "end"]),
        (at("z"), ["end"], YES, []),
    ],
)
def test_what_is_possible(
    marking: Marking, history: list[str], facts: dict[str, Any], expected: list[str]
) -> None:
    process = small()
    first = [s.code for s in process.possible(marking, history, facts)]
    again = [s.code for s in process.possible(marking, history, facts)]

    assert first == again == expected


def test_where_no_condition_asks_history_none_is_read() -> None:
    assert [s.code for s in small().possible(at("a"), None, {})] == ["split", "note"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "marking", "expected"),
    [
        ("split", at("a"), False),
        ("join", at("b", "c"), False),
        ("back", at("b", "c"), True),
        ("back", at("d"), True),
        ("back", at("a"), False),
        ("fall", at("d"), False),
        ("up", at("d"), True),
        ("stay", at("d"), False),
        ("meet", at("b", "d"), True),
    ],
)
def test_a_step_leads_back_where_all_it_reaches_lies_above_all_it_leaves(
    code: str, marking: Marking, expected: bool
) -> None:
    steps = dict(small().steps)
    for extra in (
        step("fall", frm=("d",), to=("a", "z")),
        step("up", frm=("d",), to=("a", "b")),
        step("stay", frm=("d",), to=("d",)),
        step("meet", frm=("b", "d"), to=("c",)),
    ):
        steps[extra.code] = extra

    assert small().leads_back(steps[code], marking) is expected


@pytest.mark.parametrize(
    ("code", "marking", "expected"),
    [
        ("split", at("a"), at("b", "c")),
        ("join", at("b", "c"), at("d")),
        ("back", at("b", "c"), at("a", "b")),
        ("back", at("d"), at("a")),
        ("note", at("b", "c"), at("b", "c")),
    ],
)
def test_where_a_step_leads(code: str, marking: Marking, expected: Marking) -> None:
    assert small().move(marking, small().steps[code]) == expected


@pytest.mark.parametrize(
    ("code", "marking"), [("join", at("b")), ("split", at("d")), ("strike", at("a"))]
)
def test_a_step_out_of_place_is_no_step(code: str, marking: Marking) -> None:
    with pytest.raises(ValueError, match=f"{code} is not possible"):
        small().move(marking, small().steps[code])


@pytest.mark.parametrize(
    ("code", "marking", "facts", "documents", "reasons"),
    [
        ("join", at("b", "c"), YES, {"paper", "copy"}, []),
        ("join", at("b", "c"), YES, {"paper"}, ["缺少《副本》"]),
        ("join", at("b", "c"), YES, set(), ["缺少《通知书》、《副本》"]),
        ("join", at("b", "c"), NO, {"paper", "copy"}, ["尚未齐备"]),
        (
            "join",
            at("b"),
            {"ready": False, "size": "small"},
            {"paper", "copy"},
            ["须先到“地c”，案件现在是“地b”", "尚未齐备", "规模为“小”"],
        ),
        ("join", at("a"), YES, {"paper", "copy"}, ["须先到“地b”、“地c”，案件现在是“地a”"]),
        ("split", at("z"), YES, set(), ["案件已经结束（“地z”）"]),
        ("back", at("a"), YES, set(), ["只能在“地c”或“地d”时进行，案件现在是“地a”"]),
        ("note", at("d"), YES, set(), ["只能在“地a”或“地b”时进行，案件现在是“地d”"]),
        ("note", at("a"), YES, set(), []),
        ("strike", at("b"), NO, set(), ["尚未完成“步骤note”", "尚未齐备"]),
    ],
)
def test_why_a_step_is_not_possible(
    code: str, marking: Marking, facts: dict[str, Any], documents: set[str], reasons: list[str]
) -> None:
    assert small().refusals(small().steps[code], marking, [], facts, documents) == reasons


def test_where_it_begins_and_ends_and_what_is_an_act_of_its_own() -> None:
    assert small().start() == at("a")
    assert small().ended(at("z")) is True
    assert small().ended(at("z", "a")) is False
    assert small().ended(at()) is False
    assert {code: s.code for code, s in small().acts().items()} == {
        "test.strike": "strike",
        "test.split": "split",
    }
    assert small().step_names["join"] == "步骤join"
    assert small().place_names(["d", "a"], "或") == "“地a”或“地d”"


def test_only_conditions_on_named_values_choose_a_way() -> None:
    assert [f.fact.code for f in choices_of(small().steps["join"])] == ["size"]
    assert choices_of(small().steps["end"]) == ()
    assert choices_of(small().steps["split"]) == ()


def test_a_fact_parts_the_ways_where_one_step_asks_for_it_and_another_for_its_contrary() -> None:
    on, off = step("on", "ready and size == 'large'"), step("off", "not ready")

    parted = forks_of([on, off, step("end")])

    assert {code: len(parts) for code, parts in parted.items()} == {"on": 1, "off": 1, "end": 0}
    assert not any(forks_of([on, step("other", "ready")]).values())
