"""The hearing, from the party's demand to the host's report (听证)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gongjian.cases import papers_hearing as papers
from gongjian.cases.choices import AgentTask, AskedBy, FilingKind, HearingAnswer, HearingOutcome
from gongjian.cases.models import Case, Hearing, HearingAgent, HearingRequest
from gongjian.cases.queries import (
    case_of,
    hearing_limit,
    latest_notice,
    live_hearing_request,
    running_hearing,
)
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.services import make
from gongjian.jurisdiction.limits import earliest_event_on
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.succession import former_handlers
from gongjian.orgs.authority import PARTY
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import officers_with_role

from .agents import all_acting
from .delivering import Delivered, delivery_of, unsigned
from .failing import handing
from .party import covered, receipt_for
from .people import certified, no_handler


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
class CallHearing:
    host: UUID = fields.ref("听证主持人", of="cases.hearing_host", help="不得是本案调查人员")
    recorder: UUID = fields.ref("记录员", of="cases.hearing_recorder")
    scheduled_at: datetime = fields.moment("举行时间", future=True)
    place: str = fields.line("举行地点")
    closed_to_public: bool = fields.check(
        "不公开举行", help="仅限涉及国家秘密、商业秘密、个人隐私或者未成年人"
    )
    closed_reason: str = fields.line("不公开的理由", required=False)


@act("cases.call_hearing", title="组织听证")
def call_hearing(*, act: Act, cmd: CallHearing) -> Hearing:
    """Accept the demand and make the notice of a hearing, at least seven working days ahead.

    Raises:
        InvalidInput: too early; the host handles the case; closed without a reason.

    Source: 行政处罚法 第六十四条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    request = _live(case)
    problems: dict[str, str] = {}
    scheduled_on = local_date(cmd.scheduled_at)
    earliest = _earliest(matter, act.today)
    if scheduled_on < earliest:
        problems["scheduled_at"] = (
            f"听证通知须在举行的七个工作日前送达，最早可定于{earliest.isoformat()}"
        )
    host, recorder = _officer(act, cmd.host), _officer(act, cmd.recorder)
    if host.pk not in {officer.pk for officer in hosts_of(matter, act.today)}:
        problems["host"] = "听证由本机关指定的非本案调查人员主持，请从列表中选择"
    if recorder.pk in {matter.lead_id, matter.second_id}:
        problems["recorder"] = "调查人员不能担任记录员，请另选"
    if recorder.pk == host.pk:
        problems["recorder"] = "记录员和主持人不能是同一人，请另选"
    if cmd.closed_to_public and not cmd.closed_reason:
        problems["closed_reason"] = "不公开举行的，请写明理由"
    if problems:
        raise InvalidInput(problems)
    assert matter.second_id is not None
    paper = make(
        act, "hearing-notice", papers.hearing_notice(act, case, request, cmd, (host, recorder))
    )
    hearing = Hearing(
        case=case,
        request=request,
        host=host,
        recorder=recorder,
        lead_id=matter.lead_id,
        second_id=matter.second_id,
        scheduled_at=cmd.scheduled_at,
        scheduled_on=scheduled_on,
        place=cmd.place,
        open_to_public=not cmd.closed_to_public,
        closed_reason=cmd.closed_reason,
        notice=paper,
        outcome="",
    )
    request.answer = HearingAnswer.CALLED
    act.write(request, hearing)
    return hearing


call_hearing.requires(no_handler)


@call_hearing.requires
def _host_named(actor: Actor, matter: Matter, clock: Clock) -> str:
    if hosts_of(matter, clock.today()):
        return ""
    return "本机关没有可以主持本案听证的人员，请先由安全管理员登记“听证主持人”"


@dataclass(frozen=True)
class RefuseHearing:
    reason: str = fields.text("不予受理的理由", max_length=1000)


@act("cases.refuse_hearing", title="不予受理听证", final=True)
def refuse_hearing(*, act: Act, cmd: RefuseHearing) -> HearingRequest:
    """Refuse a demand that came late, or that the notice gave no right to.

    Source: 行政处罚法 第六十三条、第六十四条第一项.
    """
    case = case_of(act.matter)
    request = _live(case)
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
class DeliverHearingNotice(Delivered):
    """The delivery of the notice of a hearing."""


