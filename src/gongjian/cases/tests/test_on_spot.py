"""A penalty on the spot: what it writes, what it refuses, what follows (简易程序)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from gongjian.cases import testing as story
from gongjian.cases.errors import OrdinaryProcedure, SameOfficer
from gongjian.cases.models import (
    Case,
    Collection,
    Decision,
    Delivery,
    Notice,
    OnSpot,
    Performance,
    Statement,
)
from gongjian.cases.public_order.models import Victim, VictimCopy
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.documents.models import Document
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter
from gongjian.matters.ports import facts_of
from gongjian.matters.queries import history_of

pytestmark = pytest.mark.django_db
COMPANY = story.COMPANY | {"uscc": "91510800MA0000Q10Y"}
TRADER: dict[str, Any] = {
    "party_kind": "sole_trader",
    "party_name": "罗家区鲜果汇水果店（示例）",
    "uscc": "92340400MA0000H640",
    "legal_representative": "常示例",
}


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_scene_cast()


@pytest.fixture
def force(home: object) -> Cast:
    made = story.make_scene_cast("lufeng", "public-security")
    story.police(made, "handler")
    return made


def refused(cast: Cast, error: type[Exception], match: str, **values: Any) -> None:
    """Impose what must be refused, and see that nothing was written."""
    before = Entry.objects.count()
    with pytest.raises(error, match=match):
        story.penalize(cast, **values)
    assert Entry.objects.count() == before
    assert not Case.objects.exists()


# --- what it writes -----------------------------------------------------------------------------


def test_one_act_writes_case_notice_decision_and_delivery(cast: Cast) -> None:
    matter = story.penalize(cast)

    decision = Decision.objects.select_related("on_spot", "document").get()
    notice, delivery = Notice.objects.get(), Delivery.objects.get()
    assert history_of(matter) == ["show_identity", "tell", "hear", "penalize", "hand_over"]
    assert matter.marking == ["to_execute", "to_publish", "to_report"]
    assert matter.number == decision.number == decision.document.number
    assert "当罚决" in matter.number
    assert (notice.oral, notice.document, notice.served_on) == (True, None, decision.decided_on)
    assert Statement.objects.get().waived
    assert delivery.document == delivery.receipt == decision.document
    assert decision.on_spot is not None
    assert decision.on_spot.limit_fen == 20_000
    assert "第五十一条" in decision.on_spot.limit_source


def test_the_paper_says_all_that_the_law_asks_and_sends_to_review_first(cast: Cast) -> None:
    story.penalize(
        cast,
        spoke="spoke",
        said="我只摆了十分钟。",
        checked="录像显示已摆两小时。",
        correction="立即撤除摊位",
    )

    text = Document.objects.get(kind="on-the-spot-decision").data
    for words in (
        "占道约2平方米",
        "第三十六条第一项",
        "伍拾元整",
        "步行街3号门前",
        "我只摆了十分钟",
        "没有因陈述、申辩加重处罚",
        "先向青川市人民政府申请行政复议",
        "60日",
        "15日",
        "立即撤除摊位",
        cast.people["second"].name,
        "向社会公示",
    ):
        assert words in text, words


def test_a_refusal_to_sign_is_noted_on_the_paper_and_in_the_delivery(cast: Cast) -> None:
    story.penalize(cast, refused=True, refusal="当事人称不识字，拒绝签名")

    delivery = Delivery.objects.get()
    assert delivery.refused
    assert "拒绝签收：当事人称不识字" in Document.objects.get(kind="on-the-spot-decision").data


def test_a_warning_needs_no_payment(cast: Cast) -> None:
    matter = story.penalize(cast, penalty="warning", amount_fen=None)

    assert matter.marking == ["executed", "to_publish", "to_report"]
    assert not matter.deadlines.filter(code="payment-limit").exists()


def test_an_organisation_may_be_fined_up_to_its_own_limit(cast: Cast) -> None:
    story.penalize(cast, COMPANY, amount_fen=300_000)

    assert OnSpot.objects.get().limit_fen == 300_000


def test_one_scene_is_penalized_once(cast: Cast) -> None:
    scene: dict[str, Any] = {"scene": cast.people["handler"].uid}
    story.penalize(cast, **scene)

    with pytest.raises(RuleBroken, match="已经作出"):
        story.penalize(cast, **scene)

    assert Decision.objects.count() == 1


# --- what it refuses ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "match"),
    [
        ({"amount_fen": 20_001}, r"超过当场处罚的限额200\.00元"),
        ({"party": TRADER, "amount_fen": 20_001}, "个体工商户"),
        ({"party": COMPANY, "amount_fen": 300_001}, r"3,000\.00元"),
        ({"minor": True}, "未满十八周岁"),
        ({"party": story.PERSON | {"id_number": "11010520120307002X"}}, "未满十八周岁"),
        ({"complex": True}, "法制审核"),
        ({"public_interest": True}, "法制审核"),
        ({"certain": False}, "确凿"),
    ],
)
def test_what_must_go_the_ordinary_way_is_refused(
    cast: Cast, values: dict[str, Any], match: str
) -> None:
    refused(cast, OrdinaryProcedure, match, **values)


@pytest.mark.parametrize("profile", ["xiamen", "lufeng"])
def test_a_catalogue_of_all_ordinary_cases_leaves_the_summary_ones_alone(
    home: object, profile: str
) -> None:
    cast = story.make_scene_cast(profile)

    story.penalize(cast)
    with pytest.raises(OrdinaryProcedure, match="法制审核"):
        story.penalize(cast, major_rights=True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount_fen": None}, "amount_fen"),
        ({"penalty": "warning"}, "amount_fen"),
        ({"told": False}, "told"),
        ({"publication_told": False}, "publication_told"),
        ({"spoke": "spoke", "checked": "已查。"}, "said"),
        ({"spoke": "spoke", "said": "太重。"}, "checked"),
        ({"refused": True}, "refusal"),
    ],
)
def test_what_must_be_stated_is_asked_for_by_name(
    cast: Cast, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as told:
        story.penalize(cast, **values)

    assert set(told.value.fields) == {field}
    assert not Case.objects.exists()


def test_what_happened_days_ago_was_not_found_on_the_spot(cast: Cast) -> None:
    cast.wait(days=3)

    refused(cast, InvalidInput, "不是当场发现", acted_at=cast.now - timedelta(days=2))


def test_one_officer_is_not_two(cast: Cast) -> None:
    refused(cast, RuleBroken, "不得少于两人", second=None)
    refused(cast, RuleBroken, "不得少于两人", second=None, alone_agreed=True, recording="A1")
    refused(cast, SameOfficer, "不得少于两人", second=cast.people["handler"].uid)


def test_only_handlers_penalize(cast: Cast) -> None:
    cast.people["handler"] = cast.people["agency_head"]
    cast.actors.clear()

    refused(cast, NotAllowed, "当场处罚")


# --- public order -------------------------------------------------------------------------------


def test_one_police_officer_may_act_alone_if_agreed_and_recorded(force: Cast) -> None:
    alone: dict[str, Any] = {
        "second": None,
        "public_order": True,
        "alone_agreed": True,
        "recording": "LG-0302-01",
        "publication_told": False,
        "amount_fen": 50_000,
    }

    matter = story.penalize(force, **alone)

    assert (matter.second, matter.domain) == (None, "public-order")
    text = Document.objects.get(kind="on-the-spot-decision").data
    assert "LG-0302-01" in text
    assert "向社会公示" not in text
    assert OnSpot.objects.get().limit_fen == 50_000
    for lacking in ({"alone_agreed": False}, {"recording": ""}):
        with pytest.raises(RuleBroken, match="全程同步录音录像"):
            story.penalize(force, **(alone | lacking))


def test_public_order_is_for_the_police(cast: Cast) -> None:
    refused(cast, RuleBroken, "人民警察", public_order=True)


# --- what follows -------------------------------------------------------------------------------


def test_a_fine_taken_on_the_spot_goes_to_the_agency_and_to_the_bank(cast: Cast) -> None:
    matter = story.collect(cast, story.penalize(cast))
    assert matter.marking == ["collected", "to_publish", "to_report"]
    assert matter.deadlines.get(code="payment.handin").state == "open"
    assert matter.deadlines.get(code="payment-limit").state == "met"

    cast.do("handler", "cases.hand_in_fine", matter, received_by=cast.people["unit_head"].uid)
    cast.do("unit_head", "cases.bank_fine", matter, bank_receipt="SC-2026-1")

    row = Collection.objects.get()
    assert row.collected_at <= row.handed_in_at <= row.banked_at  # type: ignore[operator]
    assert "executed" in matter.marking
    assert matter.deadlines.get(code="payment.bank").state == "met"
    assert Performance.objects.get().collection == row


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "ground"),
        ({"ground": "hard_later"}, "ground_note"),
        ({"ground": "remote", "ground_note": "山区，无银行。"}, "asked_by_party"),
    ],
)
def test_no_cash_outside_the_grounds_of_the_law(
    cast: Cast, values: dict[str, Any], field: str
) -> None:
    matter = story.penalize(cast, amount_fen=15_000)

    with pytest.raises(InvalidInput) as told:
        story.collect(cast, matter, **values)

    assert set(told.value.fields) == {field}
    assert not Collection.objects.exists()


def test_a_larger_fine_may_be_taken_where_it_could_not_be_later(cast: Cast) -> None:
    matter = story.penalize(cast, amount_fen=15_000)

    story.collect(cast, matter, ground="hard_later", ground_note="当事人系外地流动摊贩。")

    assert Collection.objects.get().limit_fen == 10_000


def test_a_receipt_is_used_once(cast: Cast) -> None:
    story.collect(cast, story.penalize(cast), receipt_number="A1")

    with pytest.raises(InvalidInput, match="已经用于"):
        story.collect(cast, story.penalize(cast), receipt_number="A1")


def test_a_warning_is_not_collected(cast: Cast) -> None:
    matter = story.penalize(cast, penalty="warning", amount_fen=None)

    with pytest.raises(RuleBroken, match="待缴款"):
        story.collect(cast, matter)


def test_nobody_hands_the_money_to_himself_or_banks_what_he_took(cast: Cast) -> None:
    matter = story.collect(cast, story.penalize(cast))

    with pytest.raises(InvalidInput, match="另一名"):
        cast.do("handler", "cases.hand_in_fine", matter, received_by=cast.people["handler"].uid)
    with pytest.raises(InvalidInput, match="当场收缴的"):
        cast.do("second", "cases.hand_in_fine", matter, received_by=cast.people["handler"].uid)
    with pytest.raises(RuleBroken, match="须先到"):
        cast.do("unit_head", "cases.bank_fine", matter, bank_receipt="x")


def test_the_police_settle_no_vice_on_the_spot(force: Cast) -> None:
    with pytest.raises(OrdinaryProcedure, match="不适用当场处罚"):
        story.penalize(force, public_order=True, cause="嫖娼")


def test_public_order_money_is_taken_only_without_objection(force: Cast) -> None:
    matter = story.penalize(force, public_order=True, amount_fen=20_000)

    with pytest.raises(InvalidInput, match="没有异议"):
        story.collect(force, matter)
    story.collect(force, matter, no_objection=True)

    assert matter.deadlines.get(code="payment.handin").due_on == force.today + timedelta(days=2)


def test_whom_the_act_harmed_gets_the_decision_before_the_case_is_closed(force: Cast) -> None:
    matter = story.penalize(force, public_order=True, victim="被示例")
    assert not facts_of(matter, force.clock)["victims_served"]
    victim = Victim.objects.get()

    given: dict[str, Any] = {"victim": victim.uid, "given_on": force.today, "receiver": "被示例"}
    force.do("handler", "cases.give_victim_copy", matter, **given)

    assert (victim.name, VictimCopy.objects.get().late) == ("被示例", False)
    assert facts_of(matter, force.clock)["victims_served"]
    with pytest.raises(RuleBroken, match="送达"):
        force.do("handler", "cases.give_victim_copy", matter, **given)


@pytest.mark.parametrize("said", [{"public_order": True}, {"victim": "被示例"}])
def test_nobody_is_registered_where_nobody_was_harmed_or_no_public_order(
    cast: Cast, force: Cast, said: dict[str, Any]
) -> None:
    inside = force if "public_order" in said else cast
    matter = story.penalize(inside, **said)

    assert not Victim.objects.exists()
    assert facts_of(matter, inside.clock)["victims_served"]
    given: dict[str, Any] = {"victim": uuid4(), "given_on": inside.today, "receiver": "被示例"}
    with pytest.raises(RuleBroken):
        inside.do("handler", "cases.give_victim_copy", matter, **given)


# --- the ordinary way -----------------------------------------------------------------------------


def test_what_was_typed_on_the_scene_goes_on_under_the_ordinary_procedure(cast: Cast) -> None:
    names = ("cause", "facts", "evidence", "violated", "basis", "place")
    typed = {name: story.STALL[name] for name in names}

    matter: Matter = cast.do(
        "handler",
        "cases.turn_to_ordinary",
        second=cast.people["second"].uid,
        amount_fen=50_000,
        acted_at=cast.now,
        **typed,
        **story.PERSON,
    )

    assert matter.process.code == "penalty-ordinary"
    assert matter.marking == ["registered"]
    from gongjian.common import acts

    fills = {
        code: dict(acts.service(code).prefill(cast.actor("handler"), matter))  # type: ignore[misc]
        for code in ("cases.propose_filing", "cases.draft_decision")
    }
    assert typed["facts"] in fills["cases.propose_filing"]["facts"]
    assert fills["cases.propose_filing"]["basis"] == typed["violated"]
    assert fills["cases.draft_decision"]["basis"] == typed["basis"]
    assert fills["cases.draft_decision"]["items"][0]["amount_fen"] == 50_000
