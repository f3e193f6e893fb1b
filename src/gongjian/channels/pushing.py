"""One parcel to one receiver: sent outside any transaction, written down by an act."""

from datetime import datetime

from django.db.models import F

from gongjian.common.acts import SYSTEM
from gongjian.common.clock import Clock

from .adapters import ADAPTERS, Answer, Destination, Parcel, Refused, Unreachable
from .choices import DispatchState
from .models import Channel, Dispatch, Line
from .outbox import fill, line_of, wait_after, waiting
from .parcels import parcel_of
from .services.channels import RecordPush, record_push


def push(channel: Channel, clock: Clock) -> bool:
    """Fill the outbox and send the next parcel, if the receiver is due; tell whether more waits."""
    now = clock.now()
    fill(channel, now)
    line = line_of(channel, now)
    if not channel.open or line.next_at > now:
        return False
    rows = waiting(channel, line.at_once)
    if not rows:
        return False
    _try(rows, now)
    parcel = parcel_of((row.item for row in rows), now)
    try:
        answer = ADAPTERS[channel.kind](destination(channel), parcel)
    except Unreachable as error:
        _failed(line, rows, str(error), now)
        return False
    except Refused as error:
        return _refused(line, rows, str(error), now)
    _arrived(channel, rows, parcel, answer, clock)
    return len(rows) == line.at_once


def destination(channel: Channel) -> Destination:
    """Return where a channel leads."""
    agency = channel.agency
    return Destination(channel.name, agency.name, agency.code, channel.address, str(channel.secret))


def _arrived(
    channel: Channel, rows: list[Dispatch], parcel: Parcel, answer: Answer, clock: Clock
) -> None:
    cmd = RecordPush(
        channel=channel.uid,
        key=parcel.key,
        receipt=answer.receipt,
        dispatches=tuple(row.pk for row in rows),
        sent=tuple(f"{record['action']} {record['id']}" for record in parcel.records),
        refused=tuple(f"{token} {why}" for token, why in answer.refused.items()),
    )
    record_push(actor=SYSTEM, cmd=cmd, clock=clock)


def _failed(line: Line, rows: list[Dispatch], why: str, now: datetime) -> None:
    """Leave the receiver alone for a while; the rows wait on."""
    _complained(rows, why)
    line.failures += 1
    line.tried_at, line.last_error = now, why[:200]
    line.next_at = now + wait_after(line.failures)
    line.save(update_fields=["failures", "tried_at", "last_error", "next_at"])


def _refused(line: Line, rows: list[Dispatch], why: str, now: datetime) -> bool:
    """Halve the parcel until the one record that the receiver will not have stands alone."""
    _complained(rows, why)
    if len(rows) == 1:
        row = Dispatch.objects.filter(pk=rows[0].pk, state=DispatchState.WAITING)
        row.update(state=DispatchState.REFUSED)
    line.at_once = max(len(rows) // 2, 1)
    line.tried_at, line.last_error = now, why[:200]
    line.save(update_fields=["at_once", "tried_at", "last_error"])
    return True


def _try(rows: list[Dispatch], now: datetime) -> None:
    """Count the try before it is made: from here on nobody can say that nothing left the house."""
    sent = Dispatch.objects.filter(pk__in=[row.pk for row in rows])
    sent.update(tries=F("tries") + 1, changed_at=now)


def _complained(rows: list[Dispatch], why: str) -> None:
    sent = Dispatch.objects.filter(pk__in=[row.pk for row in rows])
    sent.update(last_error=why[:200])
