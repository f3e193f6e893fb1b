"""Which kinds of jobs exist, and how a job is put on the table."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from gongjian.common import clock as clocks
from gongjian.common.db.writing import insert

from .models import Job


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: `run(clock=…, **ids)`, its retries and, if periodic, its interval."""

    code: str
    run: Callable[..., Any]
    attempts: int
    lease: timedelta
    every: timedelta | None


_kinds: dict[str, Kind] = {}


def job(
    code: str,
    *,
    attempts: int = 8,
    lease: timedelta = timedelta(seconds=60),
    every: timedelta | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register `run` under `code`.

    A job may be run more than once (the worker may die after its work and before it says so):
    `run` must be repeatable. `every` makes the worker start it by itself at that interval.
    """

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        if code in _kinds:
            msg = f"two kinds of jobs are called {code}"
            raise ValueError(msg)
        if "clock" not in inspect.signature(run).parameters:
            msg = f"the job {code} must take a clock"
            raise ValueError(msg)
        _kinds[code] = Kind(code, run, attempts, lease, every)
        return run

    return register


def kinds() -> dict[str, Kind]:
    """Return every kind of job by code."""
    return dict(sorted(_kinds.items()))


def enqueue(code: str, *, run_at: Any = None, **ids: str | int) -> Job:
    """Put a job on the table in the open transaction: it exists if and only if that commits.

    `ids` are identifiers only, never contents: jobs are not encrypted and stay in logs.

    Raises:
        KeyError: no such kind.
    """
    kind = _kinds[code]
    job = Job(kind=kind.code, ids=ids, run_at=run_at or clocks.Clock().now())
    insert([job])
    return job
