"""What the worker does by itself."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from gongjian.common.clock import Clock
from gongjian.jobs.registry import job


@job("accounts.clear_sessions", every=timedelta(hours=1))
def clear_sessions(*, clock: Clock) -> int:
    """Delete the sessions that have expired by the system's time; return how many."""
    expired = Session.objects.filter(expire_date__lt=Clock().now())
    return expired.delete()[0]