@act("cases.deliver_hearing_notice", title="送达听证通知书")
def deliver_hearing_notice(*, act: Act, cmd: DeliverHearingNotice) -> Hearing:
    """Record the delivery of the hearing's notice; it must leave seven working days.

    Raises:
        InvalidInput: it was served too late for the day that was called.

    Source: 行政处罚法 第六十四条第二项.
    """
    case = case_of(act.matter)
    hearing = _running(case)
    earliest = _earliest(act.matter, cmd.served_on)
    if hearing.scheduled_on < earliest:
        told = (
            f"于{cmd.served_on.isoformat()}送达的，听证最早可在{earliest.isoformat()}举行；"
            "请先办理“延期听证”，另定时间"
        )
        raise InvalidInput({"served_on": told})
    delivery_of(act, case, hearing.notice, cmd, local_date(hearing.notice.made_at))
    hearing.served_on = cmd.served_on
    hearing.earliest_on = earliest
    act.write(hearing)
    return hearing


deliver_hearing_notice.requires(certified)


@deliver_hearing_notice.requires
def _hearing_notice_signed(actor: Actor, matter: Matter, clock: Clock) -> str:
    hearing = running_hearing(case_of(matter))
    return unsigned(hearing.notice) if hearing else ""


@deliver_hearing_notice.requires
def _still_in_time(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the call still leaves seven working days; what was served earlier may be told."""
    hearing = running_hearing(case_of(matter))
    if hearing and clock.today() > hearing.scheduled_on:
        return "听证的日期已过而通知书没有送达，请办理“延期听证”"
    return ""


@deliver_hearing_notice.prefilled
def _party(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    hearing = running_hearing(case)
    return handing(case, hearing.notice if hearing else None)


@dataclass(frozen=True)
class PostponeHearing:
    reason: str = fields.text("延期的理由", max_length=1000)


@act("cases.postpone_hearing", title="延期听证")
def postpone_hearing(*, act: Act, cmd: PostponeHearing) -> Hearing:
    """Put off the hearing that was called; another one is called on the same demand."""
    case = case_of(act.matter)
    hearing = _running(case)
    hearing.outcome = HearingOutcome.POSTPONED
    hearing.request.answer = HearingAnswer.WAITING
    act.write(hearing, hearing.request)
    return hearing


postpone_hearing.requires(no_handler)


@dataclass(frozen=True)
class Attendee:
    name: str = fields.line("姓名", max_length=100)
    part: str = fields.line("身份", max_length=100, help="当事人、代理人、调查人员、证人等")


@dataclass(frozen=True, kw_only=True)
class HoldHearing:
    outcome: str = fields.choice(
        "听证情况",
        [(o.value, str(o.label)) for o in (HearingOutcome.HELD, HearingOutcome.ABSENT)],
    )
    began_at: datetime = fields.moment("开始时间")
    ended_at: datetime = fields.moment("结束时间")
    attendees: tuple[Attendee, ...] = fields.rows("参加人员", required=False)
    agents: tuple[UUID, ...] = fields.ref(
        "参加的委托代理人",
        of="cases.agent",
        many=True,
        required=False,
        help="没有列出的，先办理“收取授权委托书”",
        source="行政处罚法 第六十四条第五项",
    )
    opening: str = fields.text("核对身份和宣布事项", max_length=2000)
    investigators: str = fields.text("调查人员提出的事实、证据、依据和处罚建议")
    defence: str = fields.text("当事人的陈述、申辩", help="未到场的，写明通知和等候情况")
    examination: str = fields.text("质证和辩论", help="未到场的，写“当事人未到场”")
    final_words: str = fields.text("最后陈述", max_length=2000, help="未到场的，写“当事人未到场”")
    signed: str = fields.line("笔录核对和签名情况", help="拒绝签名的，写明情况")


@act("cases.hold_hearing", title="记录听证")
def hold_hearing(*, act: Act, cmd: HoldHearing) -> Hearing:
    """Record the hearing as it was held; absence without reason gives the right up.

    Raises:
        InvalidInput: not on or after the day that was called; too many agents, or one without a
            letter of authority for the hearing.

    Source: 行政处罚法 第六十四条第五项至第八项.
    """
    case = case_of(act.matter)
    hearing = _running(case)
    problems: dict[str, str] = {}
    if cmd.began_at < hearing.scheduled_at:
        problems["began_at"] = "开始时间早于听证通知书写明的时间，请核对"
    if cmd.ended_at < cmd.began_at:
        problems["ended_at"] = "结束时间早于开始时间，请核对"
    most = int(
        profile(act.matter.profile)
        .parameter("hearing.agents_max", act.matter.domain, on=act.today)
        .number
    )
    if len(set(cmd.agents)) > most:
        problems["agents"] = f"当事人可以委托一至{most}人代理，请核对"
    if problems:
        raise InvalidInput(problems)
    agents = all_acting(case, cmd.agents, local_date(cmd.began_at))
    paper = make(act, "hearing-record", papers.hearing_record(act, case, hearing, cmd, agents))
    hearing.outcome = cmd.outcome
    hearing.held_on = local_date(cmd.began_at)
    hearing.record = paper
    hearing.request.answer = HearingAnswer.HEARD
    act.write(hearing, hearing.request)
    act.write(*(HearingAgent(hearing=hearing, agent=agent) for agent in agents))
    return hearing


@dataclass(frozen=True)
class ReportHearing:
    issues: str = fields.text("争议焦点", max_length=2000, help="一行一个")
    finding: str = fields.text("听证查明的情况")
    opinion: str = fields.text("听证主持人的处理意见", help="决定应当根据听证笔录作出")


@act("cases.report_hearing", title="提交听证报告")
def report_hearing(*, act: Act, cmd: ReportHearing) -> Hearing:
    """Report on the hearing; the case goes on with its record.

    Source: 行政处罚法 第六十五条.
    """
    case = case_of(act.matter)
    hearing = case.hearings.filter(report=None, record__isnull=False).latest("id")
    paper = make(act, "hearing-report", papers.hearing_report(act, case, hearing, cmd))
    hearing.report = paper
    act.write(hearing)
    return hearing


def _own_hearing(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that host or recorder of this hearing act, and nobody else."""
    hearing = case_of(matter).hearings.order_by("-id").first()
    if hearing is not None and actor.officer in {hearing.host_id, hearing.recorder_id}:
        return ""
    return "只有本次听证的主持人或者记录员可以办理"


hold_hearing.requires(_own_hearing)
report_hearing.requires(_own_hearing)


@hold_hearing.prefilled
def _opening(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {
        "outcome": HearingOutcome.HELD,
        "opening": "主持人核对参加人员身份，宣布案由和听证纪律，告知听证参加人的权利义务，"
        "询问当事人是否申请回避。",
        "signed": "听证笔录已交听证参加人核对无误并签名。",
    }


@hold_hearing.requires
def _day_has_come(actor: Actor, matter: Matter, clock: Clock) -> str:
    hearing = running_hearing(case_of(matter))
    if hearing is not None and clock.now() < hearing.scheduled_at:
        return f"听证定于{hearing.scheduled_on.isoformat()}举行，尚未到时间，不能记录"
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
    request = _live(case)
    if cmd.withdrawn_on < request.asked_on:
        raise InvalidInput({"withdrawn_on": "撤回日期早于提出听证要求的日期，请核对"})
    hearing = running_hearing(case)
    if hearing is not None:
        hearing.outcome = HearingOutcome.ENDED
        act.write(hearing)
    request.answer = HearingAnswer.WITHDRAWN
    request.withdrawn_on = cmd.withdrawn_on
    act.write(request)
    return request


withdraw_hearing_request.requires(certified)


def _live(case: Case) -> HearingRequest:
    request = live_hearing_request(case)
    if request is None:
        raise RuleBroken("没有待办理的听证要求")
    return request


def _running(case: Case) -> Hearing:
    hearing = running_hearing(case)
    if hearing is None:
        raise RuleBroken("没有已通知的听证")
    return hearing


def _earliest(matter: Matter, served_on: date) -> date:
    """Return the first day a hearing may be held when its notice is served on a day."""
    rules = profile(matter.profile)
    limit = rules.limit("hearing-notice-limit", matter.domain, served_on)
    return earliest_event_on(served_on, limit, rules.calendar)


def hosts_of(matter: Matter, today: date) -> list[Officer]:
    """Return who may host a hearing: named for it, no handler, no reviewer, not recused.

    Source: 行政处罚法 第六十四条第四项.
    """
    barred = {matter.lead_id, matter.second_id, matter.reviewer_id}
    barred |= set(matter.recusals.values_list("officer", flat=True)) | former_handlers(matter)
    named = officers_with_role(matter.agency_id, "hearing_host", today)
    return [officer for officer in named if officer.pk not in barred]


def _officer(act: Act, uid: UUID) -> Officer:
    officer = Officer.objects.filter(uid=uid, agency_id=act.agency, left_on=None).first()
    if officer is None:
        raise NotFound("本机关没有这名人员，请从列表中选择")
    return officer
