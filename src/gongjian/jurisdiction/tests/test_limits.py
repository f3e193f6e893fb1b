"""Time limits: rolling, suspensions, months, provisional ends, and a reckoning in words."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.jurisdiction.calendar import UnknownYear, national_calendar
from gongjian.jurisdiction.limits import (
    Limit,
    Span,
    Unit,
    Whose,
    due,
    due_at,
    earliest_event_on,
    merge_spans,
)

CALENDAR = national_calendar()
STARTS = st.dates(date(2019, 1, 1), date(2026, 6, 30))


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    """A few suspensions in any order, overlapping or not."""
    firsts = draw(st.lists(st.dates(date(2018, 12, 1), date(2026, 12, 1)), max_size=4))
    near = draw(st.lists(STARTS, max_size=2))
    return [(first, first + timedelta(draw(st.integers(0, 15)))) for first in firsts + near]


def naive_due(start: date, days: int, unit: Unit, stopped: list[Span]) -> date:
    """Count one day after the other, passing over suspended days."""
    day, left = start, days
    while left:
        day += timedelta(1)
        suspended = any(first <= day <= last for first, last in stopped)
        left -= not suspended and (unit == "calendar" or CALENDAR.is_working_day(day))
    return day


@given(STARTS, st.integers(1, 40), st.sampled_from(["working", "calendar"]), spans())
def test_due_equals_counting_day_by_day(
    start: date, days: int, unit: Unit, stopped: list[Span]
) -> None:
    result = due(start, Limit("x", days, unit), CALENDAR, stopped)

    assert result.due_on == naive_due(start, days, unit, stopped)
    assert result.counted_from == start + timedelta(1)


@given(spans())
def test_merged_spans_hold_the_same_days_each_once(stopped: list[Span]) -> None:
    def days(some: list[Span]) -> list[date]:
        return [a + timedelta(n) for a, b in some for n in range((b - a).days + 1)]

    merged = list(merge_spans(stopped))

    assert sorted(set(days(stopped))) == days(merged)
    assert all(a[1] + timedelta(1) < b[0] for a, b in pairwise(merged))


def test_overlapping_suspensions_stop_the_clock_once() -> None:
    limit = Limit("decision-limit", 90, "calendar")
    overlapping = [
        (date(2026, 9, 10), date(2026, 9, 20)),
        (date(2026, 9, 15), date(2026, 9, 25)),
    ]

    result = due(date(2026, 9, 1), limit, CALENDAR, overlapping)

    assert result.due_on == date(2026, 11, 30) + timedelta(16)
    assert "期间中止、不计入：9月10日至9月25日" in "".join(result.explanation)


@pytest.mark.parametrize(
    ("first", "end"),
    [(date(2026, 9, 11), date(2026, 9, 13)), (date(2026, 9, 12), date(2026, 9, 11))],
)
def test_a_suspension_that_begins_on_the_last_day_still_moves_it(first: date, end: date) -> None:
    stopped = [(first, first + timedelta(1))]

    assert due(date(2026, 9, 1), Limit("x", 10, "calendar"), CALENDAR, stopped).due_on == end


def test_a_suspension_that_ended_on_the_first_day_is_not_told() -> None:
    start = date(2026, 9, 1)

    result = due(start, Limit("x", 10, "calendar"), CALENDAR, [(date(2026, 8, 28), start)])

    assert result.due_on == date(2026, 9, 11)
    assert "中止" not in "".join(result.explanation)


def test_a_last_day_at_a_weekend_rolls_to_monday_and_says_why() -> None:
    result = due(date(2026, 9, 1), Limit("x", 11, "calendar", roll=True), CALENDAR)

    assert result.due_on == date(2026, 9, 14)
    assert "该日为周末休息日" in result.explanation[-1]


def test_a_suspension_that_ends_before_it_begins_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        merge_spans([(date(2026, 9, 2), date(2026, 9, 1))])


def test_a_party_s_last_day_on_a_holiday_rolls_and_the_authority_s_does_not() -> None:
    start = date(2026, 9, 16)

    party = due(start, Limit("payment", 15, "calendar", roll=True, whose="party"), CALENDAR)
    authority = due(start, Limit("decision", 15, "calendar"), CALENDAR)

    assert authority.due_on == date(2026, 10, 1)
    assert party.due_on == date(2026, 10, 8)
    assert "国庆节" in party.explanation[-1]


def test_a_limit_on_liberty_can_not_be_made_to_roll() -> None:
    with pytest.raises(ValueError, match="liberty never slides"):
        Limit("questioning", 24, "hour", roll=True, whose="liberty")


@pytest.mark.parametrize(
    ("days", "unit", "whose"), [(-1, "calendar", "party"), (1, "week", "party"), (1, "hour", "us")]
)
def test_what_is_no_limit_is_refused(days: int, unit: Unit, whose: Whose) -> None:
    with pytest.raises(ValueError, match="not a limit"):
        Limit("x", days, unit, whose=whose)


def test_only_a_limit_in_hours_is_one() -> None:
    assert Limit("x", 0, "hour").in_hours is True
    assert Limit("x", 1, "year").in_hours is False


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_spans_that_touch_are_one_and_a_free_day_parts_them(gap: int) -> None:
    later = (date(2026, 9, 5) + timedelta(gap), date(2026, 9, 9))

    merged = merge_spans([later, (date(2026, 9, 1), date(2026, 9, 5))])

    assert len(merged) == (2 if gap == 2 else 1)


@pytest.mark.parametrize(
    ("start", "limit"),
    [
        (datetime(2026, 9, 30, 8, tzinfo=UTC), Limit("x", 8, "calendar")),
        (datetime(2026, 9, 30, 8), Limit("x", 8, "hour")),  # noqa: DTZ001
    ],
)
def test_a_moment_needs_hours_and_a_time_zone(start: datetime, limit: Limit) -> None:
    with pytest.raises(ValueError, match="hours need"):
        due_at(start, limit)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        (date(2026, 11, 30), 3, "month", date(2027, 2, 28)),
        (date(2023, 11, 30), 3, "month", date(2024, 2, 29)),
        (date(2026, 8, 31), 6, "month", date(2027, 2, 28)),
        (date(2024, 2, 29), 2, "year", date(2026, 2, 28)),
        (date(2026, 1, 15), 12, "month", date(2027, 1, 15)),
    ],
)
def test_months_end_on_the_same_number_or_the_last_day(
    start: date, amount: int, unit: Unit, end: date
) -> None:
    assert due(start, Limit("x", amount, unit), CALENDAR).due_on == end


def test_the_reckoning_names_every_holiday_and_make_up_day() -> None:
    words = "".join(due(date(2026, 9, 30), Limit("x", 7, "working"), CALENDAR).explanation)

    assert "自2026年10月1日（周四）起算7个工作日" in words
    assert "国庆节放假10月1日至10月7日不计入" in words
    assert "10月10日（周六）因国庆节调休上班，计入" in words
    assert "周末10月11日不计入" in words
    assert "期限最后一日为2026年10月15日（周四）" in words


@pytest.mark.parametrize(
    ("start", "limit", "provisional"),
    [
        (date(2026, 12, 1), Limit("x", 7, "working"), False),
        (date(2026, 12, 25), Limit("x", 7, "working"), True),
        (date(2026, 12, 25), Limit("x", 15, "calendar", roll=True), True),
        (date(2026, 12, 25), Limit("x", 15, "calendar"), False),
    ],
)
def test_only_an_end_that_used_an_unannounced_year_is_provisional(
    start: date, limit: Limit, provisional: bool
) -> None:
    result = due(start, limit, CALENDAR)

    assert result.provisional is provisional
    assert ("暂定" in "".join(result.explanation)) is provisional


def test_working_days_of_an_unknown_year_are_refused_calendar_days_are_not() -> None:
    start = date(2027, 12, 20)

    with pytest.raises(UnknownYear, match="2028"):
        due(start, Limit("x", 20, "working"), CALENDAR)
    assert due(start, Limit("x", 20, "calendar"), CALENDAR).due_on == date(2028, 1, 9)


def test_an_event_may_follow_only_after_the_last_day_of_the_waiting_time() -> None:
    first = earliest_event_on(date(2026, 9, 30), Limit("hearing", 7, "working"), CALENDAR)

    assert first == date(2026, 10, 16)


def test_hours_are_clock_hours_and_need_a_moment() -> None:
    limit = Limit("questioning", 8, "hour", whose="liberty")
    arrived = datetime(2026, 9, 30, 22, 15, tzinfo=UTC)

    assert due_at(arrived, limit) == datetime(2026, 10, 1, 6, 15, tzinfo=UTC)
    with pytest.raises(ValueError, match="due_at"):
        due(date(2026, 9, 30), limit, CALENDAR)


def test_at_once_means_the_same_day() -> None:
    result = due(date(2026, 9, 30), Limit("filing", 0, "calendar"), CALENDAR)

    assert result.due_on == date(2026, 9, 30)
    assert "当日为限" in result.explanation[0]
