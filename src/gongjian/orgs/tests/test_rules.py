"""Paths, offices that exclude each other, validity of certificates."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.orgs.choices import ADMINISTRATORS, Role
from gongjian.orgs.rules import certificate_in_force, lies_in, offices_conflict, path_below

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_an_agency_lies_below_another_only_by_whole_codes() -> None:
    top = path_below("", "qc")

    assert top == "/qc/"
    assert lies_in(path_below(top, "env"), top)
    assert not lies_in(path_below("", "qc-env"), top)
    assert not lies_in(top, path_below(top, "env"))
    assert not lies_in(top, "")


@given(days, days, days, st.none() | days)
def test_a_certificate_counts_on_its_first_and_last_day(
    start: date, end: date, on: date, suspended: date | None
) -> None:
    span = {start + timedelta(n) for n in range((end - start).days + 1)}
    lost = set() if suspended is None else {d for d in span if d >= suspended}

    in_force = certificate_in_force(valid_from=start, valid_to=end, suspended_on=suspended, on=on)

    assert in_force == (on in span - lost)


@pytest.mark.parametrize(("held", "wanted"), list(permutations(sorted(ADMINISTRATORS), 2)))
def test_two_administrators_are_never_one_person(held: str, wanted: str) -> None:
    assert "三个人" in offices_conflict([held], wanted)


@pytest.mark.parametrize("business", sorted(set(Role) - ADMINISTRATORS))
@pytest.mark.parametrize("administrator", sorted(ADMINISTRATORS))
def test_an_administrator_holds_no_business_office(business: str, administrator: str) -> None:
    assert offices_conflict([business], administrator)
    assert offices_conflict([administrator], business)


def test_business_offices_go_together() -> None:
    assert offices_conflict(["handler", "publisher"], "archivist") == ""
