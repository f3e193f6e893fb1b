"""The evidence guide: held, weak, missing."""

from dataclasses import dataclass

import pytest

from gongjian.catalog.definitions import Cause
from gongjian.catalog.library import causes
from gongjian.catalog.proving import gaps, proven
from gongjian.catalog.testing import sample


@dataclass(frozen=True)
class Piece:
    kind: str
    elements: tuple[str, ...]
    name: str = "某证据"


def state(*pieces: Piece) -> dict[str, str]:
    return {p.element.code: p.state for p in proven(sample(), pieces)}


@pytest.mark.requirement("I7")
def test_without_evidence_what_must_be_proven_is_missing_and_the_rest_open() -> None:
    assert state() == {"act": "missing", "mending": "open"}


def test_a_piece_of_the_right_kind_holds_its_element() -> None:
    assert state(Piece("on_site_record", ("act",)))["act"] == "held"


def test_what_one_person_says_alone_is_weak() -> None:
    assert state(Piece("party_statement", ("act",)))["act"] == "weak"
    assert state(Piece("testimony", ("act",)))["act"] == "weak"


def test_evidence_of_another_kind_is_weak() -> None:
    found = {p.element.code: p for p in proven(sample(), [Piece("physical", ("act",))])}

    assert found["act"].state == "weak"
    assert "勘验笔录、现场笔录或者视听资料" in found["act"].why


def test_evidence_that_names_no_element_proves_none() -> None:
    assert state(Piece("on_site_record", ()))["act"] == "missing"


def test_gaps_are_what_is_missing_or_weak() -> None:
    standing = proven(sample(), [Piece("party_statement", ("mending",))])

    assert [p.element.code for p in gaps(standing)] == ["act", "mending"]


@pytest.mark.parametrize("cause", causes(), ids=lambda c: c.code)
def test_every_cause_can_be_proven_by_what_its_guide_asks(cause: Cause) -> None:
    elements = cause.elements.values()
    pieces = [Piece(e.needs[0], (e.code,)) for e in elements] * 2

    assert gaps(proven(cause, pieces)) == []
