"""Within a year: which day still counts, and what the agency's own decisions say of a person."""

from datetime import date, timedelta
from typing import Any

import pytest

from gongjian.cases.models import Case, Decision
from gongjian.cases.public_order.models import Offender
from gongjian.cases.public_order.repeating import OnRecord, contradicted, repeated, year_before
from gongjian.matters.models import Matter

ACTED = date(2026, 3, 2)
NOTHING = OnRecord(None, None)


def row(**values: Any) -> Offender:
    case = Case(matter=Matter(profile="lufeng", domain="public-order"))
    known = {"acted_on": ACTED, "year_from": year_before(case, ACTED, ACTED)}
    return Offender(**(known | values))


@pytest.mark.parametrize(
    ("days", "within"), [(0, True), (1, True), (364, True), (365, True), (366, False), (800, False)]
)
def test_a_penalty_within_a_year_before_the_act_makes_a_repeat(days: int, within: bool) -> None:
    assert repeated(row(punished_on=ACTED - timedelta(days)), ACTED) is within


def test_no_penalty_one_after_the_act_and_a_moved_act_make_none() -> None:
    assert not repeated(row(), ACTED)
    assert not repeated(row(punished_on=ACTED + timedelta(1)), ACTED)
    assert not repeated(row(punished_on=ACTED), ACTED + timedelta(1))
    assert not repeated(Offender(punished_before=True, punished_on=ACTED), ACTED)


def test_the_year_from_a_leap_day_ends_on_the_last_of_february() -> None:
    case = Case(matter=Matter(profile="lufeng", domain="public-order"))

    assert year_before(case, date(2029, 2, 28), ACTED) == date(2028, 2, 28)
    assert year_before(case, date(2029, 3, 1), ACTED) == date(2028, 3, 1)
    assert year_before(case, date(2028, 2, 29), ACTED) == date(2027, 3, 1)


def test_who_was_punished_here_is_not_said_to_be_first() -> None:
    made = Decision(number="青公罚1号", decided_on=ACTED - timedelta(40))
    found = OnRecord(made, None)

    assert set(contradicted(row(), found)) == {"punished_before"}
    older = row(punished_before=True, punished_on=ACTED - timedelta(41))
    assert set(contradicted(older, found)) == {"punished_on"}
    same = row(punished_before=True, punished_on=made.decided_on)
    assert contradicted(same, found) == {}
    assert contradicted(row(), NOTHING) == {}
    assert set(contradicted(same, OnRecord(made, made))) == {"twice_in_a_year"}
    assert contradicted(row(twice_in_a_year=True), OnRecord(None, made)) == {}
