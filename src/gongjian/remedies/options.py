"""What a person may choose in the forms of remedies."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.ui.options import Choices, options

from .queries import RUNNING, remedies_of
from .services import corrections_issued


@options("remedies.running")
def running_remedies(actor: Actor, matter: Any) -> Choices:
    """List the reviews and lawsuits of the matter that run."""
    if matter is None:
        return []
    rows = remedies_of(matter).filter(state__in=RUNNING).order_by("-id")
    return [
        (str(r.uid), f"{r.get_kind_display()} {r.body} {r.number or r.lodged_on.isoformat()}")
        for r in rows
    ]


@options("remedies.correction")
def corrections(actor: Actor, matter: Any) -> Choices:
    """List the issued correction decisions of the matter."""
    if matter is None:
        return []
    return [(str(paper.uid), str(paper)) for paper in corrections_issued(matter)]
