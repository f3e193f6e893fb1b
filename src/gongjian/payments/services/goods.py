"""Confiscated goods: a register under what took them, and what becomes of them (没收物品)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gongjian.cases.models import Decision
from gongjian.cases.papers import handlers
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.services.people import certified, no_handler
from gongjian.cases.standing import still_takes
from gongjian.cases.taken import Taking, takings_of, unregistered
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.matters.services import renew_inbox
from gongjian.orgs.queries import serving_officers
from gongjian.payments.choices import GoodsWay, UntakenGround
from gongjian.payments.models import ConfiscatedItem, GoodsHandling, UntakenGoods
from gongjian.payments.queries import goods_in

from .conditions import to_be_executed

RECORD = "confiscated-goods-record"
NOTHING_TAKEN = "有效的处罚决定没有没收物品，也没有收缴的物品；几个机关共同决定的，由主办机关登记"
NO_SUCH = "没有这一项待登记的没收物品，请从列表中选择"


@dataclass(frozen=True)
class RegisterGoods:
    taking: str = fields.code("没收的哪一项", of="payments.taking")
    name: str = fields.line("物品名称")
    quantity: str = fields.line("数量", max_length=60, help="例如：三台、十二箱")
    kept_at: str = fields.line("存放地点")
    keeper: str = fields.line("保管人", max_length=60, help="不是本案承办人")
    taken_on: date = fields.day("入库日期")


@act("payments.register_goods", title="登记没收物品", step=False)
def register_goods(*, act: Act, cmd: RegisterGoods) -> ConfiscatedItem:
    """Enter a confiscated thing in the register, under what took it; one taking may have several.

    Raises:
        NotFound: the decision in force takes no such thing.
        InvalidInput: taken before it was decided; with the police, kept by who handles the case.

    Source: 行政处罚法 第九条第二项、第七十四条第一款;
    公安机关办理行政案件程序规定 第一百八十八条第二款、第一百九十六条.
    """
    decision, taking = _taking(act.matter, cmd.taking)
    taken_by = decision or taking.collected
    if taken_by is not None and cmd.taken_on < taken_by.decided_on:
        raise InvalidInput({"taken_on": "入库日期早于决定日期，请核对"})
    own = {one.name for one in handlers(act.matter)}
    if case_of(act.matter).public_order and cmd.keeper.strip() in own:
        raise InvalidInput({"keeper": "本案承办人不能自行保管涉案财物，请填写另外指定的保管人"})
    row = ConfiscatedItem(
        decision=decision,
        penalty_item=taking.number,
        collected=taking.collected,
        name=cmd.name,
        quantity=cmd.quantity,
        kept_at=cmd.kept_at,
        keeper=cmd.keeper,
        taken_on=cmd.taken_on,
        entered_by_id=act.officer,
        entered_at=act.now,
    )
    act.write(row)
    renew_inbox(act)
    return row


register_goods.requires(certified)


@register_goods.prefilled
def _first_open(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    waiting = unregistered(matter) or list(takings_of(matter).values())
    return {"taking": waiting[0].code, "name": waiting[0].label[:200]} if waiting else {}


@dataclass(frozen=True)
class ExcuseGoods:
    taking: str = fields.code("没收的哪一项", of="payments.unregistered")
    ground: str = fields.choice("不能收取的情形", UntakenGround.choices)
    reason: str = fields.text("原因", max_length=1000, help="写明何时、怎样灭失，或者怎样查找")
    evidence: str = fields.text("依据", max_length=1000, help="证明这一情况的材料和出处")


@act("payments.excuse_goods", title="确认没收物品不能收取", step=False, final=True)
def excuse_goods(*, act: Act, cmd: ExcuseGoods) -> UntakenGoods:
    """State that what was confiscated cannot be taken over, why, and what shows it.

    Raises:
        NotFound: nothing of that kind waits to be registered.

    Source: 行政处罚法 第七十四条第一款; 行政强制法 第四十条第三项.
    """
    decision, taking = _taking(act.matter, cmd.taking)
    if taking.code not in {one.code for one in unregistered(act.matter)}:
        raise NotFound(NO_SUCH)
    row = UntakenGoods(
        decision=decision,
        penalty_item=taking.number,
        collected=taking.collected,
        ground=cmd.ground,
        reason=cmd.reason,
        evidence=cmd.evidence,
        stated_by_id=act.officer,
        stated_at=act.now,
    )
    act.write(row)
    renew_inbox(act)
    return row


excuse_goods.requires(no_handler)


@excuse_goods.requires
def _something_unregistered(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if unregistered(matter) else "没有尚未登记的没收物品"


@register_goods.requires
@excuse_goods.requires
def _goods_decided(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if takings_of(matter) else NOTHING_TAKEN


def _taking(matter: Matter, code: str) -> tuple[Decision | None, Taking]:
    """Return the decision that takes a thing, None where the list of the police alone does."""
    taking = takings_of(matter).get(code)
    if taking is None:
        raise NotFound(NO_SUCH)
    return decision_of(case_of(matter)), taking


@dataclass(frozen=True)
class HandleGoods:
    item: UUID = fields.ref("没收物品", of="payments.goods")
    way: str = fields.choice("处理方式", GoodsWay.choices)
    handled_on: date = fields.day("处理日期")
    place: str = fields.line("处理地点")
    second: UUID = fields.ref("另一名处理人员", of="orgs.colleague")
    record: UUID = fields.ref(
        "处理记录", of="payments.goods_record", help="先制作《罚没物品处理记录》，签发后选择"
    )
    receiver: str = fields.only_for(
        "way",
        (GoodsWay.AUCTION, GoodsWay.TRANSFER),
        fields.line("接收单位", required=False),
        needed="拍卖、移交必填",
    )
    proceeds_fen: int | None = fields.only_for(
        "way",
        (GoodsWay.AUCTION,),
        fields.money("拍卖所得", required=False, min_fen=1, help="全部上缴国库"),
        needed="公开拍卖必填",
    )


@act("payments.handle_goods", title="处理没收物品", step=False, final=True)
def handle_goods(*, act: Act, cmd: HandleGoods) -> GoodsHandling:
    """Destroy, sell or hand over a confiscated thing: two persons, on a document.

    Raises:
        InvalidInput: one person twice, nobody named who received it, or an auction that does not
            tell what it brought.

    Source: 行政处罚法 第七十四条第一款.
    """
    item = next((i for i in unhandled(act.matter) if i.uid == cmd.item), None)
    if item is None:
        raise NotFound("没有这件待处理的物品，请从列表中选择")
    second = serving_officers(act.agency, act.today).filter(uid=cmd.second).first()
    problems: dict[str, str] = {}
    if second is None or second.pk == act.officer:
        problems["second"] = "处理没收物品应当有两人，请选择本机关的另一人"
    if cmd.way != GoodsWay.DESTROY and not cmd.receiver:
        problems["receiver"] = "拍卖、移交的，请填写接收单位"
    if (cmd.way == GoodsWay.AUCTION) != (cmd.proceeds_fen is not None):
        problems["proceeds_fen"] = "公开拍卖的，请填写拍卖所得；不是拍卖的不填"
    if cmd.handled_on < item.taken_on:
        problems["handled_on"] = "处理日期早于入库日期，请核对"
    if problems or second is None:
        raise InvalidInput(problems)
    paper = records(act.matter).filter(uid=cmd.record).first()
    if paper is None:
        raise NotFound("没有这份签发的处理记录，请从列表中选择")
    row = GoodsHandling(
        item=item,
        document=paper,
        way=cmd.way,
        handled_on=cmd.handled_on,
        place=cmd.place,
        receiver=cmd.receiver,
        proceeds_fen=cmd.proceeds_fen,
        first_id=act.officer,
        second=second,
    )
    act.write(row)
    return row


def unhandled(matter: Matter) -> list[ConfiscatedItem]:
    """Return the confiscated things that still lie in the store."""
    lying = ConfiscatedItem.objects.filter(goods_in(matter), handling__isnull=True)
    # What a list took that fell is given back; so is what a changed decision no longer takes.
    standing = lying.filter(collected__document__overturn=None).select_related("decision__draft")
    return [item for item in standing if still_takes(item.decision, item.penalty_item)]


def records(matter: Matter) -> QuerySet[Document]:
    """Return the issued records of what became of confiscated goods."""
    return Document.objects.filter(matter=matter, kind=RECORD, state=DocumentState.ISSUED)


handle_goods.requires(certified)
# What was taken by a decision that fell is given back, and can no longer be once it is destroyed.
handle_goods.requires(to_be_executed)


@handle_goods.requires
def _something_lies_there(actor: Actor, matter: Matter, clock: Clock) -> str:
    if not unhandled(matter):
        return "没有待处理的没收物品"
    return "" if records(matter).exists() else "请先制作《罚没物品处理记录》"
