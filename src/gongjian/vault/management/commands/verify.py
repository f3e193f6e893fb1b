"""`gongjian verify`: every record, entry, tile, checkpoint, file and trigger against each other."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from gongjian.common.db import triggers
from gongjian.ledger.audit import Audit
from gongjian.ledger.keys import missing
from gongjian.ledger.models import Entry
from gongjian.ledger.notes import read_checkpoint
from gongjian.ledger.replay import Finding
from gongjian.ledger.treecheck import Mark
from gongjian.vault.audit import FileAudit
from gongjian.vault.store import store

MOST_SHOWN = 200


class Command(BaseCommand):
    help = "核验全部存证：链、日志、检查点、业务记录、文件与数据库触发器。有问题时退出码为 1。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--checkpoint",
            action="append",
            default=[],
            type=Path,
            help="另存的检查点文件（可多次给出）：日志被截断或改写就会被发现",
        )
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument("--no-files", action="store_true", help="不读存证库里的文件")

    def handle(self, *args: Any, **options: Any) -> None:
        _able()
        started = time.monotonic()
        audit = Audit(kept=[_kept(path) for path in options["checkpoint"]])
        files = FileAudit(store())
        findings = list(_all(audit, None if options["no_files"] else files))
        counts = {"sealed": audit.sealed, "waiting": audit.waiting, "files": files.files}
        seconds = round(time.monotonic() - started, 3)
        if options["json"]:
            shown = [{"where": f.where, "problem": f.problem} for f in findings]
            report = {"ok": not findings, **counts, "seconds": seconds, "findings": shown}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        else:
            self._print(findings, counts, seconds)
        if findings:
            raise SystemExit(1)

    def _print(self, findings: list[Finding], counts: dict[str, int], seconds: float) -> None:
        for finding in findings[:MOST_SHOWN]:
            self.stdout.write(str(finding))
        if len(findings) > MOST_SHOWN:
            self.stdout.write(f"……另有 {len(findings) - MOST_SHOWN} 处，用 --json 查看全部")
        verdict = f"核验不通过：发现 {len(findings)} 处问题" if findings else "核验通过"
        self.stdout.write(
            f"{verdict}。已封存 {counts['sealed']} 条，待封存 {counts['waiting']} 条，"
            f"文件 {counts['files']} 个，用时 {seconds} 秒。"
        )


def _all(audit: Audit, files: FileAudit | None) -> Iterator[Finding]:
    yield from audit.run()
    if files:
        yield from files.run()
    for difference in triggers.differences(connection):
        yield Finding("触发器", difference)


def _able() -> None:
    """Stop early where a verdict would mislead: without tables, or with keys that are not the old.

    Reading a key makes one outside production; every secret column would then look changed.
    """
    if Entry._meta.db_table not in connection.introspection.table_names():
        raise CommandError("数据库里还没有存证表：请先运行 gongjian init，或核对 GONGJIAN_HOME")
    if gone := missing():
        raise CommandError(f"缺少密钥文件 {gone[0]}：请先从备份恢复，再核验")


def _kept(path: Path) -> Mark:
    try:
        return Mark(*read_checkpoint(path.read_text(encoding="utf-8")), str(path))
    except (OSError, UnicodeError, ValueError) as error:
        message = f"{path} 不能用作检查点：{error}"
        raise CommandError(message) from None
