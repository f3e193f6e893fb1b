"""What `docs/sources.md` says of the local documents is the state of the profiles and the code."""

import re
from pathlib import Path

import pytest

from gongjian.jurisdiction.profiles import profile

ROOT = Path(__file__).parents[1]
PLACES = ("dazhou", "lufeng", "xiamen", "kunming", "huainan")


def written() -> str:
    return (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")


def modules() -> str:
    found = sorted((ROOT / "src").rglob("*.py"))
    return "".join(p.read_text(encoding="utf-8") for p in found if "tests" not in p.parts)


@pytest.mark.parametrize("place", PLACES)
def test_every_clause_of_a_place_has_its_row_there(place: str) -> None:
    rows = {line.split("|")[1].strip() for line in written().splitlines() if line.startswith("| ")}

    assert [clause.id for clause in profile(place).clauses if clause.id not in rows] == []


def test_what_is_called_unread_is_read_by_nothing_and_nothing_unread_is_left_out() -> None:
    (line,) = (one for one in written().splitlines() if one.startswith("- Parameters of a profile"))
    told = set(re.findall(r"`([a-z_.]+)`", line.partition("):")[2]))
    local = {row.code for place in PLACES for row in profile(place).rows}
    code = modules()

    assert told == {one for one in local if f'"{one}"' not in code and "-" not in one}
