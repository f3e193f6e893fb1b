"""`gongjian bench`: measure on a home folder of its own and print JSON."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from gongjian.common import clock as clocks
from gongjian.common.db.counting import count_tables
from gongjian.workbench.bench.meter import Figure

INSIDE = "GONGJIAN_BENCH_INSIDE"
# With `--only`, so many cases are seeded with their ledger entries; growth copies the rest itself.
SEEDED = 10_000


class Command(BaseCommand):
    help = "Measure acts, pages, documents, log and checker; prints JSON, misses included."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=100_000, help="how many cases to seed")
        parser.add_argument("--only", nargs="*", default=[], metavar="GROUP", help="groups to take")
        parser.add_argument("--keep", metavar="DIR", help="home folder to use and to leave behind")

    def handle(
        self, *args: Any, cases: int, only: list[str], keep: str | None, **options: Any
    ) -> None:
        if os.environ.get(INSIDE) == "1":
            self._measure(cases, only)
            return
        # The settings of this process may be those of a real installation: measure in another one.
        with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as folder:
            home = Path(keep) if keep else Path(folder)
            environment = os.environ | {
                INSIDE: "1",
                "GONGJIAN_MODE": "demo",
                "GONGJIAN_HOME": str(home),
                "DJANGO_SETTINGS_MODULE": "gongjian.config.settings.serve",
            }
            words = [sys.executable, "-m", "gongjian", "bench", "--cases", str(cases)]
            words += ["--only", *only] if only else []
            raise SystemExit(subprocess.run(words, env=environment, check=False).returncode)  # noqa: S603

    def _measure(self, cases: int, only: list[str]) -> None:
        from gongjian.workbench.bench.measure import GROUPS, measured
        from gongjian.workbench.bench.seed import seed

        if unknown := set(only) - set(GROUPS):
            raise CommandError(f"没有这些组：{'、'.join(sorted(unknown))}；有：{'、'.join(GROUPS)}")
        call_command("migrate", verbosity=0, skip_checks=True)
        began = clocks.current().now()
        seeded = min(cases, SEEDED) if only else cases
        people = seed(seeded)
        _look_at_tables()
        found = measured(people[0], cases, only, self._tell)
        figures = [
            {
                "name": f.name,
                "value": round(f.value, 2),
                "unit": f.unit,
                "bound": f.bound,
                "met": f.met,
                "statements": f.statements,
                "note": f.note,
            }
            for f in found.figures
        ]
        report = {
            "engine": connection.vendor,
            "cases": cases,
            "seeded": seeded,
            "only": only,
            "began": began.isoformat(timespec="seconds"),
            "python": platform.python_version(),
            "processors": os.cpu_count(),
            "mode": settings.GONGJIAN_MODE,
            "figures": figures,
            "missed": [f["name"] for f in figures if f["met"] is False],
            "failed": found.failed,
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        if found.failed:
            raise CommandError(f"没有测完的组：{'、'.join(found.failed)}")

    def _tell(self, figure: Figure) -> None:
        """Say a figure at once on standard error: a long run that is cut off is not lost."""
        self.stderr.write(f"{figure.name} {figure.value:.2f} {figure.unit}", self.style.NOTICE)


def _look_at_tables() -> None:
    """Let the database look how its tables are filled, as the worker or autovacuum does."""
    count_tables()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
