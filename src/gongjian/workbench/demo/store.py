"""Demo cases whose confiscated goods come into the agency's store."""

from collections.abc import Callable
from typing import Any

from gongjian.cases.taken import unregistered
from gongjian.common import clock as clocks
from gongjian.matters.models import Matter


def register_goods(perform: Callable[..., Any], matter: Matter) -> None:
    """Let the handler enter each confiscated thing in the register, as the decision names it."""
    for one in unregistered(matter):
        name, _, quantity = one.label.partition(" ")
        perform(
            "payments.register_goods",
            "handler",
            taking=one.code,
            name=name,
            quantity=quantity or "一批",
            kept_at="罚没物品仓库二号架",
            keeper="岳示例",
            taken_on=clocks.current().today(),
        )
