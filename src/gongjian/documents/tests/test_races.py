"""Many makers at once and workers killed in the middle: numbers and files stay whole."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.sqlite_only
STORY = Path(__file__).with_name("race.py")


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Play the story once, in a process and a SQLite file of its own."""
    home = tmp_path_factory.mktemp("race")
    env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, str(STORY)],
        env={**env, "GONGJIAN_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_makers_at_once_get_each_number_once_and_leave_no_gap(left: dict[str, Any]) -> None:
    assert left["serials"] == list(range(1, 33))


def test_killed_workers_leave_every_document_issued_exactly_once(left: dict[str, Any]) -> None:
    assert left["states"] == ["issued"]
    assert left["files"] == [2] * 32
    assert left["issued"] == 32


def test_workers_were_killed_in_the_middle_of_it(left: dict[str, Any]) -> None:
    # Guards this test itself: kills that come too early or too late would prove nothing.
    assert len({count for count in left["reached"] if 0 < count < 32}) >= 5


def test_no_job_is_lost(left: dict[str, Any]) -> None:
    assert left["jobs"] == ["done"]
