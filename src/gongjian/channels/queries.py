"""Reads of the channels; who may look at them."""

from uuid import UUID

from django.db.models import QuerySet

from gongjian.common.acts import Actor
from gongjian.common.errors import NotFound

from .models import CreditBatch

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
