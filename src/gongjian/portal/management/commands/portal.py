"""`gongjian portal`: make the search index anew, or the public side as plain files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from gongjian.portal.export import export
from gongjian.publicity import index


class Command(BaseCommand):
    help = "Maintain the public portal: `index` makes its search index, `export` plain files of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        parts.add_parser("index", help="make the search index anew from what is public")
        files = parts.add_parser("export", help="write every public page as a file, what changed")
        files.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        if part == "export":
            done = export(options["folder"])
            self.stdout.write(
                f"已导出：写入 {len(done.written)} 个文件，删除 {len(done.removed)} 个，"
                f"未变 {done.unchanged} 个"
            )
            return
        self.stdout.write(f"检索索引已重建：{index.rebuild()} 件")
