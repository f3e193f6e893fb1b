"""What one may choose of parties in forms."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.ui.options import Choices, options

from .queries import parties_of

MOST = 200


@options("parties.party")
def parties(actor: Actor, matter: Any) -> Choices:
    """List the parties the person's agency has entered last."""
    if actor.agency is None:
        return []
    found = parties_of(actor.agency)[:MOST]
    return [(str(p.uid), f"{p.name}（{p.get_kind_display()}）") for p in found]
