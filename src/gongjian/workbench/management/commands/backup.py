"""`gongjian backup DIR [--keys DIR]`: a running installation into a folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongjian.common.clock import Clock
from gongjian.workbench.backup import take


class Command(BaseCommand):
    help = "备份数据库和存证库（可在运行中进行）；密钥另存，不与备份放在一起。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="备份文件夹；每次新建一个子文件夹")
        parser.add_argument("--keys", type=Path, help="另存密钥的文件夹，须在备份文件夹之外")

    def handle(self, *args: Any, folder: Path, keys: Path | None, **options: Any) -> None:
        try:
            taken = take(folder, keys, Clock().now())
        except OSError as error:
            raise CommandError(f"备份没有完成：{error}") from error
        self.stdout.write(
            f"已备份到 {taken.folder}：{taken.rows} 行，文件 {taken.kept_files} 个"
            f"（本次新增 {taken.copied_files} 个）"
        )
        if keys is None:
            self.stdout.write("没有备份密钥。没有密钥就无法恢复：请用 --keys 另存一份并离线保管")
        if taken.damaged:
            raise CommandError(
                f"备份已完成，但存证库有 {len(taken.damaged)} 个文件已损坏，"
                f"例如 {taken.damaged[0]}；请运行 gongjian verify，从以前的备份找回"
            )
