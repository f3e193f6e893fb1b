"""What a decision takes for good, by item and by list, and what is on no register yet."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.choices import OverturnGround
from gongjian.cases.models import Decision, GoodsDisposal, Overturn
from gongjian.cases.queries import case_of
from gongjian.cases.taken import goods_registered, takings_of, unregistered
from gongjian.cases.testing import Cast
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.tampers, pytest.mark.usefixtures("home")]
FINE: dict[str, Any] = {"kind": "fine", "amount_fen": 300_000}


def goods(detail: str) -> dict[str, Any]:
    known = {"kind": "confiscate_goods", "detail": detail}
    return known | {"value_fen": 60_000, "value_basis": "发票"}


def fresh(matter: Matter, *marking: str) -> Matter:
    found = Matter.objects.select_related("agency").get(pk=matter.pk)
    found.marking = list(marking) or found.marking
    return found


@pytest.fixture
def cast(home: Any) -> Cast:
    return story.make_cast()


@pytest.fixture
def filed(cast: Cast) -> Matter:
    return story.file_case(cast, story.open_case(cast))


@pytest.fixture
def taking(cast: Cast, filed: Matter) -> Matter:
    """Return a case whose decision fines and takes two things."""
    story.investigate(cast, filed, items=(FINE, goods("电机一台"), goods("原料2吨")))
    story.inform(cast, filed)
    story.decide(cast, story.let_time_run(cast, filed))
    return story.deliver(cast, filed)


@pytest.fixture
def force(home: Any) -> Cast:
    return police.police_cast()


@pytest.fixture
def collected(force: Cast) -> Matter:
    """Return a 治安 case of which the police list collects one thing and gives back another."""
    matter = police.file_case(force, police.opened(force))
    for way in ("collect", "return"):
        listed(force, matter, way)
    return matter


def listed(cast: Cast, matter: Matter, way: str) -> GoodsDisposal:
    paper = Document.objects.filter(matter=matter).order_by("id")[0]
    row = GoodsDisposal(
        case=case_of(matter),
        document=paper,
        name=f"{way}的赌具",
        way=way,
        note="依据",
        decided_on=cast.today,
        decided_by=cast.people["agency_head"],
    )
    row.save(force_insert=True)
    return row


def test_before_a_decision_nothing_is_taken(filed: Matter) -> None:
    assert takings_of(fresh(filed)) == {}
    assert takings_of(fresh(filed, "mediating")) == {}
    assert unregistered(fresh(filed)) == []


def test_each_item_of_goods_is_taken_and_the_fine_is_none(taking: Matter) -> None:
    found = takings_of(fresh(taking))

    assert [(one.code, one.label, one.number) for one in found.values()] == [
        ("item-1", "电机一台", 1),
        ("item-2", "原料2吨", 2),
    ]
    assert list(found) == ["item-1", "item-2"]
    assert unregistered(fresh(taking)) == list(found.values())


def test_the_register_is_asked_where_the_case_could_be_closed(taking: Matter) -> None:
    assert goods_registered(fresh(taking))
    assert not goods_registered(fresh(taking, "executed"))


def test_what_is_registered_is_no_longer_missing(cast: Cast, taking: Matter) -> None:
    cast.do(
        "handler",
        "payments.register_goods",
        taking,
        taking="item-1",
        name="电机",
        quantity="一台",
        kept_at="罚没物品仓库",
        keeper="王示例",
        taken_on=cast.today,
    )

    assert [one.code for one in unregistered(fresh(taking))] == ["item-2"]


def test_a_decision_out_of_force_takes_nothing(cast: Cast, taking: Matter) -> None:
    row = Overturn(
        decision=Decision.objects.get(),
        ground=OverturnGround.REVOKED,
        effective_on=cast.today,
        paper="青府复决字〔2026〕1号",
        at=cast.now,
    )
    row.save(force_insert=True)

    assert takings_of(fresh(taking)) == {}
    assert goods_registered(fresh(taking, "executed"))


@pytest.mark.parametrize("place", ["mediating", "unpunished_told", "not_punished"])
def test_without_a_penalty_the_list_alone_collects(collected: Matter, place: str) -> None:
    row = GoodsDisposal.objects.get(way="collect")

    found = takings_of(fresh(collected, place))

    assert [(one.code, one.collected, one.number) for one in found.values()] == [
        (str(row.uid), row, None)
    ]
    assert takings_of(fresh(collected, "investigating")) == {}


def test_a_list_that_is_void_and_one_of_another_case_collect_nothing(
    force: Cast, collected: Matter
) -> None:
    other = police.file_case(force, police.opened(force))
    assert takings_of(fresh(other, "mediating")) == {}

    Document.objects.filter(matter=collected).update(state=DocumentState.VOID, void_reason="写错")
    assert takings_of(fresh(collected, "mediating")) == {}
