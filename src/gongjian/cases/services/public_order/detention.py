"""Executing a detention, and suspending it (行政拘留的执行和暂缓执行)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongjian.cases.models import Case, Decision
from gongjian.cases.papers import day
from gongjian.cases.public_order import papers
from gongjian.cases.public_order.challenging import challenge_of
from gongjian.cases.public_order.choices import (
    Guarantee,
    Sex,
    SuspensionGround,
    SuspensionState,
)
from gongjian.cases.public_order.models import (
    DetentionExecution,
    DetentionOrder,
    DetentionSuspension,
)
from gongjian.cases.public_order.papers_guarantee import Term, execution_receipt
from gongjian.cases.public_order.queries import (
    deposit_standing,
    detention_of,
    latest_offender,
    open_suspension,
    parameter,
)
from gongjian.cases.public_order.serving import (
    Running,
    Served,
    joining,
    running_elsewhere,
    standing_days,
    taken_in_later,
    undone_elsewhere,
)
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import current
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.matters.services import renew_inbox
from gongjian.parties.models import Party

from .guaranteed import answered, columns, wanting

# What the form says of a field that only a detention with days left to serve needs.
SERVED = "折抵后仍有须执行的日数的必填"


@dataclass(frozen=True, kw_only=True)
class ExecuteDetention:
    taken_in_on: date | None = fields.day(
        "入所日期",
        required=False,
        needed=SERVED,
        help="同一人正在执行另案行政拘留的，填拘留所收到本决定的日期，与另案合并执行",
        source="公安机关办理行政案件程序规定 第一百六十二条第二款",
    )
    credited_days: int | None = fields.number(
        "折抵的日数",
        least=0,
        most=20,
        unit="日",
        required=False,
        help="处罚前因同一行为已被采取强制措施限制人身自由的，一日折抵一日；"
        "询问查证、继续盘问和约束的时间不折抵；没有的不填；"
        "全部折抵的，没有须执行的日数，入所日期、拘留所和执行回执不填",
        source="治安管理处罚法 第一百一十条; 公安机关办理行政案件程序规定 第一百六十三条第一款",
    )
    house: str = fields.line("拘留所名称", required=False, needed=SERVED)
    no_child: bool = fields.check(
        "被处罚人是女性的，入所前已核实没有怀孕、没有哺乳自己不满一周岁的婴儿",
        help="查明怀孕或者哺乳的，由公安机关负责人办理“怀孕、哺乳的不执行拘留”",
        source="治安管理处罚法 第二十三条第一款第四项",
    )
    receipt_number: str = fields.line("执行回执编号", max_length=80, required=False, needed=SERVED)
    family_told: str = fields.line(
        "通知的家属",
        help="写姓名、关系和通知的方式；无法通知的写原因；全部折抵的也应当通知",
        source="治安管理处罚法 第一百一十六条第一款",
    )
    family_told_on: date = fields.day("通知家属的日期")


@act("cases.execute_detention", title="登记拘留执行", final=True)
def execute_detention(*, act: Act, cmd: ExecuteDetention) -> DetentionExecution:
    """Record that the person was taken in, by the receipt of the house, and the family told.

    Where the days credited are the whole term it is served: that is recorded, with the family told.
    Who serves the detention of another case serves both together, within the most days of the law.

    Raises:
        RuleBroken: the law does not let this detention be executed.
        InvalidInput: a woman of whom nobody looked whether she is with child or nurses; taken in
            before the decision, more credited than decided, no house where days
            are left to serve, or one where none is left; taken in before a detention of another
            case that is on record for these days, or while on leave from one.

    Source: 治安管理处罚法 第十六条、第二十三条、第一百一十条、第一百一十六条、第一百二十二条;
    公安机关办理行政案件程序规定 第一百六十二条第二款.
    """
    case = case_of(act.matter)
    decision, order = _ordered(act)
    if not order.executable:
        raise RuleBroken(f"{order.rule}（{order.source}），依法不执行行政拘留")
    days = standing_days(order, decision)
    # One at a time of one person, so that none overlooks the other.
    Party.objects.select_for_update().get(pk=case.party_id)
    running = running_elsewhere(case, cmd.taken_in_on) if cmd.taken_in_on else None
    problems = _unlike(cmd, decision, days) | _with_child(case, cmd)
    ends = None if problems else _ends(cmd, days, running)
    if problems := problems or _overlapping(case, cmd, running, ends):
        raise InvalidInput(problems)
    term = Term(days, ends.until_on if ends else None, running, ends)
    notice = papers.detention_family_notice(act, case, decision, term, cmd)
    execution = DetentionExecution(
        order=order,
        executable=order.executable,
        credited_days=cmd.credited_days or 0,
        taken_in_on=cmd.taken_in_on,
        until_on=term.until_on,
        house=cmd.house,
        receipt_number=cmd.receipt_number,
        receipt=_receipt(act, decision, term, cmd),
        family_notice=make(act, "detention-family-notice", notice),
        family_told=cmd.family_told,
        family_told_on=cmd.family_told_on,
        joined=running.execution if running else None,
        merged_days=ends.total if running and ends else None,
    )
    act.write(execution)
    # What is not begun elsewhere is served together with this: its handler finds it at once.
    for other in undone_elsewhere(case) if execution.until_on else ():
        renew_inbox(act, other.decision.case.matter)
    return execution


execute_detention.requires(certified)


@execute_detention.prefilled
def _where_he_is(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    today = current().today()
    running = running_elsewhere(case_of(matter), today)
    return {"taken_in_on": today, "house": running.execution.house} if running else {}


def _with_child(case: Case, cmd: ExecuteDetention) -> dict[str, str]:
    """Ask of a woman who is taken in whether the law still lets her detention be executed."""
    found = latest_offender(case)
    if cmd.taken_in_on is None or cmd.no_child or found is None or found.sex != Sex.FEMALE:
        return {}
    return {"no_child": "被处罚人是女性：请在入所前核实没有怀孕、哺乳以后勾选"}


def _ends(cmd: ExecuteDetention, days: int, running: Running | None) -> Served | None:
    """Return how the detention ends; None where nothing is left to serve."""
    credited = cmd.credited_days or 0
    if cmd.taken_in_on is None:
        return None
    if running is not None:
        return joining(running.execution, days, credited, cmd.taken_in_on)
    return Served(days, days, cmd.taken_in_on + timedelta(days=days - credited))


def _overlapping(
    case: Case, cmd: ExecuteDetention, running: Running | None, ends: Served | None
) -> dict[str, str]:
    if cmd.taken_in_on is None or ends is None:
        return {}
    if running is not None and running.out:
        told = f"经{running.label}案准许出所，还没有登记回所，请先在该案登记"
        return {"taken_in_on": told}
    later = taken_in_later(case, cmd.taken_in_on, ends.until_on)
    if later is None or later.taken_in_on is None:
        return {}
    since = later.taken_in_on.isoformat()
    told = f"同一人自{since}起执行另案行政拘留，两案合并执行，请填拘留所收到本决定的日期"
    return {"taken_in_on": told}


def _receipt(act: Act, decision: Decision, term: Term, cmd: ExecuteDetention) -> Document | None:
    """Make the receipt that the house signs; None where nobody is taken in."""
    if term.until_on is None:
        return None
    told = execution_receipt(case_of(act.matter), decision, term, cmd)
    return make(act, "detention-execution-receipt", told)


def _unlike(cmd: ExecuteDetention, decision: Decision, days: int) -> dict[str, str]:
    """Return what does not go with the decision and with the days credited, by field."""
    problems: dict[str, str] = {}
    for name in ("taken_in_on", "family_told_on"):
        on = getattr(cmd, name)
        if on is not None and on < decision.decided_on:
            problems[name] = f"日期早于处罚决定日（{decision.decided_on.isoformat()}），请核对"
    left = days - (cmd.credited_days or 0)
    if left < 0:
        told = f"应当拘留{days}日，折抵的日数不能超过应当拘留的日数，请核对"
        return problems | {"credited_days": told}
    for name, words in IN_A_HOUSE.items():
        if left and not getattr(cmd, name):
            problems[name] = f"折抵后还须执行{left}日，请填写{words}"
        elif not left and getattr(cmd, name):
            problems[name] = f"已经全部折抵，没有须执行的日数，不填{words}"
    return problems


IN_A_HOUSE = {
    "taken_in_on": "入所日期",
    "house": "拘留所名称",
    "receipt_number": "执行回执编号",
}


@dataclass(frozen=True, kw_only=True)
class AskSuspension:
    ground: str = fields.choice(
        "申请的情形",
        SuspensionGround.choices,
        source="治安管理处罚法 第一百二十六条第一款",
        help="证明材料附卷；以复议、诉讼为由的，先登记被处罚人的复议、诉讼",
    )
    ground_words: str = fields.only_for(
        "ground",
        (SuspensionGround.OTHER,),
        fields.line(
            "其他情形的具体内容",
            required=False,
            help="写明是什么事，与升学考试、子女出生、近亲属病危或者死亡相当",
        ),
        needed="选“其他类似情形”的必填",
    )
    guarantee: str = fields.choice("担保方式", Guarantee.choices)
    guarantor: str = fields.only_for(
        "guarantee",
        (Guarantee.GUARANTOR,),
        fields.line("担保人姓名", max_length=100, required=False),
        needed="由担保人担保的必填",
    )
    guarantor_relation: str = fields.only_for(
        "guarantee",
        (Guarantee.GUARANTOR,),
        fields.line(
            "担保人与被处罚人的关系、住处和职业",
            required=False,
            help="担保人须与本案无牵连，享有政治权利、人身自由未受限制，"
            "在当地有常住户口和固定住所，有能力履行担保义务",
            source="治安管理处罚法 第一百二十七条",
        ),
        needed="由担保人担保的必填",
    )
    deposit_fen: int | None = fields.only_for(
        "guarantee",
        (Guarantee.DEPOSIT,),
        fields.money("保证金数额", required=False),
        needed="交纳保证金的必填",
    )


@act("cases.ask_suspension", title="登记暂缓执行申请")
def ask_suspension(*, act: Act, cmd: AskSuspension) -> DetentionSuspension:
    """Record an application to suspend the detention, with its guarantee.

    Raises:
        InvalidInput: a remedy that the punished person did not lodge or that is over; another event
            without words; no guarantor named, or a deposit too small.

    Source: 治安管理处罚法 第一百二十六条至第一百二十八条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    decision, order = _ordered(act)
    challenge = challenge_of(decision)
    per_day = int(parameter(matter, "detention.deposit_per_day_fen", act.today))
    days = standing_days(order, decision)
    problems = wanting(cmd, days, per_day)
    if cmd.ground == SuspensionGround.APPEAL and challenge is None:
        problems["ground"] = "没有登记被处罚人正在进行的行政复议、行政诉讼，请先登记"
    if problems:
        raise InvalidInput(problems)
    asked = DetentionSuspension(
        order=order,
        challenge=f"于{day(challenge.lodged_on)}{challenge.words}" if challenge else "",
        **columns(act, cmd, days, per_day),
    )
    if asked.guarantor:
        told = papers.guarantor_pledge(act, case, decision, cmd)
        asked.pledge = make(act, "guarantor-pledge", told)
    act.write(asked)
    return asked


