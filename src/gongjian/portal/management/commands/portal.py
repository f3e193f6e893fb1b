"""`gongjian portal`: serve it as a process of its own, export it, make its search index anew."""

import os
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from gongjian.ledger.keys import verifier_key
from gongjian.portal.apart import beyond_reading
from gongjian.portal.export import export
from gongjian.publicity import index

MOST_TOLD = 8


class Command(BaseCommand):
    help = "The public portal: `serve` it apart, `export` it as files, make its search `index`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        parts.add_parser("index", help="make the search index anew from what is public")
        files = parts.add_parser("export", help="write every public page as a file, what changed")
        files.add_argument("folder", type=Path, metavar="DIR")
        parts.add_parser("key", help="tell the log's public key, for GONGJIAN_LOG_KEY")
        web = parts.add_parser("serve", help="serve public pages alone, reading what is public")
        web.add_argument("--port", type=int, default=os.environ.get("PORT", "8001"))
        web.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        if part == "export":
            done = export(options["folder"])
            self.stdout.write(
                f"已导出：写入 {len(done.written)} 个文件，删除 {len(done.removed)} 个，"
                f"未变 {done.unchanged} 个"
            )
            return
        if part == "key":
            self.stdout.write(verifier_key())
            return
        if part == "serve":
            self._serve(options["host"], options["port"])
        self.stdout.write(f"检索索引已重建：{index.rebuild()} 件")

    def _serve(self, host: str, port: int) -> NoReturn:
        """Become the web server, if the database lets this process read what is public only."""
        if not settings.GONGJIAN_APART:
            raise CommandError("请用 gongjian portal serve 启动：它使用公示网站自己的设置")
        if not settings.GONGJIAN_LOG_KEY:
            raise CommandError("缺少 GONGJIAN_LOG_KEY：请填写 gongjian portal key 给出的公钥")
        if beyond := beyond_reading():
            told = "、".join(beyond[:MOST_TOLD])
            raise CommandError(
                f"数据库连接能做的超出了读取公开内容（{told}），公示网站不启动。"
                "请使用只属于 GONGJIAN_PORTAL_ROLE 的登录用户，见 docs/operations.md"
            )
        connections.close_all()
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="gongjian-portal-")
        self.stdout.write(f"公示网站已启动：http://{host}:{port}/")
        self.stdout.flush()
        os.execv(sys.executable, [sys.executable, *_web(host, port)])  # noqa: S606 -- our own


def _web(host: str, port: int) -> list[str]:
    return [
        *("-m", "gunicorn", "gongjian.config.wsgi:application"),
        *("--bind", f"{host}:{port}", "--worker-class", "gthread"),
        *("--workers", "2", "--threads", "4", "--log-level", "warning"),
    ]
