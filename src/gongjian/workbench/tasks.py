"""What the worker does for the quiet notices."""

from datetime import timedelta

from django.conf import settings

from gongjian.common import clock as clocks
from gongjian.common.clock import Clock
from gongjian.jobs.registry import job
from gongjian.ui.burden import forget_old

from . import digest, finding, notifying


@job("workbench.notify_of_limits", every=timedelta(minutes=10), lease=timedelta(minutes=5))
def notify_of_limits(*, clock: Clock) -> None:
    """Tell of the limits that the sweep has found near or run out; the day is the story's."""
    notifying.of_alerts(clocks.current().now())


@job("workbench.forget_form_tallies", every=timedelta(days=1))
def forget_form_tallies(*, clock: Clock) -> None:
    """Drop what was counted of forms in months that are kept no longer."""
    forget_old(clock.today())


@job("workbench.send_digests", every=timedelta(hours=1), lease=timedelta(minutes=10))
def send_digests(*, clock: Clock) -> None:
    """Send the daily letters to who wants them."""
    digest.send(clocks.current().now())


@job("workbench.index_matters", every=timedelta(seconds=2), lease=timedelta(hours=1))
def index_matters(*, clock: Clock) -> None:
    """Let the index of the workbench follow what was written."""
    if settings.GONGJIAN_SEARCH:
        finding.keep_up()
