"""The demand for a hearing: made, refused, given up (听证要求)."""

from dataclasses import dataclass, replace
from datetime import date

from gongjian.cases import papers_hearing as papers
from gongjian.cases.choices import AgentTask, AskedBy, FilingKind, HearingAnswer, HearingOutcome
from gongjian.cases.events import HearingCalledOff
from gongjian.cases.models import Case, HearingRequest
from gongjian.cases.queries import (
    case_of,
    hearing_limit,
    latest_notice,
    live_hearing_request,
    running_hearing,
)
from gongjian.cases.services.party import covered, receipt_for
from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.events import publish
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.orgs.authority import PARTY


@dataclass(frozen=True)
class RecordHearingRequest:
    asked_on: date = fields.day("提出日期")
    way: str = fields.choice("提出方式", AskedBy.choices)
    content: str = fields.text("听证要求的内容", max_length=2000)


@act("cases.record_hearing_request", title="登记听证要求")
def record_hearing_request(*, act: Act, cmd: RecordHearingRequest) -> HearingRequest:
    """Record that the party demands a hearing; nothing is decided until it is answered.

    Raises:
        InvalidInput: dated before the notice was served.

    Source: 行政处罚法 第六十三条、第六十四条第一项.
    """
    case = case_of(act.matter)
    notice = latest_notice(case)
    if notice is None or notice.served_on is None:
        raise RuleBroken("告知书尚未送达，不能登记听证要求")
    if PARTY in act.actor.roles:
        # What the party asks for itself is asked for now, whatever it sends.
        cmd = replace(cmd, asked_on=act.today, way=AskedBy.DESK)
        due_on = hearing_limit(act.matter, notice.served_on)
        filing = receipt_for(act, FilingKind.HEARING, cmd.content, due_on=due_on)
        act.notes["receipt"] = filing.receipt
    if cmd.asked_on < notice.served_on:
        told = f"日期早于告知书送达日（{notice.served_on.isoformat()}），请核对"
        raise InvalidInput({"asked_on": told})
    request = HearingRequest(
        case=case,
        notice=notice,
        asked_on=cmd.asked_on,
        due_on=hearing_limit(act.matter, notice.served_on),
        way=cmd.way,
        content=cmd.content,
        entitled=notice.hearing_right,
    )
    act.matter.hearing_opened_at = act.matter.hearing_opened_at or act.now
    act.write(request)
    return request


@record_hearing_request.requires
def _certified_or_the_party(actor: Actor, matter: Matter, clock: Clock) -> str:
    if PARTY in actor.roles:
        return covered(actor, AgentTask.HEARING, clock)
    return certified(actor, matter, clock)


@dataclass(frozen=True)
class RefuseHearing:
    reason: str = fields.text(
        "不予受理的理由",
        max_length=1000,
        help="写超过期限（写起止日期）、不属于听证范围或者不是本案当事人的事实，用句号结尾",
    )


@act("cases.refuse_hearing", title="不予受理听证", final=True)
def refuse_hearing(*, act: Act, cmd: RefuseHearing) -> HearingRequest:
    """Refuse a demand that came late, or that the notice gave no right to.

    Source: 行政处罚法 第六十三条、第六十四条第一项.
    """
    case = case_of(act.matter)
    request = live(case)
    paper = make(act, "hearing-refusal", papers.hearing_refusal(act, case, request, cmd.reason))
    request.answer = HearingAnswer.REFUSED
    request.refusal = paper
    request.refusal_reason = cmd.reason
    act.write(request)
    return request


refuse_hearing.requires(no_handler)


@refuse_hearing.requires
def _late_or_without_right(actor: Actor, matter: Matter, clock: Clock) -> str:
    request = live_hearing_request(case_of(matter))
    if request is not None and request.entitled and request.asked_on <= request.due_on:
        return "当事人在期限内提出了听证要求，并且依法享有听证权利，应当组织听证"
    return ""


@dataclass(frozen=True)
class WithdrawHearingRequest:
    withdrawn_on: date = fields.day("撤回日期")
    content: str = fields.text("当事人的明确表示", max_length=1000, help="照录原话或者书面内容")


@act("cases.withdraw_hearing_request", title="记录撤回听证要求")
def withdraw_hearing_request(*, act: Act, cmd: WithdrawHearingRequest) -> HearingRequest:
    """Record that the party itself gave its demand up.

    Raises:
        InvalidInput: dated before the demand.
    """
    case = case_of(act.matter)
    request = live(case)
    if cmd.withdrawn_on < request.asked_on:
        raise InvalidInput({"withdrawn_on": "撤回日期早于提出听证要求的日期，请核对"})
    hearing = running_hearing(case)
    if hearing is not None:
        hearing.outcome = HearingOutcome.ENDED
        act.write(hearing)
        publish(act, HearingCalledOff(hearing))
    request.answer = HearingAnswer.WITHDRAWN
    request.withdrawn_on = cmd.withdrawn_on
    act.write(request)
    return request


withdraw_hearing_request.requires(certified)


def live(case: Case) -> HearingRequest:
    request = live_hearing_request(case)
    if request is None:
        raise RuleBroken("没有待办理的听证要求")
    return request
