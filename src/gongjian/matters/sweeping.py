"""What happens to deadlines while nobody acts: they come near, run out, are reckoned anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from gongjian.common import acts, fields
from gongjian.common.acts import SYSTEM, Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.jurisdiction.calendar import national_calendar

from .choices import DeadlineState, Duty, Warning
from .limits import next_due, reckoned_anew
from .models import Deadline, DeadlineAlert, DeadlineSweep, Matter
from .ports import near_on
from .queries import NEAR
from .services import renew_inbox

ONE_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Swept:
    """How many deadlines came near, and how many ran out, since the last sweep."""

    near: int
    late: int


def sweep(today: date) -> Swept:
    """Raise one alert for each running limit of the authority that came near or ran out.

    Only the days since the last sweep are read, by the index of open deadlines. A party's right
    makes nobody late. Done twice on one day it changes nothing.
    """
    with transaction.atomic():
        mark = DeadlineSweep.objects.select_for_update().first()
        since = mark.swept_through if mark else date.min
        if since >= today:
            return Swept(0, 0)
        near = _raise(Warning.NEAR, _after(since, NEAR), today + NEAR, today)
        late = _raise(Warning.LATE, _after(since, -ONE_DAY), today - ONE_DAY, today)
        mark = mark or DeadlineSweep()
        mark.swept_through = today
        mark.save()
    return Swept(near, late)


def remind(clock: Clock) -> int:
    """Note anew for whom those matters wait of which something came near; return how many.

    An inbox is derived and no record: nothing enters the ledger.
    """
    found = near_on(clock.today())
    for matter in found:
        with transaction.atomic():
            running = Act(acts.service("matters.recompute_deadlines"), SYSTEM, clock, None)
            running.matter = Matter.objects.select_for_update().get(pk=matter.pk)
            renew_inbox(running)
    return len(found)


def _after(since: date, shift: timedelta) -> date:
    """Return the first due date that the sweep of `since` has not seen."""
    return date.min if since == date.min else since + shift + ONE_DAY


def _raise(level: Warning, first: date, last: date, today: date) -> int:
    """Insert the alerts in one statement, read from the index of open deadlines alone."""
    if level == Warning.NEAR:
        first = max(first, today)
    alerts, deadlines = DeadlineAlert._meta.db_table, Deadline._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {alerts} (deadline_id, matter_id, level, raised_on)"  # noqa: S608
            f" SELECT id, matter_id, %s, %s FROM {deadlines}"
            " WHERE state = 'open' AND duty <> %s AND due_on BETWEEN %s AND %s"
            " ORDER BY due_on ON CONFLICT (deadline_id, level) DO NOTHING",
            [level, today, Duty.PARTY, first, last],
        )
        return int(cursor.rowcount)


# --- a holiday year that is announced now --------------------------------------------------------


@dataclass(frozen=True)
class RecomputeDeadlines:
    reason: str = fields.line("理由", required=False, help="例如：2027年放假安排已公布")


@act("matters.recompute_deadlines", title="重新计算暂定的期限", step=False)
def recompute_deadlines(*, act: Act, cmd: RecomputeDeadlines) -> Matter:
    """Reckon the provisional deadlines of a matter anew, now that their year is announced.

    A date that moves ends the old deadline and writes a new one; one that stands is written anew
    all the same, as it is no longer provisional.

    Source: LAW 0.1; 国务院办公厅关于部分节假日安排的通知.
    """
    matter: Matter = act.matter
    moved = list(settled(matter))
    if not moved:
        raise RuleBroken("本案没有可以重新计算的暂定期限")
    for old in moved:
        new = reckoned_anew(matter, old)
        old.state, old.ended_on = DeadlineState.REPLACED, act.today
        act.write(old)
        act.write(new)
    matter.due_on = next_due(matter)
    act.write(matter)
    renew_inbox(act)
    return matter


@recompute_deadlines.requires
def _something_to_reckon(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if any(settled(matter)) else "本案没有可以重新计算的暂定期限"


def settled(matter: Matter) -> Iterator[Deadline]:
    """Yield the provisional deadlines of a matter that are provisional no longer."""
    provisional = matter.deadlines.filter(state=DeadlineState.OPEN, provisional=True)
    for deadline in provisional.order_by("id"):
        if not reckoned_anew(matter, deadline).provisional:
            yield deadline


def with_provisional_deadlines() -> QuerySet[Matter]:
    """Return the matters that have a provisional deadline."""
    found = Deadline.objects.filter(state=DeadlineState.OPEN, provisional=True)
    return Matter.objects.filter(pk__in=found.values("matter")).order_by("pk")


def announced_anew() -> bool:
    """Tell once, after a sweep, that a year is announced which was not at the last call."""
    mark = DeadlineSweep.objects.get()
    newest = newest_announced()
    if newest <= mark.announced_year:
        return False
    mark.announced_year = newest
    mark.save()
    return True


def newest_announced() -> int:
    """Return the newest year whose holidays are announced."""
    calendar = national_calendar()
    years = range(calendar.first_year, calendar.last_year + 1)
    return max(year for year in years if not calendar.is_unannounced(year))


def recompute_all(clock: Clock) -> list[UUID]:
    """Reckon anew whatever can be, matter by matter; return the uids of those that changed."""
    changed = []
    for matter in with_provisional_deadlines().iterator(chunk_size=500):
        if any(settled(matter)):
            cmd = RecomputeDeadlines(reason=f"放假安排已公布至{newest_announced()}年")
            recompute_deadlines(actor=SYSTEM, matter=matter.uid, cmd=cmd, clock=clock)
            changed.append(matter.uid)
    return changed
