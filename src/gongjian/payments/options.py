"""What a person may choose in the forms of money."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.common.money import yuan
from gongjian.ui.options import Choices, options

from .queries import unmatched_of

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
