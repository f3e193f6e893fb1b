"""What a person may choose in the forms of a case."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.ui.options import options


@options("cases.handler")
def handlers(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the two handling officers of the case."""
    assert isinstance(matter, Matter)
    people = [("主办", matter.lead), ("协办", matter.second)]
    return [(str(p.uid), f"{p.name}（{role}）") for role, p in people if p is not None]
