"""`gongjian serve`: the web server and one worker, which live and die together."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from argparse import ArgumentParser
from collections.abc import Sequence
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gongjian.ledger.keys import missing

GRACE_SECONDS = 10
LEAST_ROOM = 16 << 20  # bytes; a house with less could not keep a day's files
PR_SET_PDEATHSIG = 1


class Command(BaseCommand):
    help = "Serve the web and work on jobs until SIGTERM or SIGINT; PORT chooses the port."

    def add_arguments(self, parser: ArgumentParser) -> None:
        port = os.environ.get("PORT", "8000")
        parser.add_argument("--port", type=int, default=port)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, port: int, host: str, **options: Any) -> None:
        _writable()
        if settings.GONGJIAN_MODE == "demo":
            call_command("migrate", verbosity=0)
        elif unapplied():
            raise CommandError("数据库结构不是最新的：请先运行 gongjian migrate")
        if gone := missing():
            names = "、".join(map(str, gone))
            raise CommandError(f"缺少密钥文件 {names}：没有启动。请先从备份恢复，不要重新生成")
        connection.close()
        _share_figures()
        self._say(host, port)
        code = run_together([_web(host, port), [sys.executable, "-m", "gongjian", "work"]])
        if code:
            sys.exit(code)

    def _say(self, host: str, port: int) -> None:
        address = f"http://{host}:{port}"
        self.stdout.write(f"公鉴已启动：公众门户 {address}/")
        if settings.GONGJIAN_MODE == "demo":
            self.stdout.write(f"演示登录（不用密码）：{address}/staff/demo")
        else:
            self.stdout.write(f"工作台：{address}/staff/")
        self.stdout.write("按 Ctrl+C 停止")
        self.stdout.flush()


def _writable() -> None:
    """Refuse to start where nothing could be kept: a full disk, a folder that is read only."""
    home = settings.GONGJIAN_HOME
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home) as probe:
            probe.write(bytes(LEAST_ROOM))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        why = f"{home} 不能写入（{error.strerror}）：没有启动"
        raise CommandError(f"{why}。请检查磁盘的剩余空间和文件夹的权限") from error


def _share_figures() -> None:
    """Give the web's processes a folder in which they count together (`/metrics`)."""
    folder = settings.GONGJIAN_HOME / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def unapplied() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _web(host: str, port: int) -> list[str]:
    workers, threads = ("1", "8") if settings.GONGJIAN_MODE == "demo" else ("2", "4")
    return [
        *(sys.executable, "-m", "gunicorn", "gongjian.config.wsgi:application"),
        *("--bind", f"{host}:{port}", "--worker-class", "gthread"),
        *("--workers", workers, "--threads", threads),
        *("--graceful-timeout", str(GRACE_SECONDS), "--log-level", "warning"),
    ]


def run_together(commands: Sequence[Sequence[str]]) -> int:
    """Run commands side by side until one ends or a signal comes; then end them all.

    Returns 0 after a signal, 1 when one of them ended by itself.
    """
    over = threading.Event()
    asked = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        asked.set()
        over.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    children = [
        subprocess.Popen(command, preexec_fn=_end_with_parent)  # noqa: S603 -- our own
        for command in commands
    ]
    for child in children:
        threading.Thread(target=_watch, args=(child, over), daemon=True).start()
    over.wait()
    for child in children:
        _end(child)
    return 0 if asked.is_set() else 1


def _watch(child: "subprocess.Popen[bytes]", over: threading.Event) -> None:
    """Wait for a child's end, which is everybody's end."""
    child.wait()
    over.set()


def _end_with_parent() -> None:
    """Let the kernel end this child when its parent is killed outright (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        child.terminate()
    try:
        child.wait(GRACE_SECONDS + 5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
