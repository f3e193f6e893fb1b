"""`gongjian openapi`: write the description of the API that this code serves."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.test import RequestFactory
from django.urls import resolve, reverse


class Command(BaseCommand):
    help = "Write docs/openapi.json (or to PATH); commit it with the change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", default="docs/openapi.json")

    def handle(self, *args: Any, path: str, **options: Any) -> None:
        Path(path).write_text(description(), encoding="utf-8")


def description() -> str:
    """Return the description as the API itself answers it, indented and in a fixed order."""
    address = reverse("api:openapi-json")
    answer = resolve(address).func(RequestFactory().get(address))
    told = json.loads(answer.content)
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
