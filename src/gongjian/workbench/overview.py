"""How the work of a person goes: what came in by week and month, and where it stands.

Of what this person may see, at a bounded cost: so many of the newest matters, and the running ones
that the figures above the inbox count anyway.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

from django.db.models import QuerySet

from gongjian.common.acts import Actor
from gongjian.common.clock import HOME_ZONE, local_date
from gongjian.common.db.prepared import FIXED, prepared
from gongjian.matters.models import Matter
from gongjian.matters.queries import visible_matters, visible_parts
from gongjian.ui.figures import Chart, bars
from gongjian.ui.pager import first

from .inbox import NEWEST, place_names, running_of

MONTHS, STAGES = 12, 7
CHARTED = 1000
Opened = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Overview:
    """New this week and the week before; months, oldest first; where running matters stand."""

    this_week: str
    last_week: str
    chart: Chart
    capped: bool
    stages: Sequence[tuple[str, int]]
    running: int


def overview(actor: Actor, today: date) -> Overview:
    """Return what this person's matters look like; one query besides that of the figures.

    Where there are more than are read, the months that were not read whole are left out.
    """
    months = _months(today)
    found = _newest(actor, datetime.combine(months[0], time.min, HOME_ZONE), CHARTED + 1)
    days = [(local_date(opened), closed is not None) for opened, closed in found]
    capped = len(days) > CHARTED
    if capped:
        months = [month for month in months if month > days[-1][0]]
    came = Counter(on.replace(day=1) for on, _ in days)
    ended = Counter(on.replace(day=1) for on, closed in days if closed)
    monday = today - timedelta(days=today.weekday())
    stages = Counter(place_names(matter) for matter in running_of(actor))
    return Overview(
        this_week=f"{sum(on >= monday for on, _ in days):,}",
        last_week=f"{sum(monday - timedelta(days=7) <= on < monday for on, _ in days):,}",
        chart=bars([(m, came[m]) for m in months], [ended[m] for m in months]),
        capped=capped,
        stages=_most(stages),
        running=sum(stages.values()),
    )


def _months(today: date) -> list[date]:
    """Return the first days of the last twelve months, oldest first."""
    numbers = [today.year * 12 + today.month - 1 - ago for ago in reversed(range(MONTHS))]
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _most(stages: Counter[str]) -> Sequence[tuple[str, int]]:
    told, rest = stages.most_common(STAGES), sum(stages.values())
    rest -= sum(number for _, number in told)
    return [*told, ("其他环节", rest)] if rest else told


@prepared
def _newest(actor: Actor, since: datetime, most: Annotated[int, FIXED]) -> QuerySet[Matter, Opened]:
    parts = [part.filter(opened_at__gte=since) for part in visible_parts(actor)]
    seen = Matter.objects.all() if parts else visible_matters(actor).filter(opened_at__gte=since)
    found = first(seen, NEWEST, most, parts)
    return found.values_list("opened_at", "closed_at")
