"""CPU and statements of a piece of work: this process and, on PostgreSQL, its server processes."""

import contextlib
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any

import psutil
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongjian.common import frames, heap

# Not counted as work of the request: transaction control, session and user.
OVERHEAD = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
HERE = ("localhost", "127.0.0.1", "::1")
FRAME = ('"django_session"', '"accounts_user"')


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured line: `value` in `unit`, beside the `bound` of the project (None: none set)."""

    name: str
    value: float
    unit: str
    bound: float | None
    better: str = "less"
    statements: int | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.bound is None:
            return None
        return self.value <= self.bound if self.better == "less" else self.value >= self.bound


def server_seconds() -> float:
    """Return the CPU seconds used so far by the PostgreSQL server that is asked; 0 on SQLite.

    Of other servers on this machine nothing is counted; of one on another machine nothing is seen.
    """
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    asked: Any = connection.connection
    if asked.info.host not in HERE and not asked.info.host.startswith("/"):
        return 0.0
    total = 0.0
    with contextlib.suppress(psutil.Error):
        postmaster = psutil.Process(asked.info.backend_pid).parent()
        if postmaster is None:
            return 0.0
        times = postmaster.cpu_times()
        total = times.user + times.system + times.children_user + times.children_system
        for process in postmaster.children():
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                total += times.user + times.system
    return total


@contextlib.contextmanager
def cpu() -> Iterator[Callable[[], float]]:
    """Yield a function that tells the CPU seconds used since entering, server included."""
    here, server = process_time(), server_seconds()
    yield lambda: process_time() - here + server_seconds() - server


def per_call(work: Callable[[], Any], *, times: int, warm: int = 8) -> tuple[float, int]:
    """Return CPU milliseconds per call over `times` calls, and statements of one further call.

    What earlier work left behind lies aside, as what a server keeps for good does: to go through
    the whole heap takes 160 ms, and always fell on the same row, where it stood as 4 ms a call.
    On SQLite the median of up to five rounds is taken: what others do on the machine for a moment
    falls on one. A server's time is told in hundredths of a second: there all calls are one round.
    """
    work = frames.together(work)  # as processes of the server and the worker do
    for _ in range(warm):
        work()
    heap.settle()
    rounds = max(1, min(5, times // 2)) if connection.vendor == "sqlite" else 1
    spent = [_each(work, times // rounds) for _ in range(rounds)]
    return statistics.median(spent) * 1000, statements(work)


def _each(work: Callable[[], Any], times: int) -> float:
    """Return the CPU seconds of one call out of so many."""
    with cpu() as used:
        for _ in range(times):
            work()
        return used() / times


def statements(work: Callable[[], Any]) -> int:
    """Return how many statements one call sends, without transaction control, session and user."""
    with CaptureQueriesContext(connection) as seen:
        work()
    texts = [query["sql"] for query in seen]
    return sum(
        1 for sql in texts if not sql.startswith(OVERHEAD) and not any(f in sql for f in FRAME)
    )


def rate(work: Callable[[], int], *, rounds: int = 1) -> tuple[float, float]:
    """Return items per CPU second and per second of wall clock; `work` returns how many it did."""
    work = frames.together(work)
    heap.settle()
    rates, walls = [], []
    for _ in range(rounds):
        began = perf_counter()
        with cpu() as used:
            done = work()
            spent = used()
        rates.append(done / max(spent, 1e-9))
        walls.append(done / max(perf_counter() - began, 1e-9))
    return statistics.median(rates), statistics.median(walls)
