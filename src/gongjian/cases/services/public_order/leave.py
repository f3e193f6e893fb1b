"""Leave from a detention that is being served (请求出所)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.public_order import papers_guarantee as papers
from gongjian.cases.public_order.choices import (
    LEAVE_GROUNDS,
    Guarantee,
    SuspensionGround,
    SuspensionState,
)
from gongjian.cases.public_order.models import DetentionSuspension
from gongjian.cases.public_order.queries import DepositStanding, deposit_standing, parameter
from gongjian.cases.public_order.serving import out_elsewhere
from gongjian.cases.queries import case_of
from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import current
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make
from gongjian.matters.models import Matter

from .guaranteed import answered, columns, wanting


@dataclass(frozen=True, kw_only=True)
class AskLeave:
    applicant: str = fields.line(
        "申请出所的人", max_length=100, help="被拘留人或者其近亲属；写姓名和关系"
    )
    ground: str = fields.choice(
        "申请出所的情形",
        LEAVE_GROUNDS,
        source="治安管理处罚法 第一百二十六条第二款",
        help="证明材料附卷",
    )
    ground_words: str = fields.only_for(
        "ground",
        (SuspensionGround.OTHER,),
        fields.line(
            "其他出所情形的具体内容",
            required=False,
            needed="选“其他类似情形”的必填",
            help="写明是什么事，与升学考试、子女出生、近亲属病危或者死亡相当",
        ),
    )
    out_on: date = fields.day("出所日期", future=True)
    back_by: date = fields.day(
        "应当回所的日期", future=True, help="按情形需要的时间，不晚于事由结束"
    )
    guarantee: str = fields.choice("出所的担保方式", Guarantee.choices)
    guarantor: str = fields.only_for(
        "guarantee",
        (Guarantee.GUARANTOR,),
        fields.line("出所担保人姓名", max_length=100, required=False),
        needed="由担保人担保的必填",
    )
    guarantor_relation: str = fields.only_for(
        "guarantee",
        (Guarantee.GUARANTOR,),
        fields.line(
            "出所担保人与被拘留人的关系、住处和职业",
            required=False,
            help="条件与暂缓执行的担保人相同",
            source="治安管理处罚法 第一百二十七条",
        ),
        needed="由担保人担保的必填",
    )
    deposit_fen: int | None = fields.only_for(
        "guarantee",
        (Guarantee.DEPOSIT,),
        fields.money("出所保证金数额", required=False),
        needed="交纳保证金的必填",
    )


@act("cases.ask_leave", title="登记出所申请")
def ask_leave(*, act: Act, cmd: AskLeave) -> DetentionSuspension:
    """Record that a detained person asks to leave the house for an event, with the guarantee.

    Raises:
        RuleBroken: nobody is in the house, or another application is open, here or in a case whose
            detention is served together with this one.
        InvalidInput: days outside the detention, another event without words, no guarantor named,
            or a deposit too small.

    Source: 治安管理处罚法 第一百二十六条第二款、第一百二十七条.
    """
    matter: Matter = act.matter
    stands = deposit_standing(case_of(matter))
    order, served_until = stands.order, stands.until_on
    if order is None or served_until is None or stands.open is not None:
        raise RuleBroken("被处罚人不在拘留所，或者已有没有办结的申请")
    if stands.joined_by is not None:
        raise RuleBroken("本案的拘留与另案的合并执行，出所的申请请在后执行的另案登记")
    if stands.execution is not None and out_elsewhere(stands.execution):
        raise RuleBroken("在合并执行的另案中已有没有办结的出所申请，请先在该案办结")
    # The article refers to the standard of the first paragraph: here for each day still to serve.
    left = max((served_until - cmd.out_on).days, 1)
    per_day = int(parameter(matter, "detention.deposit_per_day_fen", act.today))
    if problems := _misdated(cmd, act.today, served_until) | wanting(cmd, left, per_day):
        raise InvalidInput(problems)
    asked = DetentionSuspension(
        order=order,
        leave=True,
        applicant=cmd.applicant,
        out_on=cmd.out_on,
        back_by=cmd.back_by,
        **columns(act, cmd, left, per_day),
    )
    if asked.guarantor:
        told = papers.leave_pledge(case_of(matter), order.decision, cmd)
        asked.pledge = make(act, "guarantor-pledge", told)
    act.write(asked)
    return asked


ask_leave.requires(certified)


@ask_leave.prefilled
def _known(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    until = deposit_standing(case).until_on
    today = current().today()
    left = max((until - today).days, 1) if until else 0
    per_day = int(parameter(matter, "detention.deposit_per_day_fen", today))
    known = {"applicant": case.party.name, "out_on": today, "guarantee": Guarantee.DEPOSIT}
    return known | ({"deposit_fen": per_day * left} if left else {})


def _misdated(cmd: AskLeave, today: date, until: date) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not today <= cmd.out_on < until:
        problems["out_on"] = f"出所日期应当在今日以后、拘留期满（{until.isoformat()}）之前"
    if cmd.back_by < cmd.out_on:
        problems["back_by"] = "回所日期早于出所日期，请核对"
    return problems


@dataclass(frozen=True, kw_only=True)
class GrantLeave:
    reason: str = fields.text(
        "准予出所的理由",
        max_length=1000,
        help="写住所、职业、表现等根据，说明为什么不致发生社会危险，用句号结尾",
    )


@act("cases.grant_leave", title="准予出所", final=True)
def grant_leave(*, act: Act, cmd: GrantLeave) -> DetentionSuspension:
    """Let a detained person leave the house until a day; the time outside is not served.

    Raises:
        RuleBroken: nothing was asked for, or the deposit has not been taken.

    Source: 治安管理处罚法 第一百二十六条第二款.
    """
    stands, asked = _waiting(act, SuspensionState.ASKED)
    if not stands.guaranteed:
        raise RuleBroken("还没有收到保证金，不能准予出所")
    made = papers.leave_decision(case_of(act.matter), asked, cmd.reason)
    asked.document = make(act, "detention-leave-decision", made)
    return answered(act, asked, SuspensionState.GRANTED, cmd.reason)


@dataclass(frozen=True, kw_only=True)
class RefuseLeave:
    reason: str = fields.text("不准出所的理由", max_length=1000)


@act("cases.refuse_leave", title="不准出所", final=True)
def refuse_leave(*, act: Act, cmd: RefuseLeave) -> DetentionSuspension:
    """Refuse a leave, with reasons. Source: 治安管理处罚法 第一百二十六条第二款."""
    _, asked = _waiting(act, SuspensionState.ASKED)
    return answered(act, asked, SuspensionState.REFUSED, cmd.reason)


RETURNS = (
    (SuspensionState.ENDED.value, "已经回所，继续执行"),
    (SuspensionState.EVADED.value, "逃避执行，已经送回拘留所继续执行"),
)


@dataclass(frozen=True, kw_only=True)
class EndLeave:
    outcome: str = fields.choice(
        "回所的情况", RETURNS, source="治安管理处罚法 第一百二十九条、第一百三十条"
    )
    back_on: date = fields.day("回所日期")
    note: str = fields.text(
        "回所情况的说明", max_length=1000, required=False, help="逃避执行的必填"
    )


@act("cases.end_leave", title="登记回所", final=True)
def end_leave(*, act: Act, cmd: EndLeave) -> DetentionSuspension:
    """Record that the person is back: the days outside are added to the detention.

    Raises:
        InvalidInput: back before having left, or an evasion without words.

    Source: 治安管理处罚法 第一百二十六条第二款、第一百二十九条、第一百三十条.
    """
    stands, granted = _waiting(act, SuspensionState.GRANTED)
    assert stands.until_on is not None
    assert granted.out_on is not None
    problems: dict[str, str] = {}
    if cmd.back_on < granted.out_on:
        problems["back_on"] = f"回所日期早于出所之日（{granted.out_on.isoformat()}），请核对"
    if cmd.outcome == SuspensionState.EVADED and not cmd.note.strip():
        problems["note"] = "逃避执行的，请写明事实"
    if problems:
        raise InvalidInput(problems)
    granted.state = SuspensionState(cmd.outcome)
    granted.ended_on, granted.ended_because = cmd.back_on, cmd.note
    granted.until_on = stands.until_on + (cmd.back_on - granted.out_on)
    act.write(granted)
    return granted


end_leave.requires(certified)
for _service in (grant_leave, refuse_leave):
    _service.requires(no_handler)


def _waiting(act: Act, state: SuspensionState) -> tuple[DepositStanding, DetentionSuspension]:
    stands = deposit_standing(case_of(act.matter))
    if stands.open is None or not stands.open.leave or stands.open.state != state:
        raise RuleBroken("没有这样的出所申请")
    return stands, stands.open
