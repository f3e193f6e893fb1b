"""`gongjian personal_data`: write the register of personal data from the tables."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from gongjian.workbench.personal_data import register


class Command(BaseCommand):
    help = "Write docs/personal-data.md (or to PATH); commit it with a change of the tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", default="docs/personal-data.md")

    def handle(self, *args: Any, path: str, **options: Any) -> None:
        Path(path).write_text(register(), encoding="utf-8")
