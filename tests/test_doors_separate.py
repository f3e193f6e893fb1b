"""Several acts of one person in a 治安 case: at the service, on paper and at the database."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Draft
from gongjian.cases.public_order.models import DetentionOrder
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter

from .test_doors import copied

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

BASIS = "《中华人民共和国治安管理处罚法》第五十一条第一款、第五十九条"
ACTS: tuple[dict[str, Any], ...] = (
    {"name": "殴打他人", "own_basis": "第五十一条第一款"},
    {"name": "故意损毁财物", "own_basis": "第五十九条"},
)
FIFTEEN = {"kind": "detention", "days": 15, "conduct": "1"}
TEN = {"kind": "detention", "days": 10, "conduct": "2"}
FINE = {"kind": "fine", "amount_fen": 50_000, "conduct": "2"}
SEVERAL: dict[str, Any] = {"basis": BASIS, "acts": ACTS, "items": (FIFTEEN, TEN, FINE)}


@pytest.fixture
def cast() -> Cast:
    return police.police_cast()


@pytest.fixture
def filed(cast: Cast) -> Matter:
    return police.file_case(cast, police.opened(cast))


def decided(cast: Cast, matter: Matter) -> DetentionOrder:
    police.establish(cast, matter)
    police.testimony(cast, matter)
    story.propose(cast, matter, **SEVERAL)
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚，证据充分。")
    story.inform(cast, matter)
    story.decide(cast, story.let_time_run(cast, matter))
    return DetentionOrder.objects.get()


def test_each_act_is_decided_for_itself_and_twenty_days_are_executed(
    cast: Cast, filed: Matter
) -> None:
    order = decided(cast, filed)

    told = json.loads(order.decision.document.data)["fields"]
    assert (order.decided_days, order.days, order.most_days) == (25, 20, 20)
    assert told["penalties"] == [
        "对殴打他人的行为，依据第五十一条第一款的规定，决定：行政拘留十五日。",
        "对故意损毁财物的行为，依据第五十九条的规定，决定：行政拘留十日；"
        "罚款人民币伍佰元整（500.00元）。",
        "依照《中华人民共和国治安管理处罚法》第十六条的规定，以上处罚合并执行："
        "行政拘留二十日（合计二十五日，合并执行最长不超过二十日）。",
    ]
    assert "执行行政拘留二十日" in told["performance"]


def test_a_new_version_starts_from_the_acts_of_the_last(cast: Cast, filed: Matter) -> None:
    police.establish(cast, filed)
    first = story.propose(cast, filed, **SEVERAL)
    named = ({"name": "随意殴打他人", "own_basis": "第五十一条第一款"}, ACTS[1])

    second: Draft = story.propose(cast, filed, **{**SEVERAL, "acts": named})

    assert [one["name"] for one in second.acts] == ["随意殴打他人", "故意损毁财物"]
    assert second.draft_hash != first.draft_hash


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"items": ({**FIFTEEN, "days": 16}, TEN)}, "items.0.days"),
        ({"items": (FIFTEEN,)}, "items"),
        ({"items": (FIFTEEN, FINE, FINE)}, "items.2.kind"),
        ({"items": (FIFTEEN, {**TEN, "conduct": ""})}, "items.1.conduct"),
        ({"items": (FIFTEEN, {**TEN, "conduct": "x"})}, "items.1.conduct"),
        ({"acts": (), "items": (FIFTEEN,)}, "items.0.conduct"),
        ({"items": (), "no_penalty_ground": "not_proven"}, "acts"),
    ],
)
def test_what_is_not_decided_apart_is_refused(
    cast: Cast, filed: Matter, changed: dict[str, Any], field: str
) -> None:
    police.establish(cast, filed)

    with pytest.raises(InvalidInput) as refused:
        story.propose(cast, filed, **(SEVERAL | changed))

    assert field in refused.value.fields


def test_no_other_procedure_knows_several_acts() -> None:
    cast = story.make_cast()
    matter = story.file_case(cast, story.open_case(cast))

    with pytest.raises(InvalidInput, match="只适用于治安案件"):
        story.propose(cast, matter, acts=ACTS)


@pytest.mark.tampers
def test_the_database_holds_the_days_of_one_act_and_of_all(cast: Cast, filed: Matter) -> None:
    order, draft = decided(cast, filed), Draft.objects.get()
    for wrong in (
        copied(draft, version=2, act_days=16),
        copied(draft, version=2, act_days=None),
        copied(order, days=19),
        copied(order, decided_days=20),
        copied(order, decided_days=None),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong.save()
    copied(draft, version=2).save()
