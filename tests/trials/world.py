"""A small installation in a folder of its own: one decided case, some others, files, checkpoints."""

import os
import shutil
from pathlib import Path


def start(home: Path) -> None:
    """Point the settings at `home` and start Django; once per process."""
    os.environ["GONGJIAN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongjian.config.settings.test"
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()


def build() -> None:
    """Fill the empty database: a decided case with its papers, open cases, clues, four checkpoints."""
    from django.core.management import call_command

    from gongjian.cases import testing as story
    from gongjian.jobs.services import work_until_idle
    from gongjian.ledger.sealing import seal
    from gongjian.publicity.testing import publish

    call_command("migrate", verbosity=0)
    cast = story.make_cast()
    seal()
    matter = story.decided_case(cast)
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
