"""What the tables of a place ask of a draft, and who may decide it: asked without a database."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from gongjian.cases.deciders import beyond_power, who_decides
from gongjian.cases.models import Case, Draft
from gongjian.cases.rules import BEYOND_FEN
from gongjian.cases.scopes import discussion_scope
from gongjian.cases.scopes import review_from as from_on
from gongjian.cases.scopes import review_of as of_on
from gongjian.cases.scopes import review_scope as scope_on
from gongjian.matters.models import Matter
from gongjian.parties.models import Party

SMALL = 1_000_000
FINE: list[dict[str, Any]] = [{"kind": "fine", "amount_fen": SMALL}]
FOUND = ("public_interest", "social_risk", "major_rights", "complex")


TODAY = date(2026, 1, 5)
review_scope = partial(scope_on, today=TODAY)
review_of = partial(of_on, today=TODAY)
review_from = partial(from_on, today=TODAY)


def here(
    kind: str = "legal", domain: str = "market", profile: str = "dazhou"
) -> tuple[Matter, Case]:
    matter = Matter(profile=profile, domain=domain)
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


def test_the_strictest_item_counts() -> None:
    both: list[dict[str, Any]] = [*FINE, {"kind": "revoke_licence", "amount_fen": None}]

    assert review_scope(*here(), Draft(), both).required


# Who has decisions not to punish reviewed: those of DZ10 and HN25 and the national rule where the
# case is major, LF3.3(2) all of them; XM4.3.2 speaks of penalties only.
@pytest.mark.parametrize(
    ("profile", "always"),
    [
        ("national", False),
        ("dazhou", False),
        ("huainan", False),
        ("kunming", False),
        ("lufeng", True),
        ("xiamen", False),
    ],
)
def test_a_decision_not_to_punish_is_reviewed_where_the_place_asks(
    profile: str, always: bool
) -> None:
    place = here(domain="public-security", profile=profile)

    assert review_scope(*place, Draft(), []).required is always
    for finding in FOUND:
        assert review_scope(*place, Draft(**{finding: True}), []).required
    assert review_scope(*place, Draft(), [], hearing_held=True).required
    assert not discussion_scope(*place, Draft(complex=True, items=[]), hearing_held=True).required


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


def goods(*values: int | None) -> list[dict[str, Any]]:
    return [{"kind": "confiscate_goods", "amount_fen": None, "value_fen": v} for v in values]


# 对个人、对单位的数额：`tables/review-scope/`.
AMOUNTS = {
    "dazhou": (1_000_000, 10_000_000),
    "kunming": (500_000, 5_000_000),
    "huainan": (200_000, 1_000_000),
    "national": (1_000_000, 10_000_000),
}


@pytest.mark.parametrize("profile", AMOUNTS)
@pytest.mark.parametrize("party", ["natural", "sole_trader", "legal", "other_org"])
def test_goods_of_great_value_are_reviewed(profile: str, party: str) -> None:
    """Just under and just over, in one and in two, with a fine, and where nobody can tell."""
    amount = AMOUNTS[profile][party in {"legal", "other_org"}]
    place = here(party, profile=profile)

    def asked(*rows: dict[str, Any]) -> bool:
        return review_scope(*place, Draft(), rows).required

    assert review_from(*place, Draft()) == amount
    assert not asked(*goods(amount - 1))
    assert asked(*goods(amount))
    assert not asked(*goods(amount // 2, amount - amount // 2 - 1))
    assert asked(*goods(amount // 2, amount - amount // 2))
    assert not asked(*goods(amount - 2), *items(1))
    assert asked(*goods(amount - 1), *items(1))
    assert asked(*goods(amount - 1), *items(1, kind="confiscate_gain"))
    assert asked(*goods(None))
    assert asked(*items(1), *goods(1, None))


def test_goods_that_nobody_can_value_are_reviewed_for_that_reason() -> None:
    scope = review_scope(*here(), Draft(), [*FINE, *goods(None)])

    assert scope.source == "行政处罚法 第五十八条; DZ10；价值不明的，按达到数额办理"


@pytest.mark.parametrize("profile", ["xiamen", "lufeng"])
def test_where_all_is_reviewed_no_goods_are_too_cheap(profile: str) -> None:
    place = here(profile=profile)

    assert review_scope(*place, Draft(), goods(1)).required
    assert review_from(*place, Draft()) == 0
    assert review_from(*here(), Draft(complex=True)) == 0
    assert BEYOND_FEN > 10**14


def test_what_a_draft_did_not_know_is_asked_again_until_it_is_decided_on() -> None:
    free = {"review_required": False, "review_source": "当时的规定"}
    old = Draft(items=[{"kind": "confiscate_goods", "amount_fen": None}], **free)
    fined = Draft(items=FINE, **free)
    valued = Draft(items=goods(1), goods_fen=1, **free)
    dear = Draft(items=[*FINE, *goods(9_000_000)], goods_fen=9_000_000, **free)
    matter, case = here()

    assert review_of(matter, case, old, hearing_held=False).required
    assert not review_of(matter, case, fined, hearing_held=False).required
    assert not review_of(matter, case, valued, hearing_held=False).required
    assert review_of(matter, case, dear, hearing_held=False).required
    case.party.kind = "sole_trader"
    assert review_of(matter, case, fined, hearing_held=False).required
    matter.decided_on = date(2026, 1, 5)
    for draft in (old, dear, fined):
        assert not review_of(matter, case, draft, hearing_held=False).required
        assert review_of(matter, case, draft, hearing_held=True).required


def test_the_leaders_discuss_goods_by_their_value() -> None:
    def asked(*rows: dict[str, Any], kind: str = "legal", at: str = "market") -> bool:
        return discussion_scope(
            *here(kind, at), Draft(items=list(rows)), hearing_held=False
        ).required

    assert not asked(*goods(9_999_999))
    assert asked(*goods(5_000_000, 5_000_000))
    assert asked(*goods(9_000_000), *items(1_000_000))
    assert asked(*goods(999_999, 1), kind="sole_trader")
    assert not asked(*goods(49_999_999), at="environment")
    assert asked(*goods(49_999_999), *items(1), at="environment")
    assert asked(*goods(None), at="environment")
    assert asked(*goods(None))


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
