"""How a figure of the bench is taken."""

from time import process_time

import pytest

from gongjian.workbench.bench.meter import per_call

pytestmark = pytest.mark.django_db


def busy(seconds: float) -> None:
    until = process_time() + seconds
    while process_time() < until:
        pass


@pytest.mark.sqlite_only  # a server's time is told too coarsely to be parted
def test_what_disturbs_one_call_is_not_in_the_figure() -> None:
    calls = iter(range(1_000))

    def work() -> None:
        busy(0.3 if next(calls) == 12 else 0.001)

    spent, _ = per_call(work, times=10)
    assert 0.9 < spent < 15
