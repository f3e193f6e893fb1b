"""The frames of a request lie in one piece of memory, however deep it is called."""

import resource

import pytest

from gongjian.common import frames


def _busy(depth: int) -> int:
    """Call a function a thousand times at so many frames; return the pages asked of the kernel."""
    if depth:
        return _busy(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(1000):
        _leaf(1, 2, 3, 4)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def _leaf(a: int, b: int, c: int, d: int) -> int:
    return a + b + c + d


def test_no_depth_asks_for_memory_with_every_call() -> None:
    worst = max(frames.together(_busy)(depth) for depth in range(150))
    assert worst < 100


def test_what_is_called_answers_and_raises_as_before() -> None:
    @frames.together
    def divided(one: int, by: int = 1) -> float:
        return one / by

    assert divided(6, by=3) == 2
    with pytest.raises(ZeroDivisionError):
        divided(1, by=0)
