"""`gongjian portal index`: make the search index of the portal anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gongjian.publicity import index


class Command(BaseCommand):
    help = "Maintain the public portal: `index` makes its search index anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        parts.add_parser("index", help="make the search index anew from what is public")

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        self.stdout.write(f"检索索引已重建：{index.rebuild()} 件")
