"""Whether what higher apps execute beside the money is over, before a case closes (强制执行)."""

from collections.abc import Callable

from gongjian.matters.models import Matter

from .correcting import LAST

_also: list[Callable[[Matter], bool]] = []


def ask_also(over: Callable[[Matter], bool]) -> None:
    """Let a higher app tell whether what it executes in a matter is over."""
    _also.append(over)


def execution_settled(matter: Matter) -> bool:
    """Tell the guard of the close; a few queries where the case could be closed, none earlier."""
    return LAST.isdisjoint(matter.marking) or all(over(matter) for over in _also)
