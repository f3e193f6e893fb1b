"""Work that the clock starts: what has been shown long enough goes."""

from datetime import timedelta

from gongjian.common.acts import SYSTEM
from gongjian.common.clock import Clock
from gongjian.jobs.registry import job

from .queries import past_their_period
from .services import EndDisplay, end_display

LOOK_EVERY = timedelta(minutes=30)


@job("publicity.end_displays", every=LOOK_EVERY, lease=timedelta(minutes=10))
def end_displays(*, clock: Clock) -> None:
    """Take every item off the portal whose last day has passed; one act for each."""
    over = past_their_period(clock.today()).values_list("uid", "decision__case__matter__uid")
    for item, matter in list(over):
        end_display(actor=SYSTEM, matter=matter, cmd=EndDisplay(item), clock=clock)
