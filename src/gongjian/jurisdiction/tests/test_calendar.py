"""The working calendar against the public tables, the known vectors, and a naive count."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.common.data import data_folder
from gongjian.jurisdiction.calendar import (
    UnknownYear,
    WorkingCalendar,
    national_calendar,
    read_calendar,
)
from gongjian.jurisdiction.errors import ProfileError
from gongjian.jurisdiction.holidays import HolidayYear, read_holiday_year

CALENDAR = national_calendar()
DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))


def naive_add(start: date, days: int) -> date:
    """Walk day by day, as a clerk with a wall calendar does."""
    step = timedelta(1 if days > 0 else -1)
    day, left = start, abs(days)
    while left:
        day += step
        left -= CALENDAR.is_working_day(day)
    return day


@pytest.mark.parametrize("year", range(2019, 2027))
def test_announced_years_equal_the_public_tables_day_by_day(year: int) -> None:
    official = holidays.country_holidays("CN", years=[year])
    day, wrong = date(year, 1, 1), []
    while day.year == year:
        if CALENDAR.is_working_day(day) is not official.is_working_day(day):
            wrong.append(day)
        day += timedelta(1)

    assert wrong == []
    assert not CALENDAR.provisional(date(year, 6, 1))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-09-30", 7, "2026-10-15"),
        ("2026-09-30", 10, "2026-10-20"),
        ("2026-09-30", 20, "2026-11-03"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-02-13", 7, "2026-03-02"),
        ("2026-02-13", 20, "2026-03-19"),
        ("2026-04-30", 7, "2026-05-13"),
        ("2026-04-30", 20, "2026-06-01"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-18", 7, "2026-09-29"),
        ("2026-09-18", 20, "2026-10-22"),
    ],
)
def test_vectors_of_2026(start: str, days: int, end: str) -> None:
    due_on = CALENDAR.add_working_days(date.fromisoformat(start), days)

    assert due_on == date.fromisoformat(end)


def test_2026_has_248_working_days_in_the_known_months() -> None:
    ends = [date(2026, month, 1) - timedelta(1) for month in range(1, 13)] + [date(2026, 12, 31)]

    months = [CALENDAR.working_days_between(a, b) for a, b in pairwise(ends)]

    assert months == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]


@given(DAYS, st.integers(-60, 60))
def test_adding_equals_counting_day_by_day(start: date, days: int) -> None:
    try:
        end = CALENDAR.add_working_days(start, days)
    except UnknownYear:
        with pytest.raises(UnknownYear):
            naive_add(start, days)
    else:
        assert end == naive_add(start, days)


@given(DAYS, DAYS)
def test_between_counts_the_working_days_after_the_start(start: date, end: date) -> None:
    days = [start + timedelta(n) for n in range(1, (end - start).days + 1)]
    back = [end + timedelta(n) for n in range(1, (start - end).days + 1)]

    count = CALENDAR.working_days_between(start, end)

    assert count == sum(map(CALENDAR.is_working_day, days)) - sum(
        map(CALENDAR.is_working_day, back)
    )


@given(DAYS, st.integers(1, 40))
def test_a_limit_ends_on_a_working_day_with_as_many_before_it(start: date, days: int) -> None:
    if start > date(2027, 10, 1):
        return

    end = CALENDAR.add_working_days(start, days)

    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(start, end) == days


def test_the_next_working_day_is_never_the_day_itself_but_rolling_may_be() -> None:
    friday = date(2026, 10, 9)

    assert CALENDAR.next_working_day(friday) == date(2026, 10, 10)
    assert CALENDAR.on_or_after(friday) == friday
    assert CALENDAR.on_or_after(date(2026, 10, 1)) == date(2026, 10, 8)


def test_2027_has_the_statutory_days_only_and_is_provisional() -> None:
    off = sorted(
        day
        for day in (date(2027, 1, 1) + timedelta(n) for n in range(365))
        if CALENDAR.holiday(day)
    )

    assert len(off) == 13
    assert all(CALENDAR.provisional(day) for day in off)
    assert not any(CALENDAR.made_up_for(date(2027, 1, 1) + timedelta(n)) for n in range(365))


@pytest.mark.parametrize("year", [2018, 2028, 1949])
def test_a_year_without_a_file_is_refused_by_name_never_guessed(year: int) -> None:
    with pytest.raises(UnknownYear, match=f"没有 {year} 年的放假安排"):
        CALENDAR.is_working_day(date(year, 6, 1))


def test_counting_past_the_last_year_names_the_missing_one() -> None:
    with pytest.raises(UnknownYear, match="2028"):
        CALENDAR.add_working_days(date(2027, 12, 20), 30)


def test_a_moment_is_refused_because_its_date_depends_on_the_time_zone() -> None:
    with pytest.raises(TypeError):
        CALENDAR.is_working_day(datetime(2026, 10, 1, 0, 30, tzinfo=UTC))


def test_years_with_a_gap_make_no_calendar() -> None:
    years = [HolidayYear(year, True, "x", {}, {}) for year in (2025, 2027)]

    with pytest.raises(ValueError, match="unbroken"):
        WorkingCalendar(years)


def test_a_folder_with_a_missing_year_is_refused(tmp_path: Path) -> None:
    shipped = data_folder("profiles") / "holidays"
    for name in ("2024.toml", "2026.toml"):
        (tmp_path / name).write_bytes((shipped / name).read_bytes())

    with pytest.raises(ProfileError, match="不连续"):
        read_calendar(tmp_path)


@pytest.mark.parametrize(
    ("wrong", "right", "line", "reason"),
    [
        ("year = 2025", "year = 2026", 2, "文件名"),
        ('announced = "yes"', "announced = true", 3, "announced"),
        ("work = [2026-10-12]", "work = [2026-10-10]", 9, "周六或周日"),
        ("last = 2025-10-07", "last = 2026-10-07", 7, "first 不晚于 last"),
        ("lasst = 2026-10-07", "last = 2026-10-07", 8, "不认识的项"),
        ("first = 2026-10-01\nlast = ?", "first = 2026-10-01\nlast = 2026-10-07", 8, "TOML"),
    ],
)
def test_a_wrong_holiday_file_is_refused_with_its_line(
    tmp_path: Path, wrong: str, right: str, line: int, reason: str
) -> None:
    text = (
        "# the year\nyear = 2026\nannounced = true\nsource = 'x'\n[[holiday]]\nname = '国庆节'\n"
        "first = 2026-10-01\nlast = 2026-10-07\nwork = [2026-10-10]\n"
    )
    assert right in text
    path = tmp_path / "2026.toml"
    path.write_text(text.replace(right, wrong))

    with pytest.raises(ProfileError, match=reason) as refusal:
        read_holiday_year(path)

    assert line in [problem.line for problem in refusal.value.problems]
