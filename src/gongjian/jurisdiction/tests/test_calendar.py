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
    weekday_zh,
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


def test_a_calendar_made_anew_answers_as_a_clerk_with_a_wall_calendar_does() -> None:
    years = [
        HolidayYear(
            2026,
            True,
            "notice of 2026",
            {date(2026, 10, n): "国庆节" for n in range(1, 8)},
            {date(2026, 10, 10): "国庆节"},
        ),
        HolidayYear(2027, False, "law", {date(2027, 1, 1): "元旦"}, {}),
    ]
    made = WorkingCalendar(reversed(years))
    free, worked = set(years[0].off) | set(years[1].off), set(years[0].work)
    days = [date(2026, 1, 1) + timedelta(n) for n in range(730)]
    working = [d for d in days if d in worked or (d.weekday() < 5 and d not in free)]

    assert (made.first_year, made.last_year) == (2026, 2027)
    assert [d for d in days if made.is_working_day(d)] == working
    for start in (*days[270:290], days[0], days[-1], date(2026, 12, 31)):
        after = [d for d in working if d > start]
        before = [d for d in working if d < start]
        assert made.add_working_days(start, 0) == start
        for n in (1, 2, 7):
            if n <= len(after):
                assert made.add_working_days(start, n) == after[n - 1]
            if n <= len(before):
                assert made.add_working_days(start, -n) == before[-n]
        for n, missing in ((len(after) + 1, 2028), (-len(before) - 1, 2025)):
            with pytest.raises(UnknownYear) as refusal:
                made.add_working_days(start, n)
            assert refusal.value.details == {"year": missing}
        end = start + timedelta(20) if start < days[-30] else days[-1]
        span = [d for d in days if start < d <= end]
        assert made.working_days_between(start, end) == sum(d in working for d in span)
        assert made.non_working_days(start, end) == [d for d in span if d not in working]
        assert made.made_up_days(start, end) == [d for d in span if d in worked]
        assert made.on_or_after(start) == (start if start in working else (*after, None)[0])
    assert made.holiday(date(2026, 10, 3)) == made.made_up_for(date(2026, 10, 10)) == "国庆节"
    assert made.holiday(date(2026, 10, 10)) == made.made_up_for(date(2026, 10, 3)) == ""
    assert [made.provisional(date(y, 6, 1)) for y in (2026, 2027)] == [False, True]
    assert [made.is_unannounced(y) for y in (2026, 2027)] == [False, True]
    assert [made.source(y) for y in (2026, 2027)] == ["notice of 2026", "law"]
    for ask in (made.is_working_day, made.provisional, made.holiday, made.made_up_for):
        for day, year in ((date(2025, 12, 31), 2025), (date(2028, 1, 1), 2028)):
            with pytest.raises(UnknownYear, match=f"没有 {year} 年") as refusal:
                ask(day)
            assert refusal.value.details == {"year": year}
    with pytest.raises(UnknownYear, match="没有 2028 年"):
        made.source(2028)
    assert [weekday_zh(date(2026, 10, n)) for n in range(5, 12)] == [
        f"周{d}" for d in "一二三四五六日"
    ]


def test_years_make_a_calendar_only_unbroken_and_each_once() -> None:
    years = {n: HolidayYear(n, True, "x", {}, {}) for n in (2025, 2026, 2027)}

    for wrong in ((), (2025, 2027), (2026, 2026), (2025, 2026, 2026)):
        with pytest.raises(ValueError, match="unbroken"):
            WorkingCalendar(years[n] for n in wrong)
    assert WorkingCalendar([years[2026]]).last_year == 2026


def test_a_folder_with_a_missing_year_is_refused(tmp_path: Path) -> None:
    shipped = data_folder("profiles") / "holidays"
    for name in ("2024.toml", "2026.toml"):
        (tmp_path / name).write_bytes((shipped / name).read_bytes())

    with pytest.raises(ProfileError, match="不连续"):
        read_calendar(tmp_path)
    (tmp_path / "2025.toml").write_bytes((shipped / "2025.toml").read_bytes())
    assert (read_calendar(tmp_path).first_year, read_calendar(tmp_path).last_year) == (2024, 2026)
    with pytest.raises(ProfileError, match="不连续"):
        read_calendar(tmp_path / "empty")


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
