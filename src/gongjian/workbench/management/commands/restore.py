"""`gongjian restore DIR [--keys DIR]`: a backup into an empty home, then verified."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from gongjian.workbench.backup import restore


class Command(BaseCommand):
    help = "把备份恢复到空的 GONGJIAN_HOME 和空的数据库，并核验。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="一份备份，或者备份文件夹（取最新的一份）")
        parser.add_argument("--keys", type=Path, help="另存密钥的文件夹")

    def handle(self, *args: Any, folder: Path, keys: Path | None, **options: Any) -> None:
        try:
            manifest = restore(folder, keys)
        except (OSError, ValueError) as error:
            raise CommandError(f"恢复没有完成：{error}。请清空 GONGJIAN_HOME 后重试") from error
        rows = sum(manifest.tables.values())
        self.stdout.write(
            f"已恢复 {manifest.taken_at} 的备份：{rows} 行，文件 {manifest.kept_files} 个"
        )
        call_command("verify", stdout=self.stdout)
