"""Penalties by the day: their gates at every door, and what the pages of both cases show."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from gongjian.cases import testing as story
from gongjian.cases.models import DailyPenalty, Draft
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_daily import open_daily, refused_case
from gongjian.cases.testing_weighing import fine, found
from gongjian.matters.models import Matter
from gongjian.orgs.queries import actor_for
from gongjian.orgs.testing import make_officer
from gongjian.remedies.testing import changed_to
from gongjian.workbench.ordering import refused_told

from .doors import DOORS, Attempt, as_json, assert_shut, signed_in, told_by
from .test_remedies import end, lodge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
AIR = "《中华人民共和国大气污染防治法》"
REASON = {"reason": "仍在排放。"}
ACT = "启动按日连续处罚"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def opening(cast: Cast, matter: Matter, office: str = "handler") -> Attempt:
    return Attempt(cast.people[office], "cases.open_daily", as_json(REASON), matter)


def drafting(cast: Cast, **said: Any) -> Attempt:
    new = story.file_case(cast, open_daily(cast, refused_case(cast, 10)))
    known: dict[str, Any] = {
        "facts": story.FACTS,
        "evidence_summary": "1．责令改正复查记录",
        "violated": f"{AIR}第六十九条第三款",
        "basis": f"{AIR}第一百一十五条第一款第一项；环境保护法第五十九条第一款",
        "items": fine(200_000),
    }
    return Attempt(cast.people["handler"], "cases.draft_decision", as_json(known | said), new)


def test_no_door_opens_one_before_the_first_fine(cast: Cast) -> None:
    assert_shut(opening(cast, refused_case(cast, 10, decide=False)), 409)


def test_no_door_opens_one_where_it_was_corrected(cast: Cast) -> None:
    assert_shut(opening(cast, refused_case(cast, 10, result="corrected")), 409)


def test_no_door_lets_another_than_the_handlers_open_one(cast: Cast) -> None:
    assert_shut(opening(cast, refused_case(cast, 10), "agency_head"), 403)


def test_no_door_takes_another_sum(cast: Cast) -> None:
    assert_shut(drafting(cast, items=fine(199_999)), 422)


def test_no_door_takes_another_kind_beside(cast: Cast) -> None:
    assert_shut(drafting(cast, items=(*fine(200_000), {"kind": "warning"})), 422)


@pytest.mark.parametrize("door", [door for door in DOORS if door != "page"])
def test_no_door_weighs_it(cast: Cast, door: str) -> None:
    """The page has no field for it: what is sent there all the same is not read."""
    rows = [dataclasses.asdict(one) for one in found()]

    assert DOORS[door](drafting(cast, circumstances=rows)) == 422
    assert not Draft.objects.filter(case__daily__isnull=False).exists()


def read(cast: Cast, matter: Matter, office: str = "handler", tab: str = "") -> tuple[int, str]:
    address = reverse("workbench:matter", args=[matter.uid]) + (f"?tab={tab}" if tab else "")
    answer = signed_in(cast.people[office]).get(address)
    return answer.status_code, answer.content.decode()


def test_either_case_shows_the_other_and_the_reckoning(cast: Cast) -> None:
    old = refused_case(cast, 10)
    _, before = read(cast, old, tab="evidence")
    new = open_daily(cast, old)

    _, after = read(cast, old, tab="evidence")
    _, own = read(cast, new)

    assert ACT in before
    assert "已启动按日连续处罚：10 日，共 200,000.00元" in after
    assert reverse("workbench:matter", args=[new.uid]) in after
    assert reverse("workbench:matter_act", args=[old.uid, "cases.open_daily"]) not in after
    for words in ("20,000.00元 × 10 日 = 200,000.00元", "环境保护法 第五十九条第一款"):
        assert words in own
    assert reverse("workbench:matter", args=[old.uid]) in own


def test_the_head_of_the_case_offers_it_to_its_handler_alone(cast: Cast) -> None:
    old = refused_case(cast, 10)
    address = reverse("workbench:matter_act", args=[old.uid, "cases.open_daily"])

    _, own = read(cast, old)
    _, of_the_head = read(cast, old, office="agency_head")

    assert "拒不改正：违法行为仍在继续" in own
    assert address in own
    assert address not in of_the_head


def test_the_head_of_the_case_says_what_stands_in_its_way(cast: Cast) -> None:
    old = refused_case(cast, 10)
    row = lodge(cast, old)
    end(cast, old, row, "changed", items=changed_to(old, 0))

    _, told = read(cast, old)

    assert "还不能启动按日连续处罚：原处罚决定变更以后没有罚款" in told
    assert reverse("workbench:matter_act", args=[old.uid, "cases.open_daily"]) not in told


def test_other_cases_are_not_asked_for_a_refusal(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    other = Matter.objects.get(pk=story.decided_case(cast).pk)
    case_of(other)
    handler = actor_for(cast.people["handler"], "page", cast.today)

    with django_assert_num_queries(0):
        assert refused_told(handler, other, cast.clock) == {}


def test_the_draft_form_knows_the_sum_and_asks_for_no_circumstance(cast: Cast) -> None:
    new = story.file_case(cast, open_daily(cast, refused_case(cast, 10)))
    address = reverse("workbench:matter_act", args=[new.uid, "cases.draft_decision"])

    form = signed_in(cast.people["handler"]).get(address).content.decode()

    assert "200,000.00" in form
    assert "20,000.00元×10日＝200,000.00元" in form
    assert "裁量情节" not in form


def test_who_may_not_see_the_case_sees_no_reckoning(cast: Cast) -> None:
    new = open_daily(cast, refused_case(cast, 10))
    other = make_officer(
        story.make_cast(name="邻市生态环境局").agency, roles=("handler",), account=True
    )

    answer = signed_in(other).get(reverse("workbench:matter", args=[new.uid]))

    assert answer.status_code == 404
    assert DailyPenalty.objects.count() == 1
