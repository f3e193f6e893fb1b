"""Working days (工作日) as the State Council arranges them, make-up weekends included.

Counting excludes the starting day. Every question costs one list access or one subtraction.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from gongjian.common.data import data_folder
from gongjian.jurisdiction.errors import Problem, ProfileError, UnknownYear
from gongjian.jurisdiction.holidays import HolidayYear, read_holiday_year

__all__ = ["UnknownYear", "WorkingCalendar", "national_calendar", "read_calendar"]

_WEEKDAYS = "一二三四五六日"


class WorkingCalendar:
    """The working days of a run of years, answered from a cumulative count.

    Source: LAW 0.1(d): make-up Saturdays and Sundays (调休上班) are working days.
    """

    def __init__(self, years: Iterable[HolidayYear]) -> None:
        ordered = sorted(years, key=lambda year: year.year)
        numbers = [year.year for year in ordered]
        if not numbers or numbers != list(range(numbers[0], numbers[-1] + 1)):
            msg = f"a calendar needs an unbroken run of years, each once: {numbers}"
            raise ValueError(msg)
        self.first_year, self.last_year = numbers[0], numbers[-1]
        self._years = {year.year: year for year in ordered}
        self._origin = date(self.first_year, 1, 1).toordinal()
        days = range(self._origin, date(self.last_year, 12, 31).toordinal() + 1)
        works = [self._works(date.fromordinal(day)) for day in days]
        self._worked_through = list(accumulate(map(int, works)))
        self._working = [day for day, worked in zip(days, works, strict=True) if worked]

    def is_working_day(self, day: date) -> bool:
        """Return whether offices work on `day`.

        Raises:
            UnknownYear: no holidays are loaded for its year.
        """
        self._index(day)
        return self._works(day)

    def add_working_days(self, start: date, days: int) -> date:
        """Return the `days`-th working day after `start` (before it, if negative); 0 gives `start`.

        Raises:
            UnknownYear: the count leaves the years that are loaded.

        Source: 行政处罚法 第八十五条; 民事诉讼法 第八十五条 (the starting day is not counted).
        """
        before = self._worked_through[self._index(start)]
        if days == 0:
            return start
        if days < 0 and self._works(start):
            before -= 1
        position = before + days - 1 if days > 0 else before + days
        if position < 0:
            raise _unknown(self.first_year - 1)
        if position >= len(self._working):
            raise _unknown(self.last_year + 1)
        return date.fromordinal(self._working[position])

    def next_working_day(self, day: date) -> date:
        """Return the first working day strictly after `day`."""
        return self.add_working_days(day, 1)

    def on_or_after(self, day: date) -> date:
        """Return `day` itself if it is a working day, else the first one after it (顺延)."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start`, up to and including `end`.

        Negative when `end` lies before `start`; `add_working_days(start, n)` always gives n.
        """
        return self._worked_through[self._index(end)] - self._worked_through[self._index(start)]

    def provisional(self, day: date) -> bool:
        """Return whether the arrangement of that year is not announced yet.

        Raises:
            UnknownYear: no holidays are loaded for its year.
        """
        self._index(day)
        return not self._years[day.year].announced

    def is_unannounced(self, year: int) -> bool:
        """Return whether the arrangement of a year that is loaded is not announced yet."""
        return not self._years[year].announced

    def source(self, year: int) -> str:
        """Return the notice or statute that the days of `year` come from."""
        if year not in self._years:
            raise _unknown(year)
        return self._years[year].source

    def holiday(self, day: date) -> str:
        """Return the holiday that keeps `day` free, weekends inside its run included, or ""."""
        self._index(day)
        return self._years[day.year].off.get(day, "")

    def made_up_for(self, day: date) -> str:
        """Return the holiday for which this weekend day is worked (调休上班), or ""."""
        self._index(day)
        return self._years[day.year].work.get(day, "")

    def non_working_days(self, start: date, end: date) -> list[date]:
        """Return the free days after `start`, up to and including `end`."""
        after = (start + timedelta(n) for n in range(1, (end - start).days + 1))
        return [day for day in after if not self.is_working_day(day)]

    def made_up_days(self, start: date, end: date) -> list[date]:
        """Return the worked weekend days after `start`, up to and including `end`."""
        first = bisect_right(self._working, start.toordinal())
        last = bisect_right(self._working, end.toordinal())
        days = map(date.fromordinal, self._working[first:last])
        return [day for day in days if day.weekday() >= 5]

    def _works(self, day: date) -> bool:
        year = self._years[day.year]
        return day in year.work or (day.weekday() < 5 and day not in year.off)

    def _index(self, day: date) -> int:
        if isinstance(day, datetime):
            # A moment's date depends on its time zone: `common.clock.local_date` decides, not we.
            msg = "a calendar counts dates, not moments"
            raise TypeError(msg)
        if not self.first_year <= day.year <= self.last_year:
            raise _unknown(day.year)
        return day.toordinal() - self._origin


def weekday_zh(day: date) -> str:
    """Return 周一 … 周日."""
    return "周" + _WEEKDAYS[day.weekday()]


def read_calendar(folder: Path) -> WorkingCalendar:
    """Return the calendar of all year files in `folder`.

    Raises:
        ProfileError: a file is wrong, or a year between others is missing.
    """
    years = [read_holiday_year(path) for path in sorted(folder.glob("[0-9]*.toml"))]
    numbers = [year.year for year in years]
    if not numbers or numbers != list(range(numbers[0], numbers[-1] + 1)):
        raise ProfileError([Problem(folder, 0, f"放假安排的年份不连续：{numbers}")])
    return WorkingCalendar(years)


@cache
def national_calendar() -> WorkingCalendar:
    """Return the calendar of `profiles/holidays/`, read once in the life of the process."""
    return read_calendar(data_folder("profiles") / "holidays")


def _unknown(year: int) -> UnknownYear:
    return UnknownYear(
        f"没有 {year} 年的放假安排，无法计算工作日；"
        f"请核对日期，或在 profiles/holidays/ 中加入 {year}.toml 后再算",
        year=year,
    )