ask_suspension.requires(certified)


@ask_suspension.prefilled
def _deposit(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    decision = decision_of(case_of(matter))
    order = detention_of(decision)
    if decision is None or order is None or matter.decided_on is None:
        return {}
    per_day = int(parameter(matter, "detention.deposit_per_day_fen", matter.decided_on))
    return {"deposit_fen": per_day * standing_days(order, decision), "guarantee": Guarantee.DEPOSIT}


@dataclass(frozen=True, kw_only=True)
class GrantSuspension:
    reason: str = fields.text(
        "理由",
        max_length=1000,
        help="写住所、职业、到案情况等根据，说明为什么不致发生社会危险，用句号结尾",
    )


@act("cases.grant_suspension", title="决定暂缓执行拘留", final=True)
def grant_suspension(*, act: Act, cmd: GrantSuspension) -> DetentionSuspension:
    """Suspend the detention until the review or the court has decided, or the reason is gone.

    Raises:
        RuleBroken: nothing was asked for, or the deposit has not been taken.

    Source: 治安管理处罚法 第一百二十六条.
    """
    decision, order = _ordered(act)
    asked = _waiting(order, SuspensionState.ASKED)
    if not deposit_standing(case_of(act.matter)).guaranteed:
        raise RuleBroken("还没有收到保证金，不能决定暂缓执行")
    told = papers.suspension_decision(act, case_of(act.matter), decision, asked, cmd.reason)
    asked.document = make(act, "detention-suspension-decision", told)
    return answered(act, asked, SuspensionState.GRANTED, cmd.reason)


@dataclass(frozen=True, kw_only=True)
class RefuseSuspension:
    reason: str = fields.text("不同意的理由", max_length=1000)


@act("cases.refuse_suspension", title="不同意暂缓执行拘留", final=True)
def refuse_suspension(*, act: Act, cmd: RefuseSuspension) -> DetentionSuspension:
    """Refuse to suspend the detention, with reasons.

    Source: 治安管理处罚法 第一百二十六条.
    """
    asked = _waiting(_ordered(act)[1], SuspensionState.ASKED)
    return answered(act, asked, SuspensionState.REFUSED, cmd.reason)


ENDINGS = (
    (SuspensionState.ENDED.value, "恢复执行行政拘留"),
    (SuspensionState.EVADED.value, "被处罚人逃避执行，恢复执行行政拘留，另行没收保证金"),
    (SuspensionState.REVOKED.value, "处罚决定或者其中的拘留已被撤销、变更，不再执行，退还保证金"),
)


@dataclass(frozen=True, kw_only=True)
class EndSuspension:
    outcome: str = fields.choice(
        "结果", ENDINGS, source="治安管理处罚法 第一百二十九条、第一百三十条"
    )
    reason: str = fields.text("原因", max_length=1000, help="情形消失、逃避执行、复议诉讼的结果")


@act("cases.end_suspension", title="结束暂缓执行", final=True)
def end_suspension(*, act: Act, cmd: EndSuspension) -> DetentionSuspension:
    """End a suspension: the detention is executed after all, was evaded, or was revoked.

    Source: 治安管理处罚法 第一百二十九条、第一百三十条.
    """
    granted = _waiting(_ordered(act)[1], SuspensionState.GRANTED)
    granted.state = SuspensionState(cmd.outcome)
    granted.ended_on = act.today
    granted.ended_because = cmd.reason
    act.write(granted)
    return granted


for _service in (grant_suspension, refuse_suspension, end_suspension):
    _service.requires(no_handler)


def _ordered(act: Act) -> tuple[Decision, DetentionOrder]:
    decision = decision_of(case_of(act.matter))
    order = detention_of(decision)
    if decision is None or order is None:
        raise RuleBroken("本案没有决定行政拘留")
    return decision, order


def _waiting(order: DetentionOrder, state: SuspensionState) -> DetentionSuspension:
    found = open_suspension(order)
    if found is None or found.leave or found.state != state:
        raise RuleBroken("没有这样的暂缓执行申请")
    return found
