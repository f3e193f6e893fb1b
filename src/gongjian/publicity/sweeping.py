"""Work that the clock starts: what has been shown long enough goes."""

from datetime import timedelta

from gongjian.common.acts import SYSTEM
from gongjian.common.clock import Clock
from gongjian.jobs.registry import job

from .leaks.scanning import scan
from .numbers import keeping
from .queries import past_their_period
from .services import EndDisplay, end_display

LOOK_EVERY = timedelta(minutes=30)
RECOUNT_EVERY = timedelta(hours=24)


@job("publicity.end_displays", every=LOOK_EVERY, lease=timedelta(minutes=10))
def end_displays(*, clock: Clock) -> None:
    """Take every item off the portal whose last day has passed; one act for each."""
    over = past_their_period(clock.today()).values_list("uid", "decision__case__matter__uid")
    for item, matter in list(over):
        end_display(actor=SYSTEM, matter=matter, cmd=EndDisplay(item), clock=clock)


@job("publicity.numbers_due", every=LOOK_EVERY, lease=timedelta(minutes=10))
def numbers_due(*, clock: Clock) -> None:
    """Show as overdue every number whose limit has passed unpublished."""
    keeping.fall_due(clock.today())


@job("publicity.recount_numbers", every=RECOUNT_EVERY, lease=timedelta(hours=4))
def recount_numbers(*, clock: Clock) -> None:
    """Compare every public number with its case, and put right what no act told of."""
    keeping.recount(clock.today())


@job("publicity.scan_leaks", every=RECOUNT_EVERY, lease=timedelta(hours=6))
def scan_leaks(*, clock: Clock) -> None:
    """Look for what must not be public in what is new, and in a share of the rest."""
    scan(clock)
