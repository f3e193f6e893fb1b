"""After a penalty on the spot: the report to the agency, the fine taken at once (当场收缴)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.choices import CollectionGround, LineKind, PerformanceWay
from gongjian.cases.models import AccountLine, Collection, Performance
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.rules import weight_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.common.money import yuan
from gongjian.jurisdiction.parameters import Parameter
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.orgs.queries import serving_officers

from .account import enter_line
from .people import certified

MOST = "collect_onspot_max_fen"
HAND_IN = "payment.handin"


@dataclass(frozen=True)
class ReportOnSpot:
    copy_kept: bool = fields.check(
        "当事人签名（或者注明拒签）的决定书副本已交所属机关备案",
        source="行政处罚法 第五十二条第三款",
    )
    note: str = fields.line("备注", required=False, help="例如：副本编号、录音录像已上传")


@act("cases.report_on_spot", title="报所属机关备案")
def report_on_spot(*, act: Act, cmd: ReportOnSpot) -> Matter:
    """Report a penalty imposed on the spot to the agency, with the signed copy.

    Raises:
        InvalidInput: the copy was not handed in.

    Source: 行政处罚法 第五十二条第三款; 治安管理处罚法 第一百二十条（二十四小时）.
    """
    if not cmd.copy_kept:
        raise InvalidInput({"copy_kept": "报备须交决定书副本；请交存后勾选"})
    matter: Matter = act.matter
    return matter


@dataclass(frozen=True)
class CollectOnSpot:
    ground: str = fields.choice(
        "当场收缴的依据", CollectionGround.choices, source="行政处罚法 第六十八条、第六十九条"
    )
    receipt_number: str = fields.line(
        "专用票据号码",
        max_length=80,
        help="财政部门统一制发的专用票据；不出具票据的，当事人有权拒绝缴纳",
        source="行政处罚法 第七十条",
    )
    ground_note: str = fields.text(
        "理由", max_length=500, required=False, help="除限额以内的以外，写明为什么"
    )
    asked_by_party: bool = fields.check("当事人提出当场缴纳", source="行政处罚法 第六十九条")
    no_objection: bool = fields.check(
        "被处罚人对罚款没有异议", source="治安管理处罚法 第一百二十三条第一项"
    )
    arrived_on: date | None = fields.day(
        "抵岸或者到站的日期",
        required=False,
        help="在水上或者列车上收缴的填写，交款期限自该日起算",
        source="行政处罚法 第七十一条",
    )


@act("cases.collect_on_spot", title="当场收缴罚款", final=True)
def collect_on_spot(*, act: Act, cmd: CollectOnSpot) -> Collection:
    """Take the whole fine on the spot, on one of the grounds of the law, against a receipt.

    Raises:
        InvalidInput: the ground does not carry it, lacks its reasons, or the receipt was used.

    Source: 行政处罚法 第六十八条至第七十一条; 治安管理处罚法 第一百二十三条至第一百二十五条.
    """
    matter: Matter = act.matter
    case, decision = case_of(matter), decision_of(case_of(matter))
    if decision is None:
        raise RuleBroken("还没有作出处罚决定")
    most = limit_on_spot(matter, decision.decided_on)
    collection = Collection(
        case=case,
        decision=decision,
        agency=matter.agency,
        amount_fen=sum(dict(weight_of(decision.draft.items).sums).values()),
        limit_fen=int(most.number),
        ground=cmd.ground,
        ground_note=cmd.ground_note,
        asked_by_party=cmd.asked_by_party,
        no_objection=cmd.no_objection,
        public_order=case.public_order,
        receipt_number=cmd.receipt_number,
        collected_at=act.now,
        collected_by_id=act.officer,
    )
    if problems := _problems(collection, most, cmd, act.today):
        raise InvalidInput(problems)
    act.write(
        collection,
        Performance(
            case=case,
            way=PerformanceWay.COLLECTED,
            performed_on=act.today,
            owed_fen=collection.amount_fen,
            amount_fen=collection.amount_fen,
            receipt_number=cmd.receipt_number,
            collection=collection,
        ),
    )
    enter_line(
        act, decision, LineKind.COLLECTED, collection.amount_fen, act.today, cmd.receipt_number
    )
    act.start_limit(HAND_IN, cmd.arrived_on or act.today)
    return collection


collect_on_spot.requires(certified)


@collect_on_spot.requires
def _nothing_paid(actor: Actor, matter: Matter, clock: Clock) -> str:
    paid = AccountLine.objects.filter(decision__case__matter=matter)
    return "当事人已经向银行缴款，不能再当场收缴" if paid.exists() else ""


@collect_on_spot.prefilled
def _usual_ground(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    decision = decision_of(case_of(matter))
    if decision is None:
        return {}
    owed = sum(dict(weight_of(decision.draft.items).sums).values())
    small = owed <= limit_on_spot(matter, decision.decided_on).number
    return {"ground": CollectionGround.SMALL if small else ""}


def limit_on_spot(matter: Matter, on: date) -> Parameter:
    """Return up to which fine money may be taken on the spot without further ground.

    Source: 行政处罚法 第六十八条第一项; 治安管理处罚法 第一百二十三条第一项.
    """
    return profile(matter.profile).parameter(MOST, matter.domain, on=on)


def _problems(row: Collection, most: Parameter, cmd: CollectOnSpot, today: date) -> dict[str, str]:
    problems: dict[str, str] = {}
    if row.ground == CollectionGround.SMALL and row.amount_fen > row.limit_fen:
        problems["ground"] = (
            f"罚款{yuan(row.amount_fen)}元超过当场收缴的限额{yuan(row.limit_fen)}元"
            f"（{most.citation}），请让当事人到银行缴纳，或者选择其他法定情形"
        )
    if row.ground == CollectionGround.SMALL and row.public_order and not row.no_objection:
        problems["no_objection"] = "被处罚人对罚款没有异议的，才能按这一项当场收缴"
    if row.ground != CollectionGround.SMALL and not row.ground_note:
        problems["ground_note"] = "请写明当场收缴的理由"
    if row.ground == CollectionGround.REMOTE and not row.asked_by_party:
        problems["asked_by_party"] = "这一项须由当事人提出；当事人没有提出的，不得当场收缴"
    if cmd.arrived_on and row.ground != CollectionGround.REMOTE:
        problems["arrived_on"] = "只有在水上或者列车上收缴的，才填写抵岸或者到站的日期"
    if cmd.arrived_on and cmd.arrived_on < today:
        problems["arrived_on"] = "抵岸或者到站的日期早于收缴日，请核对"
    used = Collection.objects.filter(agency=row.agency_id, receipt_number=row.receipt_number)
    if used.exists():
        problems["receipt_number"] = "这张票据已经用于另一笔罚款，请核对号码"
    return problems


@dataclass(frozen=True)
class HandInFine:
    received_by: UUID = fields.ref("机关收款人", of="orgs.colleague", help="不是收缴罚款的本人")


@act("cases.hand_in_fine", title="将罚款交至机关")
def hand_in_fine(*, act: Act, cmd: HandInFine) -> Collection:
    """Hand what was taken on the spot over to the agency.

    Raises:
        NotFound: the receiving person is not of this agency.
        InvalidInput: one's own hand is no other's.

    Source: 行政处罚法 第七十一条; 治安管理处罚法 第一百二十四条.
    """
    row = _lock(act)
    found = serving_officers(act.agency, act.today).filter(uid=cmd.received_by).first()
    if found is None:
        raise NotFound("本机关没有这名工作人员，请从列表中选择收款人")
    if found.pk == act.officer:
        raise InvalidInput({"received_by": "罚款应当交给机关的另一名工作人员"})
    row.handed_in_at = act.now
    row.handed_in_by_id = act.officer
    row.received_by = found
    act.write(row)
    return row


@dataclass(frozen=True)
class BankFine:
    bank_receipt: str = fields.line("银行缴款凭证号码", max_length=80)


@act("cases.bank_fine", title="将罚款缴付银行")
def bank_fine(*, act: Act, cmd: BankFine) -> Collection:
    """Pay what was handed in into the bank; whoever took the money does not.

    Source: 行政处罚法 第七十一条; 治安管理处罚法 第一百二十四条.
    """
    row = _lock(act)
    row.banked_at = act.now
    row.banked_by_id = act.officer
    row.bank_receipt = cmd.bank_receipt
    act.write(row)
    return row


@bank_fine.requires
def _not_the_collector(actor: Actor, matter: Matter, clock: Clock) -> str:
    took = Collection.objects.filter(case__matter=matter, collected_by=actor.officer)
    return "您收缴了这笔罚款，应当由另一人缴付银行" if took.exists() else ""


def _lock(act: Act) -> Collection:
    rows = Collection.objects.select_for_update(of=("self",)).select_related("case")
    row = rows.filter(case__matter=act.matter).first()
    if row is None:
        raise RuleBroken("本案没有当场收缴的罚款")
    return row
