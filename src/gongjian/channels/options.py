"""What a person may choose in the forms of channels."""

from typing import Any

from django.db.models import Q, QuerySet

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.ui.options import options

from .models import Channel, CreditBatch, PersonsReceiver, Witness


@options("channels.credit_batch")
def credit_batch(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the agency's batches that wait for their receipt, newest first."""
    waiting = CreditBatch.objects.filter(agency=actor.agency, receipt="").order_by("-number")
    return [(str(b.uid), f"{b}（截至{b.until_on.isoformat()}，{b.rows}件）") for b in waiting[:100]]


@options("channels.open_channel")
def open_channel(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the agency's channels in use."""
    found = Channel.objects.filter(agency=actor.agency, closed_at__isnull=True).order_by("id")
    return [(str(c.uid), f"{c.name}（{c.get_kind_display()}）") for c in found]


@options("channels.persons_to_release")
def persons_to_release(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the batches with natural persons of another maker that no certificate waits for."""
    waiting = CreditBatch.objects.filter(agency=actor.agency, persons__gt=0)
    held = Q(released_to__in=_in_force(actor))
    return _persons(waiting.exclude(made_by=actor.officer).filter(Q(released_to=None) | ~held))


@options("channels.persons_to_take")
def persons_to_take(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the batches whose natural persons another person released."""
    released = CreditBatch.objects.filter(agency=actor.agency, released_at__isnull=False)
    return _persons(released.exclude(released_by=actor.officer))


def _persons(batches: QuerySet[CreditBatch]) -> list[tuple[str, str]]:
    newest = batches.order_by("-number")[:100]
    return [(str(b.uid), f"{b}（自然人{b.persons}件）") for b in newest]


@options("channels.receiver_in_force")
def receiver_in_force(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the receivers to whose certificate something may be encrypted today."""
    return [
        (str(r.uid), f"{r.name}（证书有效期至{clocks.local_date(r.valid_until).isoformat()}）")
        for r in _in_force(actor).order_by("name", "id")
    ]


@options("channels.receiver")
def receiver(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the certificates in use, also those past their time."""
    found = PersonsReceiver.objects.filter(agency=actor.agency, closed_at=None)
    return [
        (str(r.uid), f"{r.name}（{r.fingerprint[:16]}…）") for r in found.order_by("name", "id")
    ]


@options("channels.open_witness")
def open_witness(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the agency's witnesses in use."""
    found = Witness.objects.filter(agency=actor.agency, closed_at__isnull=True).order_by("id")
    return [(str(w.uid), f"{w.name}（{w.get_kind_display()}）") for w in found]


def _in_force(actor: Actor) -> QuerySet[PersonsReceiver]:
    now = clocks.current().now()
    found = PersonsReceiver.objects.filter(agency=actor.agency, closed_at=None)
    return found.filter(valid_from__lte=now, valid_until__gte=now)
