"""`gongjian act CODE --as USERNAME < command.json`: any registered act from the command line."""

import json
import sys
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from gongjian.accounts.models import User
from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.coerce import command_from_json
from gongjian.common.errors import DomainError, InvalidInput
from gongjian.orgs.queries import actor_of

DOOR = "command"
EXIT_CODES = {422: 2, 403: 3, 404: 4, 409: 5, 412: 6}


class Command(BaseCommand):
    help = "Perform one act as a named person; the command is read as JSON from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="for example cases.approve_filing")
        parser.add_argument("--as", dest="username", required=True, help="user name of the person")
        parser.add_argument("--matter", type=UUID, help="uid of the matter the act is about")
        parser.add_argument("--expect-seq", type=int, help="version of the matter you have seen")

    def handle(
        self,
        *args: Any,
        code: str,
        username: str,
        matter: UUID | None,
        expect_seq: int | None,
        **options: Any,
    ) -> None:
        service = acts.services().get(code)
        if service is None:
            raise CommandError(f"没有名为“{code}”的办理动作", returncode=4)
        if service.on_matter != (matter is not None):
            need = "需要" if service.on_matter else "不用"
            raise CommandError(f"“{service.title}”{need} --matter", returncode=2)
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有账号“{username}”，或者账号已停用", returncode=4)
        clock = clocks.current()
        try:
            row = service(
                actor=actor_of(user, DOOR, clock.today()),
                cmd=command_from_json(service, _input()),
                matter=matter,
                expect_seq=expect_seq,
                clock=clock,
            )
        except DomainError as error:
            raise CommandError(_told(error), returncode=EXIT_CODES[error.status]) from error
        self.stdout.write(json.dumps({"act": code, "uid": str(row.uid)}, ensure_ascii=False))


def _input() -> object:
    """Return the JSON on standard input.

    Raises:
        CommandError: it is none.
    """
    try:
        return json.loads(sys.stdin.read() or "{}")
    except json.JSONDecodeError as error:
        raise CommandError(
            f"标准输入不是有效的 JSON：第 {error.lineno} 行", returncode=2
        ) from error


def _told(error: DomainError) -> str:
    if isinstance(error, InvalidInput):
        return "\n".join(f"{name}：{message}" for name, message in error.fields.items())
    return error.message
