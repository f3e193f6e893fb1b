"""A valid command of the change of a handler."""

from collections.abc import Mapping
from typing import Any

from gongjian.cases.services import ChangeHandler
from gongjian.cases.services.succession import free_successors
from gongjian.common.acts import SYSTEM
from gongjian.orgs.models import Assignment, Officer

from .standing import NOBODY, Builder, Standing

APPROVING = ("unit_head", "agency_head")


def _change(at: Standing) -> Any:
    """Pass a seat on to a handler; nobody who might be the one that approves it."""
    free = free_successors(SYSTEM, at.matter, at.clock.today())
    leaving = at.chance.choice([o for o in (at.matter.lead, at.matter.second) if o])
    approving = Assignment.objects.filter(role__in=APPROVING).values_list("officer", flat=True)
    others: list[Officer] = [o for o in free if o.pk not in set(approving)]
    successor = at.chance.choice(others).uid if others else NOBODY
    return ChangeHandler(leaving.uid, successor, "调离本机构。")


COMMANDS: Mapping[str, Builder] = {"cases.change_handler": _change}
