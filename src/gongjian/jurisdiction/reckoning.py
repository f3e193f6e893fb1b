"""The words of a reckoning: days, spans, and each holiday or make-up day that a count met."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from gongjian.jurisdiction.calendar import WorkingCalendar, weekday_zh


def day_zh(day: date) -> str:
    """Return 2026年9月30日（周三）."""
    return f"{day.year}年{day.month}月{day.day}日（{weekday_zh(day)}）"


def span_zh(first: date, last: date) -> str:
    """Return 10月1日至10月7日, or a single day as itself."""
    start = f"{first.month}月{first.day}日"
    return start if first == last else f"{start}至{last.month}月{last.day}日"


def holidays_met(start: date, end: date, calendar: WorkingCalendar) -> list[str]:
    """Return one sentence for each run of free days and each worked weekend day after `start`."""
    free = calendar.non_working_days(start, end)
    steps = [
        f"{name}放假{span_zh(first, last)}不计入"
        for name in dict.fromkeys(filter(None, map(calendar.holiday, free)))
        for first, last in _runs(day for day in free if calendar.holiday(day) == name)
    ]
    weekends = list(_runs(day for day in free if not calendar.holiday(day)))
    if weekends:
        steps.append("周末" + "、".join(span_zh(*run) for run in weekends) + "不计入")
    steps += [
        f"{day.month}月{day.day}日（{weekday_zh(day)}）因{calendar.made_up_for(day)}调休上班，计入"
        for day in calendar.made_up_days(start, end)
    ]
    return steps


def _runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Group consecutive days into (first, last)."""
    numbered = enumerate(days)
    groups = (list(g) for _, g in groupby(numbered, lambda pair: pair[1] - timedelta(pair[0])))
    return [(group[0][1], group[-1][1]) for group in groups]
