"""Confiscated goods: a register under the penalty item, and what becomes of them (没收物品)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gongjian.cases.choices import PenaltyKind
from gongjian.cases.models import Decision
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.services.people import certified
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.orgs.queries import serving_officers
from gongjian.payments.choices import GoodsWay
from gongjian.payments.models import ConfiscatedItem, GoodsHandling

from .conditions import to_be_executed

RECORD = "confiscated-goods-record"


@dataclass(frozen=True)
class RegisterGoods:
    name: str = fields.line("物品名称")
    quantity: str = fields.line("数量", max_length=60, help="例如：三台、十二箱")
    kept_at: str = fields.line("存放地点")
    keeper: str = fields.line("保管人", max_length=60, help="不是本案承办人")
    taken_on: date = fields.day("入库日期")


@act("payments.register_goods", title="登记没收物品", step=False)
def register_goods(*, act: Act, cmd: RegisterGoods) -> ConfiscatedItem:
    """Enter a confiscated thing in the register, under the penalty item that took it.

    Raises:
        InvalidInput: taken before it was decided.

    Source: 行政处罚法 第九条第二项、第七十四条第一款.
    """
    decision, number = _confiscated(act.matter)
    if decision is None:
        raise RuleBroken("处罚决定中没有没收物品")
    if cmd.taken_on < decision.decided_on:
        raise InvalidInput({"taken_on": "入库日期早于决定日期，请核对"})
    row = ConfiscatedItem(
        decision=decision,
        penalty_item=number,
        name=cmd.name,
        quantity=cmd.quantity,
        kept_at=cmd.kept_at,
        keeper=cmd.keeper,
        taken_on=cmd.taken_on,
        entered_by_id=act.officer,
        entered_at=act.now,
    )
    act.write(row)
    return row


register_goods.requires(certified)


@register_goods.requires
def _goods_decided(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if _confiscated(matter)[0] else "处罚决定中没有没收物品"


def _confiscated(matter: Matter) -> tuple[Decision | None, int]:
    decision = decision_of(case_of(matter))
    for number, item in enumerate(decision.draft.items if decision else ()):
        if item["kind"] == PenaltyKind.CONFISCATE_GOODS:
            return decision, number
    return None, 0


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
    receiver: str = fields.line("接收单位", required=False, help="拍卖、移交的填写")
    proceeds_fen: int | None = fields.money(
        "拍卖所得", required=False, min_fen=1, help="公开拍卖的填写，全部上缴国库"
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
    rows = ConfiscatedItem.objects.filter(decision__case__matter=matter, handling__isnull=True)
    return list(rows.select_related("decision__case__party"))


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
