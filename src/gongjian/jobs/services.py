"""Taking, running and finishing jobs.

Jobs run on system time, also in the demo: leases measure a worker's life, not a legal limit.
"""

import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from gongjian.common import clock as clocks
from gongjian.common import frames
from gongjian.common.clock import Clock

from .models import Job, JobState, Period
from .registry import Kind, kinds

log = logging.getLogger("gongjian.jobs")
KEEP_DONE = timedelta(days=7)
LONGEST_WAIT = timedelta(hours=6)


def take(worker: str, now: datetime, among: Q | None = None) -> Job | None:
    """Lease the next due job (`among` some) to a worker, or return None; safe among many."""
    due = Q(state=JobState.WAITING, run_at__lte=now) | Q(
        state=JobState.RUNNING, leased_until__lt=now
    )
    with transaction.atomic():
        waiting = Job.objects.filter(due, among or Q()).order_by("run_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        job = waiting.first()
        if job is None:
            return None
        job.state = JobState.RUNNING
        job.leased_by = worker
        job.leased_until = now + _kind(job).lease
        job.attempts += 1
        job.save(update_fields=["state", "leased_by", "leased_until", "attempts"])
    return job


def run(job: Job, worker: str, clock: Clock | None = None) -> bool:
    """Run a leased job and write down how it ended; return whether it succeeded."""
    kind = _kind(job)
    try:
        frames.together(kind.run)(clock=clock or clocks.current(), **job.ids)
    except Exception as error:  # noqa: BLE001 -- whatever a job raises is its failure
        _failed(job, kind, worker, error)
        return False
    _mine(job, worker).update(
        state=JobState.DONE, done_at=clocks.Clock().now(), leased_by="", leased_until=None
    )
    return True


def work_once(worker: str = "inline", clock: Clock | None = None, among: Q | None = None) -> bool:
    """Take and run one due job; return whether there was one. `clock` is what the job sees."""
    job = take(worker, clocks.Clock().now(), among)
    if job is None:
        return False
    run(job, worker, clock)
    return True


def work_until_idle(clock: Clock | None = None, most: int = 10_000, among: Q | None = None) -> int:
    """Run due jobs until none is left; return how many. For tests, the demo and imports."""
    done = 0
    while done < most and work_once(clock=clock, among=among):
        done += 1
    return done


def start_periodic(now: datetime) -> list[str]:
    """Run every periodic kind whose interval has passed; return their codes."""
    started = []
    for kind in kinds().values():
        if kind.every is not None and _claim(kind, now):
            started.append(kind.code)
            try:
                kind.run(clock=clocks.current())
            except Exception:
                log.exception("periodic job %s failed", kind.code)
    return started


def clear_done(now: datetime) -> int:
    """Delete jobs done longer than a week ago; return how many."""
    return Job.objects.filter(state=JobState.DONE, done_at__lt=now - KEEP_DONE).delete()[0]


def retry_dead(job_id: int) -> bool:
    """Let a dead job run again; return whether there was one of that id."""
    dead = Job.objects.filter(pk=job_id, state=JobState.DEAD)
    return bool(dead.update(state=JobState.WAITING, attempts=0, run_at=clocks.Clock().now()))


def _kind(job: Job) -> Kind:
    known = kinds().get(job.kind)
    if known is None:
        msg = f"job {job.pk} is of the unknown kind {job.kind!r}"
        raise LookupError(msg)
    return known


def _mine(job: Job, worker: str) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, leased_by=worker)


def _failed(job: Job, kind: Kind, worker: str, error: Exception) -> None:
    log.warning("job %s %s failed (attempt %d)", job.pk, job.kind, job.attempts, exc_info=error)
    dead = job.attempts >= kind.attempts
    wait = min(timedelta(seconds=2**job.attempts), LONGEST_WAIT)
    # The class alone: a message may quote what a person typed.
    _mine(job, worker).update(
        state=JobState.DEAD if dead else JobState.WAITING,
        run_at=clocks.Clock().now() + wait,
        leased_by="",
        leased_until=None,
        last_error=type(error).__name__,
    )


def _claim(kind: Kind, now: datetime) -> bool:
    assert kind.every is not None
    _, created = Period.objects.get_or_create(kind=kind.code, defaults={"last_at": now})
    return created or bool(
        Period.objects.filter(kind=kind.code, last_at__lte=now - kind.every).update(last_at=now)
    )
