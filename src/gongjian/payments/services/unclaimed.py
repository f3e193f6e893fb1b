"""Goods that go back and that nobody fetches: the call, the fetching, the treasury (无人认领)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.queries import case_of
from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.services import make
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.limits import lengthened
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside, renew_inbox, start_beside
from gongjian.payments.choices import ClaimEnd, OwnerCalled
from gongjian.payments.models import OwnerCall, OwnerCallDelay, OwnerCallEnd
from gongjian.payments.unclaimed import MORE, TERM, called, to_fetch

UNKNOWN = "原主不明确，公告认领"


@dataclass(frozen=True)
class CallOwner:
    thing: str = fields.code("应当退还的财物", of="payments.to_fetch")
    way: str = fields.choice(
        "怎样告知", OwnerCalled.choices, help="原主不明确的，应当采取公告方式告知原主认领"
    )
    collect: str = fields.line("领取的地点和手续", help="写地点、时间和需要携带的证件、权属证明")
    contact: str = fields.line("联系人", max_length=60)
    owner: str = fields.only_for(
        "way",
        (OwnerCalled.TOLD,),
        fields.line("通知的原主或者当事人", max_length=100, required=False),
        needed="通知的必填",
    )


@act("payments.call_owner", title="通知、公告领取财物", step=False)
def call_owner(*, act: Act, cmd: CallOwner) -> OwnerCall:
    """Tell the owner, or call for him in public, to fetch what is given back within six months.

    Raises:
        NotFound: no such thing waits for its owner.
        InvalidInput: told, but whom is not said.

    Source: 治安管理处罚法 第一百零五条; 公安机关办理行政案件程序规定 第一百九十七条.
    """
    matter: Matter = act.matter
    name = to_fetch(matter).get(cmd.thing)
    if name is None:
        raise NotFound("没有这件等待领取的财物，请从列表中选择")
    told = cmd.way == OwnerCalled.TOLD
    if told and not cmd.owner:
        raise InvalidInput({"owner": "通知的，请写明通知的原主或者当事人"})
    case = case_of(matter)
    until = profile(matter.profile).due(TERM, act.today, matter.domain).due_on
    said: dict[str, Any] = {
        "owner": cmd.owner if told else UNKNOWN,
        "cause": case.cause,
        "goods": name,
        "claim_until": until,
        "collect": cmd.collect,
        "contact": cmd.contact,
    }
    row = OwnerCall(
        case=case,
        document=make(act, "goods-claim-notice", said),
        thing=cmd.thing,
        name=name,
        way=cmd.way,
        owner=cmd.owner if told else "",
        called_on=act.today,
        due_on=until,
        called_by_id=act.officer,
    )
    waiting = called(matter)
    act.write(row)
    if not waiting:
        _runs(act, row)
    renew_inbox(act)
    return row


call_owner.requires(certified)


@call_owner.requires
def _something_to_fetch(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if to_fetch(matter) else "没有应当退还、等待领取的财物（只适用于公安机关办理的案件）"


@call_owner.prefilled
def _the_party(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"way": OwnerCalled.TOLD, "owner": matter.party_name, "contact": actor.name}


@dataclass(frozen=True)
class EnterClaimed:
    call: UUID = fields.ref("领取财物的通知、公告", of="payments.owner_call")
    fetched_on: date = fields.day("领取日期")
    receiver: str = fields.line("领取人", max_length=100)
    proof: str = fields.line("领取凭证", max_length=200, help="领取人签收的文书、权属证明的编号")


@act("payments.enter_claimed", title="登记领取财物", step=False, final=True)
def enter_claimed(*, act: Act, cmd: EnterClaimed) -> OwnerCallEnd:
    """Enter who fetched a thing, and what shows that it is his.

    Raises:
        NotFound: no such call waits.
        InvalidInput: fetched before it was called for.

    Source: 治安管理处罚法 第一百零五条; 公安机关办理行政案件程序规定 第一百九十七条.
    """
    call = _waiting(act.matter, cmd.call)
    if cmd.fetched_on < call.called_on:
        raise InvalidInput({"fetched_on": "日期早于通知、公告之日，请核对"})
    return _ended(
        act,
        call,
        became=ClaimEnd.CLAIMED,
        ended_on=cmd.fetched_on,
        receiver=cmd.receiver,
        proof=cmd.proof,
    )


enter_claimed.requires(certified)


@dataclass(frozen=True)
class UnclaimedToTreasury:
    call: UUID = fields.ref("到期无人领取的财物", of="payments.owner_call")
    became: str = fields.choice(
        "上缴的方式", [(w.value, w.label) for w in ClaimEnd if w.to_treasury]
    )
    handed_on: date = fields.day("上缴国库日期")
    proof: str = fields.line("缴款书号码或者接收凭证", max_length=200)
    proceeds_fen: int | None = fields.only_for(
        "became",
        (ClaimEnd.SOLD,),
        fields.money("变卖、拍卖所得", required=False, min_fen=1, help="全部上缴国库"),
        needed="变卖、拍卖必填",
    )


@act("payments.unclaimed_to_treasury", title="无人领取的财物上缴国库", step=False, final=True)
def unclaimed_to_treasury(*, act: Act, cmd: UnclaimedToTreasury) -> OwnerCallEnd:
    """Enter that a thing nobody fetched in time, or what it brought, went to the treasury.

    Raises:
        NotFound: no such call waits.
        InvalidInput: the time to fetch it is not over; a sale that does not tell what it brought.

    Source: 治安管理处罚法 第一百零五条; 公安机关办理行政案件程序规定 第一百九十七条.
    """
    call, problems = _waiting(act.matter, cmd.call), {}
    if cmd.handed_on <= call.until:
        problems["handed_on"] = f"领取的期限至{call.until.isoformat()}届满，期满无人领取才能上缴"
    if (cmd.became == ClaimEnd.SOLD) != (cmd.proceeds_fen is not None):
        problems["proceeds_fen"] = "变卖、拍卖的，请填写所得；不是变卖、拍卖的不填"
    if problems:
        raise InvalidInput(problems)
    return _ended(
        act,
        call,
        became=cmd.became,
        ended_on=cmd.handed_on,
        proof=cmd.proof,
        proceeds_fen=cmd.proceeds_fen,
    )


unclaimed_to_treasury.requires(no_handler)


@dataclass(frozen=True)
class DelayTreasury:
    call: UUID = fields.ref("延期处理的财物", of="payments.owner_call")
    months: int = fields.number(
        "延长", least=1, most=12, unit="个月", help="最长不超过三个月，自原期限届满起由系统计算"
    )
    reason: str = fields.text("特殊情况", max_length=1000)


@act("payments.delay_treasury", title="批准延期处理无人领取的财物", step=False, final=True)
def delay_treasury(*, act: Act, cmd: DelayTreasury) -> OwnerCallDelay:
    """Let the owner fetch a thing for some months longer; once, and no longer than the rule says.

    Raises:
        NotFound: no such call waits.
        InvalidInput: longer than the rule allows.
        RuleBroken: it was delayed already.

    Source: 公安机关办理行政案件程序规定 第一百九十七条 (酌情延期处理，最长不超过三个月).
    """
    matter: Matter = act.matter
    call, rules = _waiting(matter, cmd.call), profile(matter.profile)
    if hasattr(call, "delay"):
        raise RuleBroken(f"已经延期至{call.until.isoformat()}，不能再延")
    rule = rules.limit(MORE, matter.domain, act.today)
    if cmd.months > rule.days:
        raise InvalidInput({"months": f"延长最长不超过{rule.days}个月（{rule.source}）"})
    due = rules.due(TERM, call.called_on, matter.domain, extended_by=cmd.months)
    row = OwnerCallDelay(
        call=call,
        months=cmd.months,
        most_months=rule.days,
        until_on=due.due_on,
        reason=cmd.reason,
        approved_by_id=act.officer,
        approved_at=act.now,
    )
    act.write(row)
    if called(matter)[0].pk == call.pk:  # the limit on the page is that of the oldest
        act.write(*lengthened(act, TERM, due.due_on, rule.source))
    renew_inbox(act)
    return row


delay_treasury.requires(no_handler)


@enter_claimed.requires
@delay_treasury.requires
@unclaimed_to_treasury.requires
def _somebody_called(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if called(matter) else "没有等待领取的通知、公告"


@enter_claimed.prefilled
@delay_treasury.prefilled
@unclaimed_to_treasury.prefilled
def _oldest(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    waiting = called(matter)
    return {"call": waiting[0].uid} if waiting else {}


def _waiting(matter: Matter, uid: UUID) -> OwnerCall:
    call = next((one for one in called(matter) if one.uid == uid), None)
    if call is None:
        raise NotFound("没有这份等待领取的通知、公告，请从列表中选择")
    return call


def _runs(act: Act, call: OwnerCall) -> None:
    """Let the days of a call run: its own, so that no delay of another of that day counts."""
    start_beside(act, TERM, call.called_on, paper=call.document.number)


def _ended(act: Act, call: OwnerCall, **values: Any) -> OwnerCallEnd:
    row = OwnerCallEnd(call=call, entered_by_id=act.officer, entered_at=act.now, **values)
    act.write(row)
    end_beside(act, TERM)
    if left := called(act.matter):
        _runs(act, left[0])
        if hasattr(left[0], "delay"):
            rule = profile(act.matter.profile).limit(MORE, act.matter.domain, act.today)
            act.write(*lengthened(act, TERM, left[0].until, rule.source))
    renew_inbox(act)
    return row
