"""One file a year in `profiles/holidays/`: the days off and the weekend days worked instead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from gongjian.jurisdiction.datafile import DataFile, Row, read_toml

_KEYS = {"name", "first", "last", "work"}


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """The State Council's arrangement of one calendar year.

    `announced` is false as long as only the statutory days are known; `off` and `work` map a day to
    the Chinese name of its holiday.
    """

    year: int
    announced: bool
    source: str
    off: dict[date, str]
    work: dict[date, str]


def plain_date(value: object) -> date | None:
    """Return `value` if it is a date without a time of day, else None."""
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def read_holiday_year(path: Path) -> HolidayYear:
    """Read and check `2026.toml`.

    Raises:
        ProfileError: the file is wrong; every fault is named with its line.

    Source: 全国年节及纪念日放假办法; 国务院办公厅 each year's notice.
    """
    file = read_toml(path)
    year, announced, source = (file.tables.get(key) for key in ("year", "announced", "source"))
    if not isinstance(year, int) or str(year) != path.stem:
        file.problem(f"year 应为文件名中的年份 {path.stem}", "year")
    if not isinstance(announced, bool):
        file.problem("announced 应为 true（已公布）或 false（未公布）", "announced")
    if not isinstance(source, str) or not source:
        file.problem("source 应写明放假通知的名称", "source")
    off: dict[date, str] = {}
    work: dict[date, str] = {}
    for index, row in enumerate(file.rows("holiday")):
        name = str(row.get("name", ""))
        for day in _days_off(file, index, row):
            off[day] = name
        for day in _days_worked(file, index, row):
            work[day] = name
    file.refuse_if_wrong()
    return HolidayYear(int(path.stem), announced is True, str(source), off, work)


def _days_off(file: DataFile, index: int, row: Row) -> Iterator[date]:
    if unknown := row.keys() - _KEYS:
        file.problem(f"不认识的项：{'、'.join(sorted(unknown))}", "holiday", index, min(unknown))
    if not row.get("name"):
        file.problem("缺少节日名称 name", "holiday", index, "name")
    first, last = plain_date(row.get("first")), plain_date(row.get("last"))
    if first is None or last is None or not first <= last:
        file.problem("first、last 应为日期，且 first 不晚于 last", "holiday", index, "first")
        return
    if {str(first.year), str(last.year)} != {file.path.stem}:
        file.problem(f"放假日期不在 {file.path.stem} 年内", "holiday", index, "first")
        return
    for n in range((last - first).days + 1):
        yield first + timedelta(n)


def _days_worked(file: DataFile, index: int, row: Row) -> Iterator[date]:
    days = row.get("work", [])
    for value in days if isinstance(days, list) else [days]:
        day = plain_date(value)
        if day is None or str(day.year) != file.path.stem or day.weekday() < 5:
            file.problem(f"调休上班日应是本年的周六或周日：{value}", "holiday", index, "work")
        else:
            yield day
