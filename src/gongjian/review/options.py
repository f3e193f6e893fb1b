"""The lists of legal review that a form asks about, item by item."""

from typing import Any

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.ui.options import options

from .checks import check_items
from .queries import free_reviewers


@options("review.check")
def checks(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the items of the checklist of the matter's jurisdiction."""
    assert isinstance(matter, Matter)
    return [(i.code, i.label) for i in check_items(matter.profile, clocks.current().today())]


@options("review.free_reviewer")
def reviewers(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List who may take the review of this case over."""
    assert isinstance(matter, Matter)
    free = free_reviewers(matter, clocks.current().today())
    return [(str(o.uid), f"{o.name}（{o.unit.name}，{o.post}）") for o in free]
