"""Whether what higher apps execute beside the money is over, before a case closes (强制执行)."""

from collections.abc import Callable

from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter

from .correcting import LAST

_also: list[Callable[[Matter], bool]] = []


def ask_also(over: Callable[[Matter], bool]) -> None:
    """Let a higher app tell whether what it executes in a matter is over."""
    _also.append(over)


def execution_settled(matter: Matter) -> bool:
    """Tell the guard of the close; a few queries where the case could be closed, none earlier."""
    return LAST.isdisjoint(matter.marking) or all(over(matter) for over in _also)


def nothing_left(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that what is executed beside the money is over, whatever the procedure asks."""
    if execution_settled(matter):
        return ""
    return "代履行没有结束，或者费用没有确定、没有告知当事人，不得结案"
