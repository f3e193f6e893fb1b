"""The first command of a newcomer: every case of the demo is played up to this day."""

import subprocess
from pathlib import Path

import pytest

from tests.browser.serving import GONGJIAN, environment

pytestmark = [pytest.mark.own_database, pytest.mark.sqlite_only]


def test_the_whole_demo_is_built_and_its_ledger_is_whole(tmp_path: Path) -> None:
    known = environment(tmp_path, 0)

    for words in (["demo"], ["verify"]):
        done = subprocess.run(
            [*GONGJIAN, *words], env=known, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
