"""The gate and the age of majority."""

from datetime import date
from typing import Any

import pytest

from gongjian.matters.tables import table
from gongjian.publicity.choices import Answer
from gongjian.publicity.rules import publication_gate, was_minor

OPEN: dict[str, Any] = {
    "act_kind": "penalty-decision",
    "public_order": False,
    "minor": False,
    "state_secret": False,
    "endangers": False,
    "trade_secret": "none",
    "privacy": "none",
    "only_warning": False,
    "domain": "environment",
    "party_kind": "legal",
}


def answer(**changes: Any) -> Answer:
    return publication_gate(OPEN | changes, table("publication-gate", "dazhou")).answer


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Answer.PUBLISH),
        ({"party_kind": "natural"}, Answer.REDACT),
        ({"public_order": True}, Answer.WITHHOLD),
        ({"minor": True}, Answer.WITHHOLD),
        ({"state_secret": True}, Answer.WITHHOLD),
        ({"endangers": True}, Answer.WITHHOLD),
        ({"trade_secret": "main"}, Answer.WITHHOLD),
        ({"trade_secret": "part"}, Answer.REDACT),
        ({"privacy": "main"}, Answer.WITHHOLD),
        ({"only_warning": True, "domain": "market"}, Answer.WITHHOLD),
        ({"only_warning": True}, Answer.PUBLISH),
    ],
)
def test_the_gate_answers_by_the_table(changes: dict[str, Any], expected: Answer) -> None:
    assert answer(**changes) is expected


def test_a_withheld_record_names_its_clause() -> None:
    verdict = publication_gate(OPEN | {"public_order": True}, table("publication-gate", "lufeng"))

    assert "第一百三十六条" in verdict.clause


@pytest.mark.parametrize(
    ("born", "days", "minor"),
    [
        (date(2008, 5, 1), [date(2026, 5, 2)], False),
        (date(2008, 5, 1), [date(2026, 5, 1)], True),  # of age from the day after the birthday
        (date(2008, 5, 1), [date(2026, 4, 30)], True),
        (date(2008, 5, 1), [date(2026, 4, 30), date(2026, 6, 1)], True),
        (date(2008, 2, 29), [date(2026, 2, 28)], True),
        (date(2008, 2, 29), [date(2026, 3, 1)], False),
        (None, [date(2026, 1, 1)], False),
    ],
)
def test_a_minor_on_any_day_is_a_minor(born: date | None, days: list[date], minor: bool) -> None:
    assert was_minor(born, *days) is minor
