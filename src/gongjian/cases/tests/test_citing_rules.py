"""The law that governs an act, and what of a draft its provisions bound; no database."""

from datetime import date
from typing import Any

import pytest

from gongjian.cases.choices import Proposal
from gongjian.cases.citing import (
    bound_law,
    by_governing_law,
    governing,
    of_the_law,
    only_law_in_force,
    sanction_of,
)
from gongjian.cases.models import Case, Draft
from gongjian.catalog.queries import cause_on
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter
from gongjian.parties.models import Party

CAUSE = "construction-dust"
# The code of ecology governs acts that end from 2026-08-15 on.
BEFORE, AFTER, LATER = date(2026, 8, 10), date(2026, 8, 20), date(2026, 9, 1)


def a_case(ended: date | None, *, newer: bool = False, code: str = CAUSE) -> Case:
    return Case(
        cause_code=code,
        act_ended_on=ended,
        newer_law=newer,
        newer_law_reason="处罚较轻" if newer else "",
        matter=Matter(profile="national", domain="environment"),
        party=Party(kind="legal"),
    )


def a_draft(*items: dict[str, Any], **values: Any) -> Draft:
    known: dict[str, Any] = {"case": a_case(BEFORE), "proposal": Proposal.PENALTY, "grounds": []}
    return Draft(items=list(items), **(known | values))


@pytest.mark.parametrize(
    ("ended", "newer", "days"),
    [
        (None, False, (AFTER,)),
        (AFTER, False, (AFTER,)),
        (LATER, False, (AFTER,)),
        (BEFORE, False, (BEFORE,)),
        (BEFORE, True, (AFTER, BEFORE)),
        (None, True, (AFTER,)),
    ],
)
def test_the_days_whose_law_may_be_cited(
    ended: date | None, newer: bool, days: tuple[date, ...]
) -> None:
    found = governing(a_case(ended, newer=newer), (), AFTER)

    assert (found.days, found.on, found.allowed) == (days, AFTER, ())


def test_a_milder_newer_law_lets_both_causes_be_cited() -> None:
    old, new = cause_on(CAUSE, BEFORE), cause_on(CAUSE, AFTER)
    assert old is not None
    assert new is not None
    assert old != new

    assert governing(a_case(BEFORE), (), AFTER).causes == (old,)
    assert governing(a_case(BEFORE, newer=True), (), AFTER).causes == (new, old)
    assert governing(a_case(None, newer=True), (), AFTER).causes == (new,)
    assert governing(a_case(BEFORE, newer=True, code=""), (), AFTER).causes == ()


def test_only_the_grounds_chosen_may_stand_beside_the_cause() -> None:
    found = governing(a_case(BEFORE), ("merit",), AFTER)

    assert found.allowed == ("行政处罚法 第三十二条第四项",)


def test_a_draft_that_punishes_nobody_has_no_sanction() -> None:
    assert sanction_of(a_draft(proposal=Proposal.NO_PENALTY), AFTER) is None


def test_of_a_draft_its_kinds_sums_and_days_are_bound() -> None:
    fines = ({"kind": "fine", "amount_fen": 100}, {"kind": "fine", "amount_fen": None})
    gain = {"kind": "confiscate_gain", "amount_fen": 7}
    detained = {"kind": "detention", "amount_fen": None, "days": 5}
    other = {"kind": "fine", "amount_fen": 900, "act": 2}

    found = sanction_of(a_draft(*fines, gain, detained, other, base_fen=9), AFTER)

    assert found is not None
    assert found.kinds == ("fine", "fine", "confiscate_gain", "detention")
    assert (found.fine_fen, found.base_fen, found.days) == (100, 9, (5,))
    assert (found.range, found.counted) == ("", False)


@pytest.mark.parametrize(
    ("grounds", "below", "mitigated"),
    [
        ([], False, False),
        ([], True, True),
        (["merit"], False, True),
        (["emergency"], False, False),
        (["merit", "emergency"], False, True),
        (["merit"], True, True),
    ],
)
def test_a_sanction_is_mitigated_by_its_sum_or_by_a_ground(
    grounds: list[str], below: bool, mitigated: bool
) -> None:
    found = sanction_of(a_draft(grounds=grounds, mitigated=below), AFTER)

    assert found is not None
    assert found.mitigated is mitigated


@pytest.mark.parametrize(
    ("newer", "law_on", "ended", "chosen", "governs"),
    [
        (None, None, BEFORE, False, True),
        (None, None, BEFORE, True, True),
        (False, BEFORE, BEFORE, False, True),
        (False, AFTER, BEFORE, False, False),
        (False, AFTER, None, False, True),
        (False, BEFORE, BEFORE, True, False),
        (True, AFTER, BEFORE, False, False),
        (True, AFTER, BEFORE, True, True),
    ],
)
def test_a_draft_is_by_the_law_that_governs_now(
    newer: bool | None, law_on: date | None, ended: date | None, chosen: bool, governs: bool
) -> None:
    draft = a_draft(newer_law=newer, law_on=law_on)

    assert by_governing_law(a_case(ended, newer=chosen), draft) is governs


def test_a_draft_keeps_and_binds_the_choice_of_law() -> None:
    old, new = a_case(BEFORE), a_case(BEFORE, newer=True)

    assert bound_law(old, "") == {}
    assert bound_law(old, "另有规定") == {"citation_reason": "另有规定"}
    assert bound_law(new, "") == {"newer_law": True}
    assert of_the_law(new, AFTER) == {
        "law_on": AFTER,
        "newer_law": True,
        "newer_law_reason": "处罚较轻",
    }
    assert of_the_law(old, AFTER)["law_on"] == BEFORE


CODE = "《中华人民共和国生态环境法典》第一千一百二十八条"


@pytest.mark.parametrize(
    ("on", "acted", "wrong"),
    [
        (AFTER, None, False),
        (BEFORE, None, True),
        (AFTER, BEFORE, True),
        (AFTER, AFTER, False),
    ],
)
def test_a_law_is_cited_by_the_day_of_the_act(on: date, acted: date | None, wrong: bool) -> None:
    if not wrong:
        only_law_in_force(on, acted, basis=CODE)
        return
    with pytest.raises(InvalidInput) as refused:
        only_law_in_force(on, acted, basis=CODE, violated="")

    assert list(refused.value.fields) == ["basis"]
