"""A valid command of the change of a handler."""

from collections.abc import Mapping
from typing import Any

from gongjian.cases.services import ChangeHandler
from gongjian.cases.services.succession import free_successors
from gongjian.common.acts import SYSTEM

from .standing import NOBODY, Builder, Standing


def _change(at: Standing) -> Any:
    free = free_successors(SYSTEM, at.matter, at.clock.today())
    successor = free[0].uid if free else NOBODY
    return ChangeHandler(at.matter.lead.uid, successor, "调离本机构。")


COMMANDS: Mapping[str, Builder] = {"cases.change_handler": _change}
