"""`gongjian migrate`: Django's own, but an empty database gets its tables at once."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate

from gongjian.common import heap
from gongjian.common.db import steps, tables


class Command(migrate.Command):
    """Lay an empty database out whole; bring any other up to date step by step."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--stepwise", action="store_true", help="run each migration, on an empty database too"
        )

    def handle(self, *args: Any, stepwise: bool = False, **options: Any) -> None:
        asked_for_all = not (options["app_label"] or options["plan"] or options["check_unapplied"])
        if asked_for_all and not stepwise and tables.is_empty(options["database"]):
            tables.lay_out(options["database"])
        if stepwise:  # makes models anew some five hundred times
            heap.settle()
        with steps.narrow():
            super().handle(*args, **options)
