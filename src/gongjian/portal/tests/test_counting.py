"""Counting anew costs little, however long it takes."""

from itertools import count

import pytest
from django.core.cache import cache

from gongjian.portal.counting import kept


@pytest.mark.parametrize(("took", "seconds"), [(0.001, 4), (0.04, 4), (0.5, 50), (3, 300)])
def test_what_takes_long_is_kept_for_longer(
    took: float, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[float] = []
    monkeypatch.setattr(cache, "set", lambda _key, _found, timeout: held.append(timeout))
    kept("took-long", lambda: 1, seconds=4, timer=count(0, took).__next__)
    assert held == [seconds]


def test_what_is_kept_is_not_counted_again() -> None:
    cache.clear()
    numbers = count(7)
    told = [kept("numbers", numbers.__next__, seconds=60) for _ in range(3)]
    cache.clear()
    assert told == [7, 7, 7]
    assert kept("numbers", numbers.__next__, seconds=60) == 8
