"""A process with the house loaded, which forks for each command: loading it takes two seconds.

The settings are read anew in each child, from the environment that its command is given. That a
command starts from nothing is seen where the demo, the portal apart and the servers are started.
"""

import atexit
import importlib
import json
import os
import random
import runpy
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ("gongjian.config.settings.base", "gongjian.config.settings.test")


def run(words: list[str], env: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a module (`python -m WORDS`) to its end and return its exit code and what it said."""
    with tempfile.TemporaryDirectory(prefix="gongjian-warm-") as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        asked = {"words": words, "env": dict(env), "out": str(out), "err": str(err)}
        process = _process(env.get("DATABASE_URL", "").partition(":")[0])
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        code = int(process.stdout.readline())
        return subprocess.CompletedProcess(
            words, code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
        )


@cache
def _process(engine: str) -> "subprocess.Popen[str]":
    """Start the process of an engine; it ends when nobody is there to ask it any more."""
    known = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" or engine}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.trials.warm"],
        cwd=ROOT,
        env=known,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(process.communicate)
    return process


def afresh() -> None:
    """Read the settings again; the process has no connection yet."""
    from django.conf import settings
    from django.db import connections
    from django.utils.functional import empty

    for name in SETTINGS:
        importlib.reload(importlib.import_module(name))
    settings._wrapped = empty
    for connection in connections.all(initialized_only=True):
        assert connection.connection is None  # a child never shares one with its parent
        del connections[connection.alias]
    connections._settings = None
    del connections.settings


def main() -> None:
    """Answer one line after the other."""
    from gongjian.common import heap

    heap.seldom()
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[-1]
    import django

    django.setup()
    heap.settle()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(_child(**json.loads(line)))
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def _child(words: list[str], env: dict[str, str], out: str, err: str) -> int:
    for path, number in ((os.devnull, 0), (out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(env)
    random.seed()
    code = 0
    try:
        if "GONGJIAN_HOME" in env:
            afresh()
        sys.argv = words
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if isinstance(ended.code, str):
            sys.stderr.write(ended.code + "\n")
    except BaseException:  # noqa: BLE001  # as the interpreter would
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    main()
