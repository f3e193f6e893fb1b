"""`gongjian arrows`: write the arrows of the shipped procedures, in the words of every place."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from gongjian.common.data import data_folder
from gongjian.process import Process, load_process
from gongjian.process.arrows import as_text
from gongjian.review.naming import in_local_words


class Command(BaseCommand):
    help = "Write src/gongjian/process/arrows.txt (or to PATH); commit it with the change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", default="src/gongjian/process/arrows.txt")

    def handle(self, *args: Any, path: str, **options: Any) -> None:
        Path(path).write_text(as_text(shipped_charts()), encoding="utf-8")


def shipped_charts() -> Iterator[Process]:
    """Yield every shipped procedure as it is written and as every shipped place words it."""
    places = sorted(path.stem for path in data_folder("profiles").glob("*.toml"))
    for path in sorted(data_folder("processes").glob("*.toml")):
        process = load_process(path.read_text(encoding="utf-8"), path.name)
        yield process
        yield from (in_local_words(process, place) for place in places)
