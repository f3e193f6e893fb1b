"""Pure rules of 治安 cases: ages, limits in hours, weights, whether detention is executed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongjian.cases.choices import PenaltyKind
from gongjian.jurisdiction.limits import due_at
from gongjian.jurisdiction.profiles import Profile
from gongjian.process import Table

from .choices import LIMIT_OF, QuestioningGround

LIGHT = frozenset({PenaltyKind.WARNING.value, PenaltyKind.FINE.value})
STATION_DECIDES = "station"


def age_on(born_on: date, day: date) -> int:
    """Return the age in full years; who was born on 29 February ages on 1 March of common years.

    Source: 民法典 第一百九十九条、第二百条; 行政处罚法 第三十条（周岁，自生日的第二天起算）.
    """
    had_birthday = (day.month, day.day) > (born_on.month, born_on.day)
    return max(day.year - born_on.year - (0 if had_birthday else 1), 0)


@dataclass(frozen=True, slots=True)
class HourLimit:
    """A limit in clock hours: until when, how long in words, and by which rule."""

    due_at: datetime
    length: str
    source: str


def questioning_limit(
    rules: Profile, domain: str, ground: QuestioningGround, arrived_at: datetime, on: date
) -> HourLimit:
    """Return until when a person who arrived at a moment may be questioned.

    Clock hours from the arrival: nights and holidays count.

    Source: 治安管理处罚法 第九十七条.
    """
    limit = rules.limit(LIMIT_OF[ground], domain, on)
    return HourLimit(due_at(arrived_at, limit), limit.length, limit.source)


@dataclass(frozen=True, slots=True)
class Execution:
    """Whether a detention is executed, and by which rule."""

    executed: bool
    rule: str
    source: str


def detention_executed(table: Table, **person: Any) -> Execution:
    """Ask the table whether a detention is executed.

    Source: 治安管理处罚法 第二十三条.
    """
    hit = table.decide(person)
    return Execution(bool(hit.value), hit.name, hit.source)


def detention_days(items: Iterable[Mapping[str, Any]]) -> int:
    """Return the days of detention in a set of penalty items."""
    return sum(item.get("days") or 0 for item in items)


def fine_of(items: Iterable[Mapping[str, Any]]) -> int:
    """Return the sum of the fines in fen."""
    fines = (i for i in items if i["kind"] == PenaltyKind.FINE)
    return sum(i.get("amount_fen") or 0 for i in fines)


def warning_or_fine_only(items: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether nothing but warnings and fines is imposed.

    Source: 治安管理处罚法 第一百零九条.
    """
    return all(item["kind"] in LIGHT for item in items)
