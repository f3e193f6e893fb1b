"""What one may choose from in the forms about lists."""

from typing import Any

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.ui.options import Choices, options

from .boards import may_stand, open_boards
from .choices import ListKind, ListState
from .models import OpenList, StatedItem, Withholding

MOST = 500


@options("exante.waiting")
def waiting(actor: Actor, matter: Any) -> Choices:
    """List the versions of the person's agency that wait for their check."""
    found = OpenList.objects.filter(agency=actor.agency or 0, state=ListState.DRAFTED)
    rows = found.defer("content").select_related("drafted_by").order_by("id")
    return [(str(r.uid), f"{ListKind(r.kind).label}（{r.drafted_by} 生成）") for r in rows]


@options("exante.withheld")
def withheld(actor: Actor, matter: Any) -> Choices:
    """List whom the register of the person's agency only counts."""
    found = Withholding.objects.filter(officer__agency=actor.agency or 0, to_on__isnull=True)
    rows = found.select_related("officer__unit").order_by("id")
    return [(str(r.officer.uid), f"{r.officer.name}（{r.officer.unit.name}）") for r in rows]


@options("exante.stated")
def stated(actor: Actor, matter: Any) -> Choices:
    """List the items that the person's agency has stated."""
    rows = StatedItem.objects.filter(agency=actor.agency or 0, ended_on__isnull=True)
    return [
        (str(row.uid), f"{ListKind(row.kind).label}：{row.name}") for row in rows.defer("cells")
    ]


@options("exante.board")
def boards(actor: Actor, matter: Any) -> Choices:
    """List the boards of the person's agency."""
    return [(str(board.uid), board.name) for board in open_boards(actor.agency or 0)]


@options("exante.may_stand")
def standing(actor: Actor, matter: Any) -> Choices:
    """List who of the person's agency may be on duty before a board."""
    able = may_stand(actor.agency or 0, clocks.current().today()).order_by("id")[:MOST]
    return [(str(o.uid), f"{o.name}（{o.unit.name}，{o.post}）") for o in able]
