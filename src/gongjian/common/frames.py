"""One piece of memory for all frames of a request."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# Slots of eight bytes: the piece that takes a frame of this size has as much again to spare.
SLOTS = 8_200


def together(call: Callable[P, R]) -> Callable[P, R]:
    """Return `call`, run so that the frames of all it calls lie in one piece of memory.

    CPython 3.11 and later lay frames into pieces of 16 KB, taken from the kernel when a call
    crosses the end of one and given back when it returns. A function called a thousand times just
    there costs a thousand pages taken and returned, and where "there" lies depends on nothing but
    the depth of the stack: the page of a case with 200 steps took 4 ms more in one process than in
    another. A piece is as large as its first frame asks, so a frame that asks for much makes room.
    """

    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        return call(*args, **kwargs)

    run.__code__ = run.__code__.replace(co_stacksize=SLOTS)
    return run
