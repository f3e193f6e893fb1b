"""Every time limit against dates reckoned by hand, and the page printed from them."""

from datetime import date, datetime
from pathlib import Path

import pytest

from gongjian.jurisdiction.handbook import (
    Entry,
    Vector,
    day_of,
    deadlines_page,
    read_entries,
    reckon,
)
from gongjian.jurisdiction.profiles import profile

ROOT = Path(__file__).parents[4]
VECTORS = ROOT / "tests" / "vectors" / "deadlines.toml"
ENTRIES = read_entries(VECTORS)
CASES = [(entry, vector) for entry in ENTRIES for vector in entry.vectors]


def name_of(case: object) -> str:
    if isinstance(case, Entry):
        return "-".join(filter(None, (case.code, case.profile, case.domain.strip("*"))))
    return f"from-{case.start}" if isinstance(case, Vector) else str(case)


@pytest.mark.parametrize(("entry", "vector"), CASES, ids=name_of)
def test_the_engine_reckons_as_a_person_does(entry: Entry, vector: Vector) -> None:
    found = reckon(entry, vector)

    assert found.due == vector.due
    assert found.provisional is vector.provisional
    assert vector.earliest in (None, found.earliest)


def test_every_limit_of_the_nation_in_force_today_has_its_vectors() -> None:
    today = date(2026, 12, 1)
    wanted = {
        (row.code, row.domain)
        for row in profile("national").rows
        if row.is_limit and row.in_force(today)
    }

    told = {(entry.code, entry.domain) for entry in ENTRIES if entry.profile == "national"}

    assert wanted - told == set()


def test_the_vectors_meet_the_traps_of_the_calendar() -> None:
    moments = [v.start for _, v in CASES if isinstance(v.start, datetime)]
    spans = [v.spans for _, v in CASES if len(v.spans) > 1]

    assert sum(v.provisional for _, v in CASES) >= 10
    assert any(day_of(m) != m.date() for m in moments), "nobody acts between 0 and 8 a.m."
    assert any(a[1] >= b[0] for a, b, *_ in spans), "no suspensions overlap"
    assert any(day_of(v.start).day == 31 for _, v in CASES)
    assert len({entry.code for entry in ENTRIES}) >= 30


def test_the_page_of_limits_is_current() -> None:
    written = (ROOT / "docs" / "deadlines.md").read_text(encoding="utf-8")

    assert written == deadlines_page(VECTORS), (
        "run `gongjian due --page tests/vectors/deadlines.toml > docs/deadlines.md`"
    )
