"""What must be true of a party's papers, by kind."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.parties.choices import IdKind, PartyKind
from gongjian.parties.rules import Papers, check_papers
from gongjian.parties.testing import make_credit_code

TODAY = date(2026, 11, 24)


def check(
    kind: str, *, id_kind: str = "", id_number: str = "", uscc: str = ""
) -> tuple[Papers, dict[str, str]]:
    return check_papers(kind=kind, id_kind=id_kind, id_number=id_number, uscc=uscc, today=TODAY)


def test_a_citizen_s_number_is_normalised_and_tells_the_birthday() -> None:
    papers, problems = check("natural", id_kind="01", id_number=" 11010519491231002x")

    assert problems == {}
    assert papers == Papers("01", "11010519491231002X", born_on="1949-12-31")
    assert papers.key == "01:11010519491231002X"


def test_a_number_without_its_kind_is_a_citizen_number() -> None:
    papers, problems = check("natural", id_number="532331200506010015")

    assert (papers.id_kind, problems) == ("01", {})


def test_a_party_without_any_id_has_no_key() -> None:
    for kind in PartyKind.values:
        papers, problems = check(kind)
        assert (papers.key, problems) == ("", {})


@pytest.mark.parametrize(
    ("kind", "number", "good"),
    [
        (IdKind.PASSPORT, "e12345678", True),
        (IdKind.PASSPORT, "E1", False),
        (IdKind.HONG_KONG_MACAO, "H12345678", True),
        (IdKind.HONG_KONG_MACAO, "X12345678", False),
        (IdKind.TAIWAN, "12345678", True),
        (IdKind.TAIWAN, "123456789", False),
        (IdKind.FOREIGN_RESIDENT, "USA110080010101", True),
        (IdKind.FOREIGN_RESIDENT, "911124198108030024", True),
        (IdKind.FOREIGN_RESIDENT, "110080010101", False),
        ("99", "123456", False),
    ],
)
def test_other_papers_are_checked_by_their_form(kind: str, number: str, good: bool) -> None:
    papers, problems = check("natural", id_kind=kind, id_number=number)

    assert (problems == {}) is good
    assert not good or papers.id_number == number.upper()


@pytest.mark.parametrize(
    ("kind", "given_papers", "field"),
    [
        ("natural", {"uscc": make_credit_code()}, "uscc"),
        ("natural", {"id_kind": "01"}, "id_number"),
        ("natural", {"id_kind": "01", "id_number": "110105194912310021"}, "id_number"),
        ("legal", {"id_number": "532331200506010015"}, "id_number"),
        ("legal", {"uscc": "91530100MA0000015B"}, "uscc"),
        ("legal", {"uscc": make_credit_code(trader=True)}, "uscc"),
        ("other_org", {"uscc": make_credit_code(trader=True)}, "uscc"),
        ("sole_trader", {"uscc": make_credit_code()}, "uscc"),
    ],
)
def test_papers_that_do_not_fit_the_kind_are_refused(
    kind: str, given_papers: dict[str, str], field: str
) -> None:
    _, problems = check(kind, **given_papers)

    assert set(problems) == {field}


@given(
    st.sampled_from(PartyKind.values),
    st.sampled_from([*IdKind.values, "99"]),
    st.text(max_size=20),
    st.text(max_size=20),
)
def test_no_text_does_more_than_name_a_problem(
    kind: str, id_kind: str, number: str, uscc: str
) -> None:
    papers, problems = check(kind, id_kind=id_kind, id_number=number, uscc=uscc)

    assert set(problems) <= {"id_kind", "id_number", "uscc"}
    assert not (kind == "natural" and papers.uscc)
