"""Time limits: what they are, when they end, and the reckoning in words that a party can repeat."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias, get_args

from gongjian.jurisdiction.calendar import WorkingCalendar
from gongjian.jurisdiction.reckoning import day_zh, holidays_met, span_zh

Unit: TypeAlias = Literal["working", "calendar", "hour", "month", "year"]
Whose: TypeAlias = Literal["authority", "party", "liberty"]
Span: TypeAlias = tuple[date, date]

UNITS: tuple[str, ...] = get_args(Unit)
WHOSE: tuple[str, ...] = get_args(Whose)
UNIT_LABELS: dict[str, str] = {
    "working": "个工作日",
    "calendar": "日",
    "hour": "小时",
    "month": "个月",
    "year": "年",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as one rule sets it.

    `days` counts `unit`s. `roll`: a last day on which offices are closed slides to the next working
    day. `whose`: an authority's duty, a party's right, or a restriction of liberty. `order` says
    which of two layers' dates binds: the "earlier" or the "later".

    Source: LAW 0.1(c); 公安机关办理行政案件程序规定 第三十五条 (liberty never slides).
    """

    code: str
    days: int
    unit: Unit
    roll: bool = False
    order: str = "earlier"
    source: str = ""
    label: str = ""
    whose: Whose = "authority"

    def __post_init__(self) -> None:
        if self.unit not in UNITS or self.whose not in WHOSE or self.days < 0:
            msg = f"not a limit: {self}"
            raise ValueError(msg)
        if self.roll and self.whose == "liberty":
            msg = f"a limit on liberty never slides: {self.code}"
            raise ValueError(msg)

    @property
    def in_hours(self) -> bool:
        return self.unit == "hour"

    @property
    def length(self) -> str:
        """Return the length in words: 7个工作日, 90日."""
        return f"{self.days}{UNIT_LABELS[self.unit]}"


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a limit, with the reckoning.

    `counted_from` is the first day that counts. `provisional`: the count used a year whose holidays
    are not announced yet, so it must be made again when they are. `clause` is the rule that set it.
    """

    due_on: date
    counted_from: date
    explanation: tuple[str, ...]
    provisional: bool
    clause: str = ""


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same days (both ends included) as ordered spans that neither overlap nor touch.

    Suspensions at the same time stop the clock once, not twice.
    """
    merged: list[Span] = []
    for first, last in sorted(spans):
        if first > last:
            msg = f"a suspension ends before it begins: {first} > {last}"
            raise ValueError(msg)
        if merged and first <= merged[-1][1] + timedelta(1):
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def due(
    start: date, limit: Limit, calendar: WorkingCalendar, suspensions: Sequence[Span] = ()
) -> Due:
    """Return the last day of `limit` begun on `start`, which itself is not counted.

    Days inside a suspension (both ends included) do not count. A limit in months or years ends on
    the day of the same number, or on the last day of a shorter month.

    Raises:
        UnknownYear: working days are needed of a year that is not loaded.

    Source: 民事诉讼法 第八十五条; 民法典 第二百零二条; LAW 0.1.
    """
    spans = [span for span in merge_spans(suspensions) if span[1] > start]
    plain_end = _last_day(start, limit, limit.days, calendar)
    end = _past_suspensions(start, limit, calendar, spans)
    met = [span for span in spans if span[0] <= end]
    rolled = calendar.on_or_after(end) if limit.roll else end

    begins = f"{day_zh(start)}当日不计入，自{day_zh(start + timedelta(1))}起算{limit.length}"
    steps = [begins if limit.days else "应当立即办理，当日为限"]
    if limit.unit == "working":
        steps += holidays_met(start, end, calendar)
    if met:
        stopped = "、".join(span_zh(*span) for span in met)
        steps.append(f"期间中止、不计入：{stopped}；若不中止应至{day_zh(plain_end)}")
    steps.append(f"期限最后一日为{day_zh(end)}")
    if rolled != end:
        why = calendar.holiday(end) or "周末"
        steps.append(f"该日为{why}休息日，顺延至节假日后的第一个工作日{day_zh(rolled)}")
    unsure = _unannounced_years(start, rolled, limit, calendar)
    steps += [f"{year}年放假调休安排尚未公布，本日期为暂定，公布后重新计算" for year in unsure]
    return Due(rolled, start + timedelta(1), tuple(steps), bool(unsure), limit.source)


def due_at(start: datetime, limit: Limit) -> datetime:
    """Return the moment a limit in hours ends: clock hours, nothing skipped.

    Source: 治安管理处罚法 第九十七条; 行政强制法 第十九条.
    """
    if limit.unit != "hour" or start.tzinfo is None:
        msg = f"hours need a limit in hours and a moment with a time zone: {limit}, {start}"
        raise ValueError(msg)
    return start + timedelta(hours=limit.days)


def earliest_event_on(
    start: date, limit: Limit, calendar: WorkingCalendar, suspensions: Sequence[Span] = ()
) -> date:
    """Return the first day on which an act may follow a waiting time that must have run out.

    For "N days before a hearing" and for a party's time to speak: strictly after the last day.

    Source: LAW 0.1(e).
    """
    return due(start, limit, calendar, suspensions).due_on + timedelta(1)


def _last_day(start: date, limit: Limit, days: int, calendar: WorkingCalendar) -> date:
    if limit.unit == "working":
        return calendar.add_working_days(start, days)
    if limit.unit == "calendar":
        return start + timedelta(days)
    if limit.unit in ("month", "year"):
        return add_months(start, days * (12 if limit.unit == "year" else 1))
    msg = f"a limit in hours ends at a moment, see due_at: {limit.code}"
    raise ValueError(msg)


def add_months(start: date, months: int) -> date:
    """Return the day of the same number some months on, or the last of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _past_suspensions(
    start: date, limit: Limit, calendar: WorkingCalendar, spans: Sequence[Span]
) -> date:
    """Return the last day once every suspended day before it has been added again."""
    end, stopped = _last_day(start, limit, limit.days, calendar), 0
    for first, last in spans:
        if first > end:
            break
        before = max(first - timedelta(1), start)
        if limit.unit == "working":
            stopped += calendar.working_days_between(before, last)
            end = calendar.add_working_days(start, limit.days + stopped)
        else:
            end += last - before
    return end


def _unannounced_years(
    start: date, end: date, limit: Limit, calendar: WorkingCalendar
) -> list[int]:
    """Return the years whose holidays the count relied on before they were announced."""
    if limit.unit == "working":
        years = range((start + timedelta(1)).year, end.year + 1)
    elif limit.roll:
        years = range(end.year, end.year + 1)
    else:
        years = range(0)
    return [year for year in years if calendar.provisional(date(year, 1, 1))]
