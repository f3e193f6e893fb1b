"""Reads of the table of jobs."""

from datetime import datetime, timedelta

from .models import Job, JobState


def lag(now: datetime) -> timedelta:
    """Return for how long the oldest due job has waited for a worker; zero when none does."""
    waiting = Job.objects.filter(state=JobState.WAITING, run_at__lte=now).order_by("run_at", "id")
    since = waiting.values_list("run_at", flat=True).first()
    return now - since if since else timedelta(0)


def depth(now: datetime) -> int:
    """Return how many jobs are due and wait for a worker."""
    return Job.objects.filter(state=JobState.WAITING, run_at__lte=now).count()


def dead() -> int:
    """Return how many jobs were given up and wait for a person."""
    return Job.objects.filter(state=JobState.DEAD).count()


def waiting_of(kind: str, **ids: str) -> bool:
    """Tell whether any job of a kind waits or runs; with `ids`, one about exactly these."""
    open_ = (JobState.WAITING, JobState.RUNNING)
    found = Job.objects.filter(kind=kind, state__in=open_)
    return (found.filter(ids=ids) if ids else found).exists()
