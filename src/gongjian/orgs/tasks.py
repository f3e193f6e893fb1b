"""Work outside acts: what the live pages of certificates say is held against the register."""

from datetime import timedelta

from gongjian.common.clock import Clock
from gongjian.jobs.registry import job

from .passes import renew_outdated

LOOK_EVERY = timedelta(hours=1)


@job("orgs.keep_passes", every=LOOK_EVERY)
def keep_passes(*, clock: Clock) -> None:
    """Put right every row that differs: after an upgrade, or with another secret key."""
    renew_outdated()
