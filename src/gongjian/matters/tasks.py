"""What the worker does about deadlines by itself."""

from datetime import timedelta

from gongjian.common import clock as clocks
from gongjian.common.clock import Clock
from gongjian.jobs.registry import job

from . import sweeping


@job("matters.sweep_deadlines", every=timedelta(minutes=10), lease=timedelta(minutes=5))
def sweep_deadlines(*, clock: Clock) -> None:
    """Raise the alerts of a new day; after a new holiday year, reckon anew what it settles.

    The day is that of the story: the demo's clock runs ahead.
    """
    now = clocks.current()
    sweeping.sweep(now.today())
    sweeping.remind(now)
    if sweeping.announced_anew():
        sweeping.recompute_all(now)
