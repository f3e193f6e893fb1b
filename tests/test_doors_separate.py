"""Several acts of one person in a 治安 case: at the service, on paper and at the database."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Draft
from gongjian.cases.papers import penalty_lines
from gongjian.cases.public_order.models import DetentionOrder
from gongjian.cases.testing import Cast
from gongjian.catalog.citing import cited
from gongjian.catalog.queries import cause_on
from gongjian.common import acts
from gongjian.common.errors import InvalidInput
from gongjian.documents.models import Document
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


BRAWL, DUST = {"act_cause": "group-brawl"}, {"act_cause": "stock-dust"}
# A case of the catalogue with a second act of it: at the unit, and what was broken there.
QUIET = {"times": "first", "length": "short", "stopped": "at_once", "harm": "none"}
BROKEN = {"worth": "small", "target": "private", "mended": "paid", "times": "first"}
FOUND = tuple(
    {"item": item, "value": value, "proof": "监控录像"}
    for item, value in (QUIET | {f"2.{item}": value for item, value in BROKEN.items()}).items()
)
WEIGHED: dict[str, Any] = {
    "violated": "《中华人民共和国治安管理处罚法》第二十六条第一款第一项、第五十九条",
    "basis": "《中华人民共和国治安管理处罚法》第二十六条第一款第一项、第五十九条",
    "discretion": "",
    "acts": ({}, {"act_cause": "property-damage"}),
    "circumstances": FOUND,
    "items": (
        {"kind": "fine", "amount_fen": 10_000, "conduct": "1"},
        {"kind": "fine", "amount_fen": 30_000, "conduct": "2"},
    ),
}
# Above the step of the second act (300元), within the law.
ABOVE = (
    {"kind": "warning", "conduct": "1"},
    {"kind": "fine", "amount_fen": 50_000} | {"conduct": "2"},
)
REASON = ({"item": "2", "own_deviation": "当众砸坏多件物品，影响恶劣。"},)


ESCAPES: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"circumstances": FOUND[:-1]}, "circumstances", "“故意损毁公私财物”：还没有认定"),
    (
        {"circumstances": (*FOUND, {"item": "3.worth", "value": "small"})},
        "circumstances.8.item",
        "3.worth",
    ),
    (
        {"basis": "《中华人民共和国治安管理处罚法》第二十六条第一款第一项"},
        "basis",
        "第五十九条",
    ),
    (
        {
            "items": (
                WEIGHED["items"][0],
                {"kind": "fine", "amount_fen": 100_001, "conduct": "2"},
            )
        },
        "items",
        "高于法定上限（1,000元）",
    ),
    (
        {"items": (WEIGHED["items"][0], {"kind": "warning", "conduct": "2"})},
        "items",
        "不在本案由的法定处罚种类",
    ),
    (
        {"items": (WEIGHED["items"][0], {"kind": "detention", "days": 11, "conduct": "2"})},
        "basis",
        "行政拘留11日不在案由“故意损毁公私财物”",
    ),
    ({"further": REASON}, "further.0.own_deviation", "没有偏离"),
    ({"grounds": ("2.no-such",)}, "grounds", "不适用"),
    ({"acts": ({}, {"act_cause": "unit-disorder"})}, "acts.1.act_cause", "相同"),
)


def refusal(cast: Cast, matter: Matter, **values: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        story.propose(cast, matter, **(SEVERAL | values))
    return dict(refused.value.fields)


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


def test_each_act_has_a_name_and_a_cause_that_fits_the_case(cast: Cast, filed: Matter) -> None:
    police.establish(cast, filed)

    told = refusal(cast, filed, acts=(ACTS[0], {}))

    assert "写明名称和依据" in told["acts.1.name"]
    assert "另选" in refusal(cast, filed, acts=(ACTS[0] | BRAWL, ACTS[1]))["acts.0.act_cause"]
    assert "没有本案可以适用" in refusal(cast, filed, acts=(ACTS[0], DUST))["acts.1.act_cause"]


@pytest.mark.tampers
def test_the_database_holds_the_days_of_one_act_and_of_all(cast: Cast, filed: Matter) -> None:
    order, draft = decided(cast, filed), Draft.objects.get()
    for wrong in (
        copied(draft, version=2, act_days=16),
        copied(draft, version=2, act_days=None),
        copied(order, days=19),
        copied(order, decided_days=20),
        copied(order, decided_days=None),
        copied(draft, version=2, acts=[]),
        copied(draft, version=2, act_count=0),
        copied(draft, version=2, act_count=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong.save()
    copied(draft, version=2).save()


# --- each act by its own cause ----------------------------------------------------------------


def known_to(cast: Cast, matter: Matter) -> Any:
    prefill = acts.service("cases.draft_decision").prefill
    assert prefill is not None
    return prefill(cast.actor("handler"), matter)


@pytest.fixture
def weighing(cast: Cast) -> Matter:
    matter = police.file_case(cast, police.opened(cast, cause="", cause_code="unit-disorder"))
    police.establish(cast, matter)
    return matter


@pytest.mark.requirement("I8")
def test_each_act_is_weighed_by_its_own_benchmark(cast: Cast, weighing: Matter) -> None:
    first: Draft = story.propose(cast, weighing, **WEIGHED)
    one, two = first.positions.order_by("number")

    assert (one.benchmark["headline"], two.benchmark["headline"]) == (
        "法定 500元以下；基准 警告或者较低罚款 200元以下；拟罚 100元：在该档之内",
        "法定 1,000元以下；基准 较低罚款 300元以下；拟罚 300元：在该档之内",
    )
    assert (one.name, two.name) == ("扰乱单位秩序", "故意损毁公私财物")
    assert "对故意损毁公私财物的行为，经查，损毁财物的价值：不足 500 元" in first.discretion

    told = refusal(cast, weighing, **(WEIGHED | {"items": ABOVE}))
    second: Draft = story.propose(cast, weighing, **WEIGHED | {"items": ABOVE, "further": REASON})

    assert "“故意损毁公私财物”：" in told["further"]
    assert "高于该档上限" in told["further"]
    assert second.discretion.endswith(
        "故意损毁公私财物，偏离裁量基准的理由：当众砸坏多件物品，影响恶劣。"
    )
    assert [p.deviates for p in second.positions.order_by("number")] == [False, True]
    known = known_to(cast, weighing)
    assert known["further"][0].own_deviation == REASON[0]["own_deviation"]
    assert known["circumstances"][4].item == "2.worth"
    assert known["acts"][1].act_cause == "property-damage"
    assert "偏离" not in known["discretion"]


def test_no_act_escapes_its_own_cause(cast: Cast, weighing: Matter) -> None:
    for changed, field, said in ESCAPES:
        assert said in refusal(cast, weighing, **(WEIGHED | changed))[field]


@pytest.mark.tampers
def test_the_database_holds_the_position_of_each_act(cast: Cast, weighing: Matter) -> None:
    draft: Draft = story.propose(cast, weighing, **WEIGHED)
    police.testimony(cast, weighing)
    cast.do("handler", "cases.end_investigation", weighing, summary="事实清楚，证据充分。")
    story.inform(cast, weighing)
    notice = draft.case.notices.get()
    more: Draft = copied(draft, version=2)
    more.save()
    one, two = draft.positions.order_by("number")
    for wrong in (
        {"cause_code": "property-damage"},
        {"number": 3},
        {"fine_fen": 50_001},
        {"fine_fen": 20_001},
        {"deviates": True},
        {"benchmark": {}},
        {"legal_low_fen": None, "legal_high_fen": None},
        {"mitigated": True},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            copied(one, draft_id=more.pk, **wrong).save()
    copied(one, draft_id=more.pk).save()
    paper = Document.objects.filter(matter=weighing).exclude(pk=notice.document_id)[0]
    told = {"draft_id": more.pk, "document_id": paper.pk, "served_on": None}
    with pytest.raises(DatabaseError), transaction.atomic():
        copied(notice, **told).save()
    unweighed = copied(two, draft_id=more.pk, fine_fen=0)
    with transaction.atomic():  # the sum of this act stands in the items, in no position
        unweighed.save()
        with pytest.raises(DatabaseError), transaction.atomic():
            copied(notice, **told).save()
        transaction.set_rollback(True)
    copied(two, draft_id=more.pk).save()
    copied(notice, **told).save()


@pytest.mark.requirement("I8")
def test_an_ordinary_case_decides_each_of_its_acts_apart() -> None:
    cast = story.make_cast()
    opened = story.open_case(cast, cause="", cause_code="construction-dust")
    matter = story.file_case(cast, opened)
    mild = {"times": "first", "corrected": "at_once", "scale": "small", "harm": "none"}
    texts = {
        role: f"{cited_by('construction-dust', role)}、{cited_by('stock-dust', role)}"
        for role in ("violated", "basis")
    }
    draft: Draft = story.propose(
        cast,
        matter,
        items=tuple({"kind": "fine", "amount_fen": 2_000_000, "conduct": n} for n in ("1", "2")),
        acts=({}, DUST),
        circumstances=tuple(
            {"item": f"{head}{item}", "value": value, "proof": "现场检查笔录"}
            for head in ("", "2.")
            for item, value in mild.items()
        ),
        **texts,
    )

    assert draft.positions.count() == 2
    assert penalty_lines(draft)[-1] == "以上罚款合计人民币肆万元整（40,000.00元）。"
    with pytest.raises(InvalidInput, match="不填"):
        story.propose(cast, matter, items=(), no_penalty_ground="not_proven", acts=({}, DUST))


def cited_by(code: str, role: str) -> str:
    cause = cause_on(code, date(2026, 3, 2))
    assert cause is not None
    return cited(a for a in cause.articles if a.role == role)
