"""What the tables of a place ask of a draft, and who may decide it: asked without a database."""

from typing import Any

import pytest

from gongjian.cases.deciders import beyond_power, who_decides
from gongjian.cases.models import Case, Draft
from gongjian.cases.scopes import discussion_scope, review_of, review_scope
from gongjian.matters.models import Matter
from gongjian.parties.models import Party

SMALL = 1_000_000
FINE: list[dict[str, Any]] = [{"kind": "fine", "amount_fen": SMALL}]
FOUND = ("public_interest", "social_risk", "major_rights", "complex")


def here(kind: str = "legal", domain: str = "market") -> tuple[Matter, Case]:
    matter = Matter(profile="dazhou", domain=domain)
    return matter, Case(party=Party(kind=kind), matter=matter)


def items(*amounts: int, kind: str = "fine") -> list[dict[str, Any]]:
    return [{"kind": kind, "amount_fen": amount} for amount in amounts]


def test_nothing_found_and_a_small_fine_need_no_review() -> None:
    scope = review_scope(*here(), Draft(), FINE)

    assert (scope.required, scope.source) == (False, "行政处罚法 第五十八条; DZ10")


@pytest.mark.parametrize("finding", FOUND)
def test_each_finding_brings_the_draft_to_review(finding: str) -> None:
    assert review_scope(*here(), Draft(**{finding: True}), FINE).required is True


def test_a_hearing_kind_or_sum_brings_the_draft_to_review() -> None:
    assert review_scope(*here(), Draft(), FINE, hearing_held=True).required
    assert review_scope(*here(), Draft(), items(0, kind="revoke_licence")).required
    assert review_scope(*here("natural"), Draft(), FINE).required
    assert review_scope(*here(), Draft(), items(10_000_000)).required
    assert not review_scope(*here(), Draft(), items(9_999_999)).required


def test_the_strictest_item_counts_and_no_item_asks_nothing() -> None:
    both: list[dict[str, Any]] = [*FINE, {"kind": "revoke_licence", "amount_fen": None}]

    assert review_scope(*here(), Draft(), both).required
    none = review_scope(*here(), Draft(complex=True), [])
    assert (none.required, none.source) == (False, "不予处罚，不属于处罚决定的范围")


def test_a_hearing_asks_again_and_never_takes_a_review_away() -> None:
    free = Draft(items=FINE, review_required=False, review_source="当时的规定")
    bound = Draft(items=FINE, review_required=True, review_source="当时的规定")

    assert review_of(*here(), free, hearing_held=False).required is False
    assert review_of(*here(), free, hearing_held=False).source == "当时的规定"
    again = review_of(*here(), free, hearing_held=True)
    assert (again.required, "第五十八条第一款第二项" in again.source) == (True, True)
    for held in (True, False):
        kept = review_of(*here(), bound, hearing_held=held)
        assert (kept.required, kept.source) == (True, "当时的规定")


def test_the_leaders_discuss_what_is_complex_heard_grave_or_dear() -> None:
    def asked(draft: Draft, *, held: bool = False, kind: str = "legal", at: str = "market") -> bool:
        return discussion_scope(*here(kind, at), draft, hearing_held=held).required

    assert not asked(Draft(items=FINE))
    assert asked(Draft(items=FINE, complex=True))
    assert asked(Draft(items=FINE), held=True)
    assert asked(Draft(items=FINE), kind="natural")
    assert asked(Draft(items=items(0, kind="close_down")))
    assert asked(Draft(items=items(10_000_000)))
    assert not asked(Draft(items=items(10_000_000)), at="environment")
    assert asked(Draft(items=items(50_000_000)), at="environment")


def test_the_head_decides_alone_or_after_a_discussion() -> None:
    draft = Draft(items=FINE)

    assert who_decides(*here(), draft).value == "head"
    assert who_decides(*here(), draft, discussed=True).value == "collective"
    assert who_decides(*here(domain="fisheries"), draft).value == "head"
    assert beyond_power(*here(), draft) == ""


def test_detention_is_decided_by_the_police_only() -> None:
    locked = Draft(items=[*FINE, {"kind": "detention", "amount_fen": None, "days": 5}])

    assert who_decides(*here(), locked).value == "no_power"
    assert who_decides(*here(domain="fisheries"), locked).value == "no_power"
    said = beyond_power(*here(), locked)
    assert said.startswith("公安机关以外的机关不得决定行政拘留（行政处罚法 第十八条第三款）")
    assert "本机关无权作出这一决定" in said
    assert beyond_power(*here(domain="public-order"), locked) == ""
    assert beyond_power(*here(), Draft(items=[])) == ""
