"""Periodic work."""

from datetime import timedelta

from gongjian.common.clock import Clock
from gongjian.jobs.registry import job

from . import proving


@job("portal.proofs", every=timedelta(seconds=2))
def proofs(*, clock: Clock) -> None:
    """Seal the proofs of what the log has taken in; which time it is does not matter."""
    proving.catch_up()
