"""Reads of the quiet notices: one's own, of matters one may see today."""

from datetime import datetime
from typing import Annotated

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongjian.common.acts import Actor
from gongjian.common.db.built import built_once
from gongjian.common.db.prepared import FIXED, prepared
from gongjian.matters.choices import DeadlineState
from gongjian.matters.queries import may_see, visible_matters

from .models import Notification

SHOWN_AT_MOST = 99
TOLD = (
    "raised_at",
    "alert__raised_on",
    "alert__deadline__label",
    "alert__deadline__due_on",
    "alert__deadline__provisional",
    "matter__uid",
    "matter__title",
    "matter__party_name",
)
NEWEST = ("-raised_at", "-id")


@built_once
def notices_of(actor: Actor) -> QuerySet[Notification]:
    """Return what this person was told, of matters he may see and of what is no matter."""
    if actor.officer is None:
        return Notification.objects.none()
    return Notification.objects.filter(Q(matter=None) | may_see(actor), officer=actor.officer)


def alerts_told(actor: Actor, most: int) -> list[Notification]:
    """Return what this person, or who is stood in for, was told of limits that still run.

    Newest first, with alert, deadline and matter. Read from what was told to one, not from what
    was raised for all whom one may see: that would read every open case of the house.
    """
    return _running(actor, most)


@prepared
def _running(actor: Actor, most: Annotated[int, FIXED]) -> QuerySet[Notification]:
    officers = [actor.officer or 0, *(absent.officer or 0 for absent in actor.stands_for)]
    seen = visible_matters(actor).filter(pk=OuterRef("matter"), closed_at=None)
    running = Notification.objects.filter(alert__deadline__state=DeadlineState.OPEN)
    told = running.filter(Exists(seen), officer__in=officers)
    told = told.select_related("alert__deadline", "matter").only(*TOLD)
    return told.order_by(*NEWEST)[:most]


def unread_count(actor: Actor) -> str:
    """Return how many are unread, "" for none, `99+` above; one query that stops counting there."""
    number = len(_unread(actor))
    if not number:
        return ""
    return str(number) if number <= SHOWN_AT_MOST else f"{SHOWN_AT_MOST}+"


@prepared
def _unread(actor: Actor) -> QuerySet[Notification, int]:
    unread = notices_of(actor).filter(read_at=None).order_by()
    return unread.values_list("pk", flat=True)[: SHOWN_AT_MOST + 1]


def mark_read(actor: Actor, now: datetime, pk: int | None = None) -> int:
    """Mark one notice as read, or all; another person's stay as they are."""
    mine = Notification.objects.filter(officer=actor.officer or 0, read_at=None)
    return (mine.filter(pk=pk) if pk is not None else mine).update(read_at=now)
