"""What may be settled on the spot, for whom, up to which fine, and why not else."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from gongjian.cases.models import Case, Draft
from gongjian.cases.services.scope import Scope, fine_of, scope_of
from gongjian.common import acts
from gongjian.common.acts import SYSTEM, Act
from gongjian.common.clock import fixed
from gongjian.matters.models import Matter
from gongjian.parties.models import Party

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
WARNING: dict[str, Any] = {"kind": "warning", "amount_fen": None}
PLAIN = dict.fromkeys(("public_interest", "social_risk", "major_rights", "complex"), False)


def fine(yuan: int) -> dict[str, Any]:
    return {"kind": "fine", "amount_fen": yuan * 100}


def asked(
    *items: dict[str, Any],
    kind: str = "natural",
    place: str = "dazhou",
    domain: str = "market",
    born: str = "",
    minor: bool = False,
    acted: datetime = NOW,
    **found: bool,
) -> Scope:
    act = Act(acts.service("cases.penalize_on_spot"), SYSTEM, fixed(NOW), None)
    act.matter = Matter(profile=place, domain=domain)
    case = Case(matter=act.matter, party=Party(kind=kind, born_on=born))
    draft = Draft(items=list(items), **(PLAIN | found))
    return scope_of(act, case, draft, SimpleNamespace(minor=minor, acted_at=acted))


@pytest.mark.parametrize(
    ("items", "who", "most", "allowed"),
    [
        ([WARNING], {}, 20_000, True),
        ([fine(200)], {}, 20_000, True),
        ([fine(201)], {}, 20_000, False),
        ([fine(150), fine(51)], {}, 20_000, False),  # sums count together
        ([WARNING, fine(200)], {}, 20_000, True),
        ([fine(201)], {"kind": "sole_trader"}, 20_000, False),
        ([fine(3000)], {"kind": "legal"}, 300_000, True),
        ([fine(3001)], {"kind": "legal"}, 300_000, False),
        ([fine(500)], {"domain": "public-order"}, 50_000, True),
        ([fine(501)], {"domain": "public-order"}, 50_000, False),
    ],
)
def test_a_warning_or_a_small_fine_may_be_imposed_on_the_spot(
    items: list[dict[str, Any]], who: dict[str, Any], most: int, allowed: bool
) -> None:
    found = asked(*items, **who)

    assert (found.limit_fen, found.refusals == ()) == (most, allowed)
    assert (found.minor, found.review_required, found.hearing_right) == (False, False, False)
    assert "第五十一条" in found.source
    assert found.limit_source
    if not allowed:
        assert "超过当场处罚的限额" in found.refusals[0]


@pytest.mark.parametrize(
    ("items", "given", "why"),
    [
        ([{"kind": "criticism", "amount_fen": None}], {}, "只能是警告或者罚款"),
        ([fine(100)], {"minor": True}, "未满十八周岁"),
        ([fine(100)], {"born": "2010-01-01"}, "未满十八周岁"),
        ([fine(100)], {"complex": True}, "案情疑难复杂"),
        ([fine(100)], {"public_interest": True}, "重大公共利益"),
        ([fine(100)], {"social_risk": True}, "重大社会影响"),
        ([fine(100)], {"major_rights": True}, "重大权益"),
        ([fine(2000)], {"place": "huainan"}, "不得适用简易程序"),
        ([fine(9999), fine(1_000_000)], {}, "不得适用简易程序"),
    ],
)
def test_what_else_the_law_wants_is_told_by_its_rule(
    items: list[dict[str, Any]], given: dict[str, Any], why: str
) -> None:
    found = asked(*items, **given)

    assert why in "".join(found.refusals)
    assert (len(found.refusals), found.limit_fen, found.limit_source) == (1, 0, "")
    assert found.source in found.refusals[0]


def test_what_was_asked_is_told_with_the_answer() -> None:
    young = asked(fine(100), born="2010-01-01")
    big = asked(fine(1_000_000), kind="legal")

    assert (young.minor, young.review_required, young.hearing_right) == (True, False, False)
    assert (big.minor, big.review_required, big.hearing_right) == (False, True, True)


def test_who_came_of_age_between_act_and_paper_was_a_minor() -> None:
    acted, born = datetime(2026, 3, 1, 2, 0, tzinfo=UTC), date(2008, 3, 1).isoformat()

    assert asked(fine(100), born=born, acted=acted).minor
    assert not asked(fine(100), born=born).minor
    assert not asked(fine(100)).minor


@pytest.mark.parametrize("place", ["lufeng", "xiamen"])
def test_a_catalogue_of_every_ordinary_case_says_nothing_of_this_one(place: str) -> None:
    assert asked(fine(100), place=place).refusals == ()
    assert "案情疑难复杂" in asked(fine(100), place=place, complex=True).refusals[0]


def test_a_stricter_catalogue_of_the_place_counts_beside_the_nations() -> None:
    assert asked(fine(2000), kind="natural", place="huainan").review_required
    assert not asked(fine(1999), kind="natural", place="huainan").review_required


def test_money_of_penalties_is_added_up() -> None:
    assert fine_of([fine(1), WARNING, fine(2)]) == 300
    assert fine_of([]) == 0
