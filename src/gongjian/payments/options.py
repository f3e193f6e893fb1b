"""What a person may choose in the forms of money."""

from typing import Any

from gongjian.cases.taken import takings_of, unregistered
from gongjian.common.acts import Actor
from gongjian.common.money import yuan
from gongjian.ui.options import Choices, options

from .queries import not_handed_over, unmatched_of, unnamed_receipts
from .services.demands import undelivered
from .services.goods import records, unhandled
from .unclaimed import as_option, called, to_fetch

MOST = 200


@options("payments.unmatched")
def unmatched(actor: Actor, matter: Any) -> Choices:
    """List what reached the bank of the person's agency and belongs to nobody yet."""
    if actor.agency is None:
        return []
    waiting = unmatched_of(actor.agency).order_by("-paid_on", "-id")[:MOST]
    return [
        (str(r.uid), f"{r.paid_on.isoformat()} {r.payer} {yuan(r.amount_fen)}元（{r.serial}）")
        for r in waiting
    ]


@options("payments.unnamed")
def unnamed(actor: Actor, matter: Any) -> Choices:
    """List the newest money whose payer may have said for which debt it is."""
    newest = unnamed_receipts(actor.agency).order_by("-paid_on", "-id")[:MOST]
    return [
        (str(r.uid), f"{r.paid_on.isoformat()} {r.payer} {yuan(r.amount_fen)}元（{r.serial}）")
        for r in newest
    ]


@options("payments.undelivered")
def undelivered_papers(actor: Actor, matter: Any) -> Choices:
    """List the papers of money that are signed and have not reached the party."""
    if matter is None:
        return []
    rows = undelivered(matter)
    return [(str(r.document.uid), f"{r.document.title}{r.document.number}") for r in rows]


@options("payments.goods")
def goods(actor: Actor, matter: Any) -> Choices:
    """List the confiscated things of the matter that still lie in the store."""
    if matter is None:
        return []
    return [(str(item.uid), f"{item.name}（{item.quantity}）") for item in unhandled(matter)]


@options("payments.taking")
def takings(actor: Actor, matter: Any) -> Choices:
    """List what of goods the decision of the matter takes."""
    return [] if matter is None else [(c, one.label) for c, one in takings_of(matter).items()]


@options("payments.unregistered")
def waiting(actor: Actor, matter: Any) -> Choices:
    """List what is taken by the decision of the matter and not on the register yet."""
    return [] if matter is None else [(one.code, one.label) for one in unregistered(matter)]


@options("payments.proceeds")
def proceeds(actor: Actor, matter: Any) -> Choices:
    """List the sales of the matter whose money is not in the treasury yet."""
    if matter is None:
        return []
    return [
        (
            str(row.uid),
            f"{row.handled_on.isoformat()} {row.item.name} {yuan(row.proceeds_fen or 0)}元",
        )
        for row in not_handed_over(actor.agency, matter)
    ]


@options("payments.goods_record")
def goods_records(actor: Actor, matter: Any) -> Choices:
    """List the issued records of what became of confiscated goods."""
    if matter is None:
        return []
    return [(str(paper.uid), str(paper)) for paper in records(matter)]


@options("payments.to_fetch")
def fetching(actor: Actor, matter: Any) -> Choices:
    """List what is given back and waits for its owner to be called."""
    return [] if matter is None else list(to_fetch(matter).items())


@options("payments.owner_call")
def owner_calls(actor: Actor, matter: Any) -> Choices:
    """List the calls of which nothing came yet."""
    return [] if matter is None else [as_option(call) for call in called(matter)]
