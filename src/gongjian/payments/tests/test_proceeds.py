"""What an auction of confiscated goods brings goes to the treasury, by nobody who sold it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.documents.typed import act_code
from gongjian.jobs.services import work_until_idle
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer
from gongjian.payments.accounts import day_of_money
from gongjian.payments.models import ConfiscatedItem, GoodsHandling, ProceedsHandover
from gongjian.payments.services.goods import RECORD
from gongjian.payments.testing import decided_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
GOODS: dict[str, Any] = {
    "kind": "confiscate_goods",
    "detail": "电机一台",
    "value_fen": 60_000,
    "value_basis": "发票",
}
SOLD: dict[str, Any] = {
    "way": "auction",
    "place": "青川市公共资源交易中心",
    "receiver": "青川拍卖有限公司",
    "proceeds_fen": 52_000,
}
PAID: dict[str, Any] = {"receipt_number": "缴款书001"}


@pytest.fixture
def cast() -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    """Return a case whose confiscated motor lies in the store, with the record of its sale."""
    made = decided_with(cast, {"kind": "fine", "amount_fen": 300_000}, GOODS)
    kept: dict[str, Any] = {"name": "电机", "quantity": "一台", "kept_at": "仓库"}
    cast.do(
        "handler",
        "payments.register_goods",
        made,
        taking="item-1",
        keeper="王示例",
        taken_on=cast.today,
        **kept,
    )
    paper: Document = cast.do(
        "handler", act_code(RECORD), made, **vars(typed_command(RECORD, cast.now))
    )
    work_until_idle(cast.clock)
    paper.refresh_from_db()
    assert paper.state == "issued"
    return made


def sell(cast: Cast, matter: Matter, **values: Any) -> GoodsHandling:
    known: dict[str, Any] = SOLD | {
        "item": ConfiscatedItem.objects.get().uid,
        "handled_on": cast.today,
        "second": cast.people["unit_head"].uid,
        "record": Document.objects.get(matter=matter, kind=RECORD).uid,
    }
    row: GoodsHandling = cast.do("handler", "payments.handle_goods", matter, **(known | values))
    return row


def hand_over(cast: Cast, matter: Matter, office: str = "finance", **values: Any) -> Any:
    sold = GoodsHandling.objects.first()
    known: dict[str, Any] = PAID | {
        "handling": sold.uid if sold else matter.uid,
        "handed_on": cast.today,
    }
    return cast.do(office, "payments.hand_over_proceeds", matter, **(known | values))


@pytest.mark.requirement("O4")
def test_a_sale_is_a_difference_of_every_day_until_its_money_is_in_the_treasury(
    cast: Cast, matter: Matter
) -> None:
    sell(cast, matter)
    sold_on = cast.today
    cast.wait(days=5)

    (line,) = held_back(cast)
    assert "电机拍卖所得520.00元，还没有上缴国库（拍卖后第5日）" in line
    row = hand_over(cast, matter)

    assert (row.handed_on, row.receipt_number) == (cast.today, "缴款书001")
    assert held_back(cast) == []
    assert day_of_money(cast.agency.pk, sold_on).differences
    with pytest.raises(RuleBroken, match="没有待上缴国库"):
        hand_over(cast, matter)


def held_back(cast: Cast) -> list[str]:
    return [x for x in day_of_money(cast.agency.pk, cast.today).differences if "国库" in x]


# What is said of a way -> what is refused.
WRONG: list[dict[str, Any]] = [
    {"proceeds_fen": None},
    {"way": "destroy"},
    {"way": "transfer"},
]


@pytest.mark.parametrize("values", WRONG)
def test_an_auction_tells_what_it_brought_and_nothing_else_does(
    cast: Cast, matter: Matter, values: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput, match="拍卖所得"):
        sell(cast, matter, **values)


def test_money_is_handed_over_after_the_sale_by_finance_alone(cast: Cast, matter: Matter) -> None:
    with pytest.raises(RuleBroken, match="没有待上缴国库"):
        hand_over(cast, matter)
    sell(cast, matter)
    for office in ("handler", "unit_head", "agency_head"):
        with pytest.raises(NotAllowed):
            hand_over(cast, matter, office)
    with pytest.raises(NotFound, match="没有这笔"):
        hand_over(cast, matter, handling=matter.uid)
    with pytest.raises(InvalidInput, match="早于拍卖日期"):
        hand_over(cast, matter, handed_on=cast.today - timedelta(1))


def test_who_sold_it_does_not_hand_its_money_over(cast: Cast, matter: Matter) -> None:
    both = make_officer(cast.agency, ("handler", "finance"))
    sell(cast, matter, second=both.uid)
    cast.people["finance"] = both

    with pytest.raises(RuleBroken, match="您参与了这件物品的处理"):
        hand_over(cast, matter)


@pytest.mark.tampers
def test_the_database_keeps_no_sale_without_a_sum_nor_money_by_who_sold_it(
    cast: Cast, matter: Matter
) -> None:
    assert matter.lead is not None
    known: dict[str, Any] = {
        "item": ConfiscatedItem.objects.get(),
        "document": Document.objects.get(matter=matter, kind=RECORD),
        "handled_on": cast.today,
        "place": "仓库",
        "receiver": "某公司",
        "first": matter.lead,
        "second": cast.people["unit_head"],
    }
    with refused("payments_goodshandling: insert refused"), transaction.atomic():
        GoodsHandling.objects.create(way="auction", **known)
    with refused("only_an_auction_brings_money"), transaction.atomic():
        GoodsHandling.objects.create(way="transfer", proceeds_fen=1, **known)
    row = sell(cast, matter)
    handed: dict[str, Any] = {"handling": row, "receipt_number": "1", "entered_at": cast.now}
    finance = cast.people["finance"]
    for officer, on in ((matter.lead, cast.today), (finance, cast.today - timedelta(1))):
        with refused("payments_proceedshandover: insert refused"), transaction.atomic():
            ProceedsHandover.objects.create(entered_by=officer, handed_on=on, **handed)
    assert ProceedsHandover.objects.create(entered_by=finance, handed_on=cast.today, **handed).pk


def refused(what: str) -> Any:
    return pytest.raises(IntegrityError, match=what)
