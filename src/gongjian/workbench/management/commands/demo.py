"""`gongjian demo`: build the demo, move its clock, serve it."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from gongjian.accounts.demo import hide_code
from gongjian.common import clock as clocks
from gongjian.common.acts import SYSTEM
from gongjian.orgs.models import Agency
from gongjian.workbench.clock import AdvanceClock, advance_clock
from gongjian.workbench.demo.build import build, seal_everything

OURS = ("vault", "public", "index", "static")


class Command(BaseCommand):
    help = "Build the demo (GONGJIAN_MODE=demo): invented agencies, people and cases."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="throw the old demo away first")
        parser.add_argument(
            "--cases", type=int, metavar="N", help="play the first N cases only; 0: people alone"
        )
        parser.add_argument("--serve", action="store_true", help="serve it afterwards")
        parser.add_argument(
            "--advance-days", type=int, metavar="N", help="move the clock N working days on"
        )

    def handle(
        self,
        *args: Any,
        fresh: bool,
        serve: bool,
        cases: int | None,
        advance_days: int | None,
        **options: Any,
    ) -> None:
        if settings.GONGJIAN_MODE != "demo":
            raise CommandError("只能在演示环境运行：请设置 GONGJIAN_MODE=demo")
        if settings.GONGJIAN_VAULT_URL:
            # Its cases are played by forked processes, in which the client of the store would hang.
            raise CommandError("演示的文件只放在本机：请去掉 GONGJIAN_VAULT_URL 再运行")
        built = Path(settings.GONGJIAN_HOME) / "demo-built"
        if fresh or not built.exists():
            # Also what an interrupted build left behind.
            built.unlink(missing_ok=True)
            throw_away()
        call_command("migrate", verbosity=0, skip_checks=True)
        if not Agency.objects.exists():
            self._build(cases)
            built.touch()
        elif not serve and advance_days is None:
            self.stdout.write("演示数据已存在；重新生成请加 --fresh")
        if advance_days is not None:
            advance_clock(actor=SYSTEM, cmd=AdvanceClock(days=advance_days))
            self.stdout.write(f"演示时钟现在是 {clocks.current().today().isoformat()}")
        if serve:
            call_command("serve")

    def _build(self, cases: int | None) -> None:
        began = monotonic()
        build(self.stdout.write, cases)
        sealed = seal_everything()
        self.stdout.write(f"已封存 {sealed} 条存证记录，用时 {monotonic() - began:.0f} 秒")


def throw_away() -> None:
    """Remove database and files of the demo; its keys stay."""
    for name in OURS:
        shutil.rmtree(Path(settings.GONGJIAN_HOME) / name, ignore_errors=True)
    hide_code()
    connection.close()
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        for file in (name, f"{name}-wal", f"{name}-shm"):
            Path(file).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
