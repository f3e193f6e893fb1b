"""The durable outbox: the published items themselves, and for each channel what it holds of them.

Nothing can be lost between the act that publishes and this table: what must go out is computed as
the difference between what is public and what the receiver acknowledged, again and again.
"""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongjian.publicity.choices import ItemState
from gongjian.publicity.models import PublicItem

from .choices import DispatchState, Wanted
from .models import Channel, Dispatch, Line

AT_ONCE = 200
FILL_AT_MOST = 2000
# Ids may become visible out of order; and now and then everything is compared.
LOOK_BACK = 1000
COMPARE_EVERY = timedelta(hours=1)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
GONE_STATES = [state for state in ItemState if state != ItemState.LIVE]


def wait_after(failures: int) -> timedelta:
    """Return how long a receiver is left alone after so many failures in a row."""
    doubled: int = 2 ** min(max(failures - 1, 0), 20)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def open_channels() -> QuerySet[Channel]:
    return Channel.objects.filter(closed_at__isnull=True).select_related("agency", "line")


def line_of(channel: Channel, now: datetime) -> Line:
    """Return the state of the way to a receiver, made at its first use."""
    made, _ = Line.objects.get_or_create(
        channel=channel, defaults={"at_once": AT_ONCE, "next_at": now, "compared_at": now}
    )
    return made


def fill(channel: Channel, now: datetime, *, whole: bool = False) -> int:
    """Let every difference wait in the outbox; return how many new ones. A few queries.

    `whole` compares everything, else only what is newer than the last look. While a whole parcel
    waits already nothing new is looked for, but what is gone is always taken back.
    """
    line = line_of(channel, now)
    if not whole and _full(channel, line.at_once):
        return _follow(channel, now)
    whole = whole or line.compared_at is None or now - line.compared_at >= COMPARE_EVERY
    after = 0 if whole else max(line.seen_item - LOOK_BACK, 0)
    fresh = list(_unknown(channel, after).values_list("pk", flat=True)[:FILL_AT_MOST])
    rows = [
        Dispatch(channel=channel, item_id=pk, wanted=Wanted.SHOW, changed_at=now) for pk in fresh
    ]
    Dispatch.objects.bulk_create(rows, ignore_conflicts=True)
    line.seen_item = max([line.seen_item, *fresh])
    full = len(fresh) == FILL_AT_MOST
    if whole and not full:
        line.compared_at = now
    line.save(update_fields=["seen_item", "compared_at"])
    return len(fresh) + _follow(channel, now)


def _full(channel: Channel, at_once: int) -> bool:
    waits = Dispatch.objects.filter(channel=channel, state=DispatchState.WAITING).order_by("id")
    return len(waits.values_list("pk", flat=True)[:at_once]) == at_once


def published(channel: Channel) -> QuerySet[PublicItem]:
    """Return what a channel should hold: live items of its agency since its first day."""
    return PublicItem.objects.filter(
        state=ItemState.LIVE, agency_uid=channel.agency.uid, published_on__gte=channel.since_on
    )


def _unknown(channel: Channel, after: int) -> QuerySet[PublicItem]:
    known = Dispatch.objects.filter(channel=channel, item=OuterRef("pk"))
    return published(channel).filter(~Exists(known), pk__gt=after).order_by("pk")


def _follow(channel: Channel, now: datetime) -> int:
    """Let what is known go the way of the portal: taken back, or shown once more."""
    return _take_back(channel, now) + _show_again(channel, now)


def _show_again(channel: Channel, now: datetime) -> int:
    """Let out again what was taken back while it was suspended and is shown since."""
    back = Dispatch.objects.filter(channel=channel, wanted=Wanted.WITHDRAW)
    return back.filter(item__state=ItemState.LIVE).update(
        wanted=Wanted.SHOW, state=DispatchState.WAITING, changed_at=now, last_error=""
    )


def _take_back(channel: Channel, now: datetime) -> int:
    """Let go out that items are gone; one that never left the house is dropped instead."""
    gone = PublicItem.objects.filter(state__in=GONE_STATES, agency_uid=channel.agency.uid)
    rows = Dispatch.objects.filter(channel=channel, wanted=Wanted.SHOW, item__in=gone)
    never = rows.filter(tries=0, acked="")
    dropped = never.update(
        wanted=Wanted.WITHDRAW, state=DispatchState.DROPPED, changed_at=now, last_error=""
    )
    back = rows.update(
        wanted=Wanted.WITHDRAW, state=DispatchState.WAITING, changed_at=now, last_error=""
    )
    return dropped + back


def waiting(channel: Channel, most: int) -> list[Dispatch]:
    """Return what goes into the next parcel, oldest first; one query."""
    rows = Dispatch.objects.filter(channel=channel, state=DispatchState.WAITING)
    return list(rows.select_related("item").order_by("id")[:most])


def differences(channel: Channel) -> QuerySet[Dispatch]:
    """Return where receiver and portal do not hold the same, whatever the reason; oldest first."""
    open_ = Q(state__in=[DispatchState.WAITING, DispatchState.REFUSED])
    return Dispatch.objects.filter(open_, channel=channel).select_related("item").order_by("id")


def counts(channel: Channel) -> dict[str, int]:
    """Return how many items stand in each state; the unfilled count as waiting. Two queries."""
    rows = Dispatch.objects.filter(channel=channel).values_list("state").annotate(n=Count("id"))
    found = dict.fromkeys(DispatchState.values, 0) | dict(rows)
    found[DispatchState.WAITING] += _unknown(channel, 0).count()
    return found
