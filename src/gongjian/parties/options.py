"""What one may choose of parties in forms."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.ui.options import Choices, options

from .queries import visible_parties

MOST = 200


@options("parties.party")
def parties(actor: Actor, matter: Any) -> Choices:
    """List the parties entered last, among those the person may see."""
    found = visible_parties(actor)[:MOST]
    return [(str(p.uid), f"{p.name}（{p.get_kind_display()}）") for p in found]
