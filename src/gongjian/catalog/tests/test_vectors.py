"""Each cause of the demo, weighed twice or more: step and range as the file means them."""

from datetime import date
from pathlib import Path

import pytest

from gongjian.catalog.library import cause_on, causes
from gongjian.catalog.rules import headline, span, weigh

TODAY = date(2026, 3, 2)
VECTORS = Path(__file__).with_name("vectors.txt").read_text(encoding="utf-8")
LINES = [line for line in VECTORS.splitlines() if line and not line.startswith("#")]


@pytest.mark.requirement("I8")
@pytest.mark.parametrize("line", LINES)
def test_circumstances_lead_to_step_and_range(line: str) -> None:
    head, base, step, wanted = (part.strip() for part in line.split("|"))
    code, *circumstances = head.split()
    cause = cause_on(code, TODAY)
    assert cause is not None
    found = dict(pair.split("=") for pair in circumstances)

    base_fen = int(base) * 100 if base else None
    weighed = weigh(cause, found, fine_fen=None, base_fen=base_fen)

    assert weighed.step.name == step
    assert (span(weighed.benchmark) if weighed.benchmark else "") == wanted
    assert headline(weighed)


def test_every_cause_is_weighed_at_least_twice() -> None:
    told = [line.split()[0] for line in LINES]

    assert {c.code for c in causes() if told.count(c.code) < 2} == set()
