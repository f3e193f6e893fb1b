"""`kill -9` at any point leaves a whole ledger, and each act done once or not at all."""

import os
from pathlib import Path

import pytest

from tests.trials import world

pytestmark = pytest.mark.own_database

# A copy of a PostgreSQL database takes a second; the kill points are the same there.
POINTS = 24 if os.environ.get("GONGJIAN_TEST_DATABASE") == "postgresql" else 120


def test_a_killed_process_leaves_each_act_whole_or_undone(tmp_path: Path) -> None:
    said = world.run("killing", tmp_path, POINTS, 20261124, same_engine=True)

    trials = [line for line in said if "point" in line]
    assert len(trials) == POINTS
    for trial in trials:
        assert trial["found"] == [], trial
        assert set(trial["there"]) <= {0, 1}, trial
        assert all(trial["there"][n] == 1 for n in trial["promised"]), trial
        assert trial["after"] == [], trial
        assert set(trial["finished"]) == {1}, trial
    assert {sum(trial["there"]) for trial in trials} >= {0, 1, 2, 3}


def test_writers_and_sealers_at_once_leave_one_whole_ledger(tmp_path: Path) -> None:
    (said,) = world.run("crowd", tmp_path, 4, 26, same_engine=True)

    assert said["found"] == []
    assert said["entries"] == said["sealed"] == 4 * 26
    assert said["streams"] == [52, 52]
