"""`gongjian work`: run jobs until told to stop."""

import os
import signal
import socket
import threading
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from gongjian.common.clock import Clock
from gongjian.jobs import services

IDLE_SECONDS = 0.5


class Command(BaseCommand):
    help = "Run durable jobs and periodic work until SIGTERM; with --once, until nothing is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when nothing is due")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        name = f"{socket.gethostname()}:{os.getpid()}"
        stop = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
        cleared = Clock().now()
        while not stop.is_set():
            now = Clock().now()
            services.start_periodic(now)
            busy = services.work_once(name)
            if now - cleared > timedelta(hours=1):
                services.clear_done(now)
                cleared = now
            if not busy:
                if once:
                    return
                close_old_connections()
                stop.wait(IDLE_SECONDS)
