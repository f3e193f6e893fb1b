"""Reads of the channels; who may look at them."""

from uuid import UUID

from django.db.models import F, QuerySet

from gongjian.common.acts import Actor
from gongjian.common.errors import NotFound

from .choices import DispatchState
from .models import Channel, CreditBatch, Dispatch

READERS = frozenset({"publisher", "publication_checker", "agency_head", "supervisor"})


def may_read(actor: Actor) -> bool:
    """Tell whether this person looks after what goes out from the agency."""
    return actor.agency is not None and bool(actor.roles & READERS)


def batches_of(actor: Actor) -> QuerySet[CreditBatch]:
    """Return the batches for the credit platform of this person's agency."""
    if not may_read(actor):
        return CreditBatch.objects.none()
    return CreditBatch.objects.filter(agency=actor.agency).select_related("made_by", "agency")


def visible_batch(actor: Actor, uid: UUID) -> CreditBatch:
    """Return a batch this person may see.

    Raises:
        NotFound: there is none, or it is another agency's.
    """
    batch = batches_of(actor).select_related("receipt_by").filter(uid=uid).first()
    if batch is None:
        raise NotFound("没有这一批双公示文件，或者您无权查看。请从列表中打开")
    return batch


def may_read_channels(actor: Actor) -> bool:
    """Tell whether this person looks after the channels: the readers, and who registers them."""
    return may_read(actor) or (actor.agency is not None and "admin_system" in actor.roles)


def channels_of(actor: Actor) -> QuerySet[Channel]:
    """Return the channels of this person's agency, those in use first."""
    if not may_read_channels(actor):
        return Channel.objects.none()
    rows = Channel.objects.filter(agency=actor.agency).select_related("agency", "line")
    return rows.order_by(F("closed_at").asc(nulls_first=True), "id")


def visible_channel(actor: Actor, uid: UUID) -> Channel:
    """Return a channel this person may see.

    Raises:
        NotFound: there is none, or it is another agency's.
    """
    people = ("opened_by", "closed_by")
    channel = channels_of(actor).select_related("agency", "line", *people).filter(uid=uid).first()
    if channel is None:
        raise NotFound("没有这个推送渠道，或者您无权查看。请从列表中打开")
    return channel


def outbox_depth() -> int:
    """Return how many published items wait for a receiver's receipt, on all channels in use."""
    waiting = Dispatch.objects.filter(state=DispatchState.WAITING, channel__closed_at=None)
    return waiting.count()
