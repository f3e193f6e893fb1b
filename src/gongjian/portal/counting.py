"""Figures that cost too much to be counted at every visit."""

from collections.abc import Callable
from time import perf_counter
from typing import TypeVar, cast

from django.core.cache import cache

# Counting takes at most a hundredth of a process's time, however much is public. A figure of ours.
SHARE = 100
Told = TypeVar("Told")


def kept(
    key: str,
    count: Callable[[], Told],
    *,
    seconds: float,
    timer: Callable[[], float] = perf_counter,
) -> Told:
    """Return what was counted in the last `seconds`, or count it now.

    What took long to count is kept for longer: a hundred times as long as it took.
    """
    found = cache.get(key)
    if found is None:
        began = timer()
        found = count()
        cache.set(key, found, max(seconds, SHARE * (timer() - began)))
    return cast("Told", found)
