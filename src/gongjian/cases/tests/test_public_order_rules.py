"""Pure rules of 治安 cases: ages, hours, days of detention, what a station may impose."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from gongjian.cases.public_order.choices import QuestioningGround
from gongjian.cases.public_order.rules import (
    Execution,
    detention_days,
    detention_executed,
    fine_of,
    questioning_limit,
    warning_or_fine_only,
)
from gongjian.common.data import data_folder
from gongjian.jurisdiction.profiles import profile
from gongjian.parties.rules import age_on
from gongjian.process import load_table


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ((2012, 3, 15), (2026, 3, 14), 13),
        ((2012, 3, 15), (2026, 3, 15), 13),  # counted from the day after the birthday
        ((2012, 3, 15), (2026, 3, 16), 14),
        ((2012, 3, 15), (2026, 4, 1), 14),
        ((2012, 3, 15), (2026, 2, 28), 13),
        ((2012, 2, 29), (2026, 2, 28), 13),
        ((2012, 2, 29), (2026, 3, 1), 14),
        ((2026, 3, 15), (2026, 3, 15), 0),
        ((2026, 3, 15), (2026, 3, 20), 0),
        ((2025, 3, 15), (2026, 3, 20), 1),
    ],
)
def test_full_years_are_counted_from_the_day_after_the_birthday(
    born: tuple[int, int, int], day: tuple[int, int, int], age: int
) -> None:
    assert age_on(date(*born), date(*day)) == age


@pytest.mark.parametrize(
    ("ground", "ends"),
    [
        (QuestioningGround.NORMAL, datetime(2026, 10, 1, 4, tzinfo=UTC)),
        (QuestioningGround.MANY, datetime(2026, 10, 1, 8, tzinfo=UTC)),
        (QuestioningGround.COMPLEX, datetime(2026, 10, 1, 20, tzinfo=UTC)),
    ],
)
def test_how_long_a_person_may_be_questioned(ground: QuestioningGround, ends: datetime) -> None:
    arrived = datetime(2026, 9, 30, 20, tzinfo=UTC)

    limit = questioning_limit(profile("lufeng"), "public-order", ground, arrived, date(2026, 9, 30))

    assert limit.due_at == ends
    assert limit.length.endswith("小时")
    assert "第九十七条" in limit.source


@pytest.mark.parametrize(("pregnant", "executed"), [(True, False), (False, True)])
def test_whether_detention_is_executed_comes_from_the_table(pregnant: bool, executed: bool) -> None:
    path = data_folder("tables") / "detention-execution" / "national.toml"
    table = load_table(path.read_text(encoding="utf-8"), path.name)

    answer = detention_executed(
        table,
        age_at_act=30,
        age_now=30,
        pregnant_or_nursing=pregnant,
        first_time=False,
        twice_in_a_year=False,
        grave=False,
    )

    assert isinstance(answer, Execution)
    assert answer.executed is executed
    assert answer.rule
    assert answer.source


def test_days_and_fines_are_added_up() -> None:
    items: list[dict[str, Any]] = [
        {"kind": "detention", "days": 5},
        {"kind": "fine", "amount_fen": 300, "days": None},
        {"kind": "fine", "amount_fen": None},
        {"kind": "fine", "amount_fen": 200},
        {"kind": "confiscate_gain", "amount_fen": 900},
        {"kind": "detention", "days": 2},
    ]

    assert detention_days(items) == 7
    assert fine_of(items) == 500
    assert (detention_days([]), fine_of([])) == (0, 0)


@pytest.mark.parametrize(
    ("kinds", "light"),
    [
        (["warning"], True),
        (["fine"], True),
        (["warning", "fine"], True),
        (["warning", "detention"], False),
        (["detention"], False),
        (["confiscate_gain"], False),
    ],
)
def test_what_is_light(kinds: list[str], light: bool) -> None:
    assert warning_or_fine_only([{"kind": kind} for kind in kinds]) is light
