"""Periodic work."""

from datetime import timedelta

from gongjian.common.clock import Clock
from gongjian.jobs.registry import job

from . import sealing


@job("ledger.seal", every=timedelta(seconds=1))
def seal(*, clock: Clock) -> None:
    """Put waiting entries into the log; which time it is does not matter."""
    sealing.seal()
