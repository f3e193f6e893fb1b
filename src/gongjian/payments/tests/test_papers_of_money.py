"""What the papers of money tell the party and the court: each sum and paper by its own name."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.choices import OverturnGround
from gongjian.cases.models import Overturn
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.payments.models import ConfiscatedItem, GoodsHandling, Proceeding
from gongjian.payments.services import PartAsked
from gongjian.payments.testing import decided_with, receive, the_notice

from .test_enforcement import FINE, OPINION, demanded, late, wait_until

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
GAIN = 1_000_000
TAKEN = {"kind": "confiscate_gain", "amount_fen": GAIN}


@pytest.fixture
def cast() -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return story.decided_case(cast)


def told(paper: Document) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(paper.data)["fields"]
    return fields


def text_of(paper: Document) -> str:
    return json.dumps(json.loads(paper.data)["blocks"], ensure_ascii=False)


def stay(cast: Cast, matter: Matter) -> None:
    decision = the_notice(matter).decision
    Proceeding.objects.create(
        decision=decision, kind="review", began_on=cast.today, stayed_on=cast.today
    )


def fell(cast: Cast, matter: Matter) -> None:
    Overturn.objects.create(
        decision=the_notice(matter).decision,
        ground=OverturnGround.values[0],
        effective_on=cast.today,
        paper="复议决定",
        at=cast.now,
    )


def test_the_second_surcharge_decision_asks_for_what_it_adds_alone(
    cast: Cast, matter: Matter
) -> None:
    late(cast, matter, 10)
    first = cast.do("agency_head", "payments.impose_surcharge", matter, **OPINION)
    late(cast, matter, 20)

    second = cast.do("agency_head", "payments.impose_surcharge", matter, **OPINION)

    assert told(first.document)["surcharge"] == first.amount_fen
    assert told(second.document)["surcharge"] == second.amount_fen
    assert told(second.document)["imposed"] == first.amount_fen
    assert "本次不重复计算" in text_of(second.document)


def test_a_surcharge_decision_tells_what_was_paid_and_when_it_was_due(
    cast: Cast, matter: Matter
) -> None:
    first, second = cast.today + timedelta(40), cast.today + timedelta(80)
    parts = (PartAsked(first, 2_000_000), PartAsked(second, FINE - 2_000_000))
    cast.do(
        "handler",
        "payments.apply_instalment",
        matter,
        applied_on=cast.today,
        reason="资金周转困难。",
        parts=parts,
    )
    cast.do("agency_head", "payments.approve_instalment", matter, **OPINION)
    wait_until(cast, first)
    receive(cast, matter, 2_000_000)
    late(cast, matter, 2)

    row = cast.do("agency_head", "payments.impose_surcharge", matter, **OPINION)

    fields = told(row.document)
    assert fields["fine"] == FINE
    assert fields["due_on"] == first.isoformat()
    assert fields["arrears"] == "至今尚有32,120.00元没有缴纳"


def test_an_instalment_decision_tells_the_fine_and_what_is_left(cast: Cast, matter: Matter) -> None:
    receive(cast, matter, 1_212_000)
    part = PartAsked(cast.today + timedelta(60), 4_000_000)
    asked: dict[str, Any] = {"applied_on": cast.today, "reason": "资金周转困难。"}
    cast.do("handler", "payments.apply_instalment", matter, **asked, parts=(part,))

    cast.do("agency_head", "payments.approve_instalment", matter, **OPINION)

    paper = Document.objects.get(matter=matter, kind="instalment-decision")
    assert told(paper)["fine"] == FINE
    assert told(paper)["owed"] == 4_000_000


def test_what_was_gained_unlawfully_is_not_paid_later(cast: Cast) -> None:
    matter = decided_with(cast, TAKEN)
    part = PartAsked(cast.today + timedelta(60), GAIN)
    asked: dict[str, Any] = {"applied_on": cast.today, "reason": "资金周转困难。"}

    with pytest.raises(RuleBroken, match="没收的违法所得不能"):
        cast.do("handler", "payments.apply_instalment", matter, **asked, parts=(part,))


def test_demand_and_application_name_each_sum_and_the_paper(cast: Cast) -> None:
    matter = decided_with(cast, {"kind": "fine", "amount_fen": FINE}, TAKEN)
    notice = the_notice(matter)
    late(cast, matter, 10)
    imposed = cast.do("agency_head", "payments.impose_surcharge", matter, **OPINION).amount_fen
    demanded(cast, matter)
    demand = the_notice(matter).demands.get()
    court: dict[str, Any] = {"party_opinion": "未提出意见。", "assets": ""}
    with pytest.raises(InvalidInput, match="执行标的情况"):
        cast.do("agency_head", "payments.apply_to_court", matter, **court)
    assert demand.principal_fen == FINE + GAIN + imposed

    fields = told(demand.document)

    assert (fields["fine"], fields["confiscated"]) == (FINE, GAIN)
    assert fields["surcharge"] == imposed + demand.surcharge_fen
    assert fields["total"] == demand.principal_fen + demand.surcharge_fen
    assert [line[:6] for line in fields["obligations"]] == [
        "缴纳罚款人民",
        "缴纳没收的违",
        "缴纳加处罚款",
    ]
    assert fields["decision_title"] == notice.decision.document.title


@pytest.mark.tampers
@pytest.mark.parametrize(("happened", "why"), [(fell, "已经失效"), (stay, "停止执行")])
def test_nothing_confiscated_is_sold_while_the_decision_does_not_run(
    cast: Cast, matter: Matter, happened: Callable[[Cast, Matter], None], why: str
) -> None:
    happened(cast, matter)
    values: dict[str, Any] = {
        "item": matter.uid,
        "way": "destroy",
        "handled_on": cast.today,
        "place": "仓库",
        "second": cast.people["unit_head"].uid,
        "record": matter.uid,
    }

    with pytest.raises(RuleBroken, match=why):
        cast.do("handler", "payments.handle_goods", matter, **values)


@pytest.mark.tampers
@pytest.mark.parametrize("fallen", [False, True])
def test_the_database_keeps_goods_of_a_decision_out_of_force(cast: Cast, fallen: bool) -> None:
    goods = {"kind": "confiscate_goods", "detail": "电机", "value_fen": 1, "value_basis": "发票"}
    matter = decided_with(cast, {"kind": "fine", "amount_fen": 300_000}, goods)
    notice = the_notice(matter)
    item = ConfiscatedItem.objects.create(
        decision=notice.decision,
        penalty_item=1,
        name="电机",
        quantity="一台",
        kept_at="仓库",
        keeper="王示例",
        taken_on=cast.today,
        entered_by=matter.lead,
        entered_at=cast.now,
    )
    if fallen:
        fell(cast, matter)
    refused = pytest.raises(IntegrityError, match="payments_goodshandling: insert refused")

    with refused if fallen else nullcontext(), transaction.atomic():
        GoodsHandling.objects.create(
            item=item,
            document=notice.document,
            way="destroy",
            handled_on=cast.today,
            place="仓库",
            first=matter.lead,
            second=cast.people["unit_head"],
        )
