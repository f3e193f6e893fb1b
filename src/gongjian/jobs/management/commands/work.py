"""`gongjian work`: run jobs until told to stop."""

import logging
import os
import signal
import socket
import threading
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from gongjian.common import heap
from gongjian.common.clock import Clock
from gongjian.common.db.counting import count_tables
from gongjian.jobs import services

log = logging.getLogger("gongjian.jobs")
IDLE_SECONDS = 0.5
AWAY_SECONDS = 5
BETWEEN_TIDYINGS = timedelta(hours=1)


class Command(BaseCommand):
    help = "Run durable jobs and periodic work until SIGTERM; with --once, until nothing is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when nothing is due")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        worker = Worker(f"{socket.gethostname()}:{os.getpid()}")
        if once:
            while worker.turn():
                pass
            return
        stop = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
        heap.settle()
        worker.work_until(stop)


class Worker:
    """One worker of many, told apart by `name`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._tidied: datetime | None = None

    def work_until(self, stop: threading.Event) -> None:
        """Work until `stop` is set; a database that is away is waited for, whatever it takes."""
        while not stop.is_set():
            try:
                idle = 0 if self.turn() else IDLE_SECONDS
            except (OperationalError, InterfaceError) as error:
                # The class alone: a message may quote values.
                log.warning("no work for %d s: %s", AWAY_SECONDS, type(error).__name__)
                idle = AWAY_SECONDS
            if idle:
                close_old_connections()
                stop.wait(idle)

    def turn(self) -> bool:
        """Start periodic work, run one due job, tidy up; return whether there was a job."""
        now = Clock().now()
        services.start_periodic(now)
        busy = services.work_once(self.name)
        if self._tidied is None or now - self._tidied > BETWEEN_TIDYINGS:
            services.clear_done(now)
            count_tables()
            self._tidied = now
        return busy
