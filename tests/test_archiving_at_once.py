"""Of two files that ask for one archive number in the same moment, one gets it and one is told."""

from pathlib import Path

import pytest

from tests.trials import world

pytestmark = pytest.mark.own_database


def test_a_number_that_is_taken_in_the_same_moment_is_refused_in_words(tmp_path: Path) -> None:
    refused, left = world.run("archiving", tmp_path, same_engine=True)

    assert refused == {"refused": {"number": "归档号“2026-0001”已经用于另一份案卷，请核对"}}
    assert left == {"numbers": ["2026-0001"], "found": []}
