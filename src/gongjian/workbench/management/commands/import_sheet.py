"""`gongjian import people|objects|powers FILE --as USERNAME [--preview | --template]`."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongjian.accounts.models import User
from gongjian.common import clock as clocks
from gongjian.common.errors import DomainError
from gongjian.orgs.queries import actor_of
from gongjian.workbench.importing import KINDS, BadSheet, import_rows, read_sheet, template


class Command(BaseCommand):
    help = "从 .xlsx 导入执法人员、当事人或者权责清单；有一行不对就一行也不写入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("file", type=Path, help=".xlsx 文件")
        parser.add_argument("--as", dest="username", default="", help="以谁的身份登记")
        parser.add_argument("--preview", action="store_true", help="只核对，不写入")
        parser.add_argument("--template", action="store_true", help="把空白模板写到 FILE")

    def handle(self, *args: Any, **given: Any) -> None:
        kind, file = KINDS[given["kind"]], given["file"]
        if given["template"]:
            file.write_bytes(template(kind))
            self.stdout.write(f"已写出模板 {file}")
            return
        clock = clocks.current()
        user = User.objects.filter(username=given["username"], is_active=True).first()
        if user is None:
            raise CommandError("请用 --as 指明有权登记的人员的账号", returncode=4)
        try:
            lines = read_sheet(file.read_bytes(), kind)
            actor = actor_of(user, "import", clock.today())
            result = import_rows(kind, lines, actor=actor, clock=clock, preview=given["preview"])
        except (BadSheet, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        except DomainError as error:
            raise CommandError(error.message, returncode=3) from error
        for wrong in result.errors:
            sys.stderr.write(f"第 {wrong.row} 行 {wrong.heading}：{wrong.reason}\n")
        if result.errors:
            raise CommandError(f"{len(result.errors)} 处有误，没有写入任何一行", returncode=2)
        for line in result.done:
            self.stdout.write(line)
        verb = "已导入" if result.kept else "可以导入（没有写入）"
        self.stdout.write(f"{verb} {kind.title} {result.rows} 行")
