"""A small installation in a folder of its own: one decided case, others open, files."""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from tests.trials import warm

SETTINGS = "gongjian.config.settings.test"
ROOT = Path(__file__).resolve().parents[2]


def start(home: Path) -> None:
    """Point the settings at `home` and start Django; once per process."""
    os.environ["GONGJIAN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django
    from django.apps import apps

    from gongjian.common import heap

    heap.seldom()
    if apps.ready:
        warm.afresh()
    django.setup()


def build() -> None:
    """Lay out the tables where there are none and fill them.

    A published decision, two open cases, several checkpoints.
    """
    from django.core.management import call_command

    from gongjian.cases import testing as story
    from gongjian.jobs.services import work_until_idle
    from gongjian.ledger.sealing import seal
    from gongjian.publicity.testing import publish
    from gongjian.recording.testing import record, wav

    call_command("migrate", verbosity=0)
    cast = story.make_cast(drawn=True)
    seal()
    matter = story.file_case(cast, story.open_case(cast))
    record(cast.actor("handler"), matter, wav(), cast.clock)
    story.decided(cast, matter)
    work_until_idle(cast.clock)
    seal()
    publish(cast, matter)
    seal(batch=7)
    story.file_case(cast, story.open_case(cast, story.PERSON))
    work_until_idle(cast.clock)
    seal()
    story.open_case(cast)


def copy_of(home: Path, target: Path) -> Path:
    """Copy a whole installation whose database nobody has open."""
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(home, target)
    return target


def say(**words: Any) -> None:
    """Report one line to the test that started this process."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def run(module: str, *words: object, same_engine: bool = False) -> list[dict[str, Any]]:
    """Run a trial as a process of its own and return what it said.

    On SQLite, unless it is to use the engine of the test run.
    """
    env = environment()
    if same_engine and "DATABASE_URL" in os.environ:
        env["DATABASE_URL"] = os.environ["DATABASE_URL"]
    done = warm.run([f"tests.trials.{module}", *map(str, words)], env)
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def verify(home: Path, *words: str) -> tuple[int, list[str]]:
    """Run `gongjian verify` on an installation; return its exit code and its lines."""
    env = environment() | {"GONGJIAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": SETTINGS}
    done = warm.run(["gongjian", "verify", *words], env)
    return done.returncode, (done.stdout + done.stderr[-2000:]).splitlines()


def environment() -> dict[str, str]:
    """Return the environment of a trial: SQLite, whatever the test run itself uses."""
    return {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "GONGJIAN_HOME"}}


if __name__ == "__main__":
    start(Path(sys.argv[1]))
    build()
