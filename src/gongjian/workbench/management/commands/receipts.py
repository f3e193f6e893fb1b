"""`gongjian receipts FILE --as USERNAME`: take a file of the collecting bank."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongjian.accounts.models import User
from gongjian.common import clock as clocks
from gongjian.common.errors import DomainError, InvalidInput
from gongjian.orgs.queries import actor_of
from gongjian.payments import importing

from .act import DOOR, EXIT_CODES


class Command(BaseCommand):
    help = "Take a CSV file of bank receipts as a named person of the finance office."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="username", required=True, help="user name of the person")
        parser.add_argument("--dry-run", action="store_true", help="look at it, book nothing")

    def handle(self, *args: Any, file: Path, username: str, dry_run: bool, **options: Any) -> None:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有账号“{username}”，或者账号已停用", returncode=4)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"读不出文件 {file}：{error.strerror}", returncode=2) from error
        clock = clocks.current()
        actor = actor_of(user, DOOR, clock.today())
        try:
            told = self._look(actor, content) if dry_run else self._take(actor, content)
        except DomainError as error:
            lines = error.fields.values() if isinstance(error, InvalidInput) else [error.message]
            raise CommandError("\n".join(lines), returncode=EXIT_CODES[error.status]) from error
        self.stdout.write(json.dumps(told, ensure_ascii=False))

    @staticmethod
    def _look(actor: Any, content: bytes) -> dict[str, int]:
        seen = importing.preview(actor, content)
        if not seen.file.sound:
            raise InvalidInput(importing.problems(seen.file))
        return {"new": seen.new, "known": len(seen.rows) - seen.new, "unmatched": seen.unmatched}

    @staticmethod
    def _take(actor: Any, content: bytes) -> dict[str, int]:
        done = importing.import_file(actor, content)
        return {"taken": done.taken, "known": done.known, "unmatched": done.taken - done.matched}
