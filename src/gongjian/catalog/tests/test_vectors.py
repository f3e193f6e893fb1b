"""Each cause of the demo, weighed twice or more: step and range as the file means them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gongjian.catalog.definitions import Cause
from gongjian.catalog.library import cause_on, causes
from gongjian.catalog.rules import headline, span, weigh

FIRST_DAY = date(2026, 3, 2)


def lines() -> Iterator[tuple[date, str]]:
    """Yield the vectors with the day whose law they are weighed by; `@day` sets it for the rest."""
    day = FIRST_DAY
    for line in Path(__file__).with_name("vectors.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            day = date.fromisoformat(line[1:])
        elif line and not line.startswith("#"):
            yield day, line


def known(line: str, day: date) -> Cause:
    cause = cause_on(line.split()[0], day)
    assert cause is not None
    return cause


@pytest.mark.requirement("I8")
@pytest.mark.parametrize(("day", "line"), list(lines()))
def test_circumstances_lead_to_step_and_range(day: date, line: str) -> None:
    head, base, step, wanted = (part.strip() for part in line.split("|"))
    found = dict(pair.split("=") for pair in head.split()[1:])

    base_fen = int(base) * 100 if base else None
    weighed = weigh(known(line, day), found, fine_fen=None, base_fen=base_fen)

    assert weighed.step.name == step
    assert (span(weighed.benchmark) if weighed.benchmark else "") == wanted
    assert headline(weighed)


def test_every_version_of_a_cause_is_weighed_at_least_twice() -> None:
    told = [known(line, day) for day, line in lines()]

    assert {c.origin for c in causes() if told.count(c) < 2} == set()
