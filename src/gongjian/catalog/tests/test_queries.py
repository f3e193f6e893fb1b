"""What the catalogue answers to the rest of the house."""

from datetime import date

import pytest

from gongjian.catalog.queries import causes_for, causes_gone, grounds_for, no_penalty_grounds

TODAY = date(2026, 3, 2)


def test_the_police_also_handle_public_order() -> None:
    domains = {c.domain for c in causes_for("public-security", TODAY)}

    assert domains == {"public-security", "public-order"}
    assert {c.domain for c in causes_for("market", TODAY)} == {"market"}


def test_causes_are_found_by_all_of_several_words() -> None:
    assert [c.code for c in causes_for("environment", TODAY, words="扬尘 施工")] == [
        "construction-dust"
    ]
    assert causes_for("environment", TODAY, words="没有") == []


def test_a_cause_whose_law_is_gone_is_told_with_its_last_version_and_only_then() -> None:
    day = date(2026, 11, 2)

    gone = {c.code for c in causes_gone("environment", day)}

    assert gone == {"false-vehicle-report"}
    assert not gone & {c.code for c in causes_for("environment", day)}
    assert causes_gone("environment", TODAY) == []
    assert causes_gone("market", day) == []


@pytest.mark.requirement("Q4")
def test_grounds_to_impose_no_penalty_come_with_what_must_be_proven() -> None:
    found = {g.code: g for g in no_penalty_grounds("environment", "discharge-ledger", TODAY)}

    assert {"minor", "first-offence", "no-fault", "under-14", "no-control"} == set(found)
    assert "缺少记录的期间不足 30 日" in found["first-offence"].proofs
    assert all(g.proofs and g.source for g in found.values())


def test_an_organisation_is_neither_young_nor_ill() -> None:
    found = no_penalty_grounds("environment", "discharge-ledger", TODAY, natural=False)

    assert {g.code for g in found} == {"minor", "first-offence", "no-fault"}


def test_a_cause_the_catalogue_lacks_has_the_general_grounds() -> None:
    free = no_penalty_grounds("environment", "", TODAY)

    assert "first-offence" in {g.code for g in free}
    assert no_penalty_grounds("fishery", "", TODAY) == []


def test_grounds_are_asked_for_by_effect() -> None:
    assert {g.code for g in grounds_for("market", "price-marking", TODAY, "severe")} == {
        "emergency"
    }
