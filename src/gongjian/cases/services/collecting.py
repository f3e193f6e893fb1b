"""The report of a penalty on the spot, and a fine that the officers take themselves (当场收缴)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.choices import CollectionGround, LineKind, PerformanceWay
from gongjian.cases.models import AccountLine, Collection, Overturn, Performance
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.rules import weight_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.common.money import yuan
from gongjian.jurisdiction.parameters import Parameter
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.tables import table
from gongjian.orgs.queries import serving_officers
from gongjian.process import Hit

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
        "当场收缴的依据",
        CollectionGround.choices,
        help="普通程序作出的决定，只有边远、水上、交通不便地区的罚款可以当场收缴；治安案件三种都可以",
        source="行政处罚法 第六十八条、第六十九条; 治安管理处罚法 第一百二十三条",
    )
    receipt_number: str = fields.line(
        "专用票据号码",
        max_length=80,
        help="财政部门统一制发的专用票据；不出具票据的，当事人有权拒绝缴纳",
        source="行政处罚法 第七十条; 治安管理处罚法 第一百二十五条",
    )
    ground_note: str = fields.only_for(
        "ground",
        (CollectionGround.HARD_LATER, CollectionGround.REMOTE),
        fields.text("理由", max_length=500, required=False, help="除限额以内的以外，写明为什么"),
    )
    asked_by_party: bool = fields.only_for(
        "ground",
        (CollectionGround.REMOTE,),
        fields.check(
            "当事人提出当场缴纳",
            help="只在边远、水上、交通不便收缴时勾选",
            source="行政处罚法 第六十九条; 治安管理处罚法 第一百二十三条第二项",
        ),
    )
    no_objection: bool = fields.only_for(
        "ground",
        (CollectionGround.SMALL,),
        fields.check(
            "被处罚人对罚款没有异议",
            help="只在治安案件限额以内收缴时勾选",
            source="治安管理处罚法 第一百二十三条第一项",
        ),
    )
    no_home: bool = fields.only_for(
        "ground",
        (CollectionGround.HARD_LATER,),
        fields.check("被处罚人在当地没有固定住所", source="治安管理处罚法 第一百二十三条第三项"),
    )
    arrived_on: date | None = fields.day(
        "抵岸或者到站的日期",
        required=False,
        help="在水上或者列车上收缴的填写，交款期限自该日起算",
        source="行政处罚法 第七十一条; 治安管理处罚法 第一百二十四条",
    )


@act("cases.collect_on_spot", title="当场收缴罚款", final=True)
def collect_on_spot(*, act: Act, cmd: CollectOnSpot) -> Collection:
    """Take the whole fine on the spot, on a ground that its procedure knows, against a receipt.

    A penalty that was imposed on the spot is performed with it; any other once it is at the bank.

    Raises:
        RuleBroken: no decision with a fine.
        InvalidInput: the ground does not carry it, lacks its reasons, or the receipt was used.

    Source: 行政处罚法 第六十八条至第七十一条; 治安管理处罚法 第一百二十三条至第一百二十五条.
    """
    matter: Matter = act.matter
    case, decision = case_of(matter), decision_of(case_of(matter))
    if decision is None:
        raise RuleBroken("还没有作出处罚决定")
    fine = weight_of(decision.draft.items).sum_of("fine")
    if not fine:
        raise RuleBroken("处罚决定没有罚款；违法所得等其他款项由当事人到银行缴纳，不得当场收缴")
    on_spot = decision.on_spot_id is not None
    most = limit_on_spot(matter, decision.decided_on)
    ground = _ground(matter, cmd, on_spot=on_spot, within_limit=fine <= most.number)
    collection = Collection(
        case=case,
        decision=decision,
        agency=matter.agency,
        amount_fen=fine,
        limit_fen=int(most.number),
        ground=cmd.ground,
        source=ground.source if ground.value else "",
        ground_note=cmd.ground_note,
        asked_by_party=cmd.asked_by_party,
        no_objection=cmd.no_objection,
        no_home=cmd.no_home,
        public_order=case.public_order,
        receipt_number=cmd.receipt_number,
        collected_at=act.now,
        collected_by_id=act.officer,
    )
    if problems := _problems(collection, most, cmd, act.today) or _unnamed(ground):
        raise InvalidInput(problems)
    act.write(collection)
    if on_spot:
        act.write(_performed(collection))
    enter_line(
        act, decision, LineKind.COLLECTED, collection.amount_fen, act.today, cmd.receipt_number
    )
    act.start_limit(HAND_IN, cmd.arrived_on or act.today)
    return collection


collect_on_spot.requires(certified)


@collect_on_spot.requires
def _nothing_paid(actor: Actor, matter: Matter, clock: Clock) -> str:
    paid = AccountLine.objects.filter(decision__case__matter=matter)
    return "罚款已经缴纳、减免或者加处，不能再当场收缴" if paid.exists() else ""


@collect_on_spot.requires
def _in_force(actor: Actor, matter: Matter, clock: Clock) -> str:
    gone = Overturn.objects.filter(decision__case__matter=matter)
    return "处罚决定已经失效，不得收缴罚款" if gone.exists() else ""


@collect_on_spot.prefilled
def _usual_ground(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    decision = decision_of(case)
    if decision is None:
        return {}
    if decision.on_spot_id is None and not case.public_order:
        return {"ground": CollectionGround.REMOTE}
    fine = weight_of(decision.draft.items).sum_of("fine")
    small = fine <= limit_on_spot(matter, decision.decided_on).number
    return {"ground": CollectionGround.SMALL if small else ""}


def limit_on_spot(matter: Matter, on: date) -> Parameter:
    """Return up to which fine money may be taken on the spot without further ground.

    Source: 行政处罚法 第六十八条第一项; 治安管理处罚法 第一百二十三条第一项.
    """
    return profile(matter.profile).parameter(MOST, matter.domain, on=on)


def _ground(matter: Matter, cmd: CollectOnSpot, *, on_spot: bool, within_limit: bool) -> Hit:
    """Ask the table whether the law lets this fine be taken by the officers, and by which article.

    Source: 行政处罚法 第六十八条、第六十九条; 治安管理处罚法 第一百二十三条.
    """
    return table("collection-ground", matter.profile).decide(
        {
            "public_order": case_of(matter).public_order,
            "on_spot": on_spot,
            "ground": cmd.ground,
            "within_limit": within_limit,
            "no_objection": cmd.no_objection,
            "no_home": cmd.no_home,
            "asked_by_party": cmd.asked_by_party,
        }
    )


def _unnamed(ground: Hit) -> dict[str, str]:
    """Refuse what the table refuses: a ground of another procedure."""
    if ground.value:
        return {}
    told = "普通程序的决定只有边远、水上、交通不便地区的罚款可以当场收缴，其他的由当事人到银行缴纳"
    return {"ground": f"{ground.name}（{ground.source}）。{told}"}


def _performed(row: Collection) -> Performance:
    """Return how a penalty that was imposed on the spot was performed."""
    return Performance(
        case=row.case,
        way=PerformanceWay.COLLECTED,
        performed_on=local_date(row.collected_at),
        owed_fen=row.amount_fen,
        amount_fen=row.amount_fen,
        receipt_number=row.receipt_number,
        collection=row,
    )


def _problems(row: Collection, most: Parameter, cmd: CollectOnSpot, today: date) -> dict[str, str]:
    problems: dict[str, str] = {}
    if row.ground == CollectionGround.SMALL and row.amount_fen > row.limit_fen:
        problems["ground"] = (
            f"罚款{yuan(row.amount_fen)}元超过当场收缴的限额{yuan(row.limit_fen)}元"
            f"（{most.citation}），请让当事人到银行缴纳，或者选择其他法定情形"
        )
    if row.ground == CollectionGround.SMALL and row.public_order and not row.no_objection:
        problems["no_objection"] = "被处罚人对罚款没有异议的，才能按这一项当场收缴"
    if row.ground == CollectionGround.HARD_LATER and row.public_order and not row.no_home:
        problems["no_home"] = "治安案件的这一项只适用于在当地没有固定住所的被处罚人"
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
        InvalidInput: one's own hand is no other's, nor that of whoever took the money.

    Source: 行政处罚法 第七十一条; 治安管理处罚法 第一百二十四条.
    """
    row = _lock(act)
    found = serving_officers(act.agency, act.today).filter(uid=cmd.received_by).first()
    if found is None:
        raise NotFound("本机关没有这名工作人员，请从列表中选择收款人")
    if found.pk == act.officer:
        raise InvalidInput({"received_by": "罚款应当交给机关的另一名工作人员"})
    if found.pk == row.collected_by_id:
        raise InvalidInput({"received_by": "罚款就是这个人当场收缴的，应当交给另一名工作人员"})
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
