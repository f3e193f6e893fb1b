"""The hearing is called, its notice served, or put off (组织听证)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gongjian.cases import papers_hearing as papers
from gongjian.cases.choices import HearingAnswer, HearingOutcome
from gongjian.cases.events import HearingCalledOff
from gongjian.cases.models import Case, Hearing, Review
from gongjian.cases.queries import (
    case_of,
    running_hearing,
)
from gongjian.cases.services.delivering import Delivered, delivery_of, unsigned
from gongjian.cases.services.failing import handing
from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.common.events import publish
from gongjian.documents.services import make
from gongjian.jurisdiction.limits import earliest_event_on
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.succession import former_handlers
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import officers_with_role

from .demand import live


@dataclass(frozen=True)
class CallHearing:
    host: UUID = fields.ref("听证主持人", of="cases.hearing_host", help="不得是本案调查人员")
    recorder: UUID = fields.ref("记录员", of="cases.hearing_recorder")
    scheduled_at: datetime = fields.moment("举行时间", future=True)
    place: str = fields.line("举行地点", help="写到门牌号和房间")
    closed_to_public: bool = fields.check(
        "不公开举行", help="仅限涉及国家秘密、商业秘密、个人隐私或者未成年人"
    )
    closed_reason: str = fields.only_for(
        "closed_to_public",
        ("on",),
        fields.line("不公开的理由", required=False),
        needed="不公开举行的必填",
    )


@act("cases.call_hearing", title="组织听证")
def call_hearing(*, act: Act, cmd: CallHearing) -> Hearing:
    """Accept the demand and make the notice of a hearing, at least seven working days ahead.

    Raises:
        InvalidInput: too early; the host handles the case; closed without a reason.

    Source: 行政处罚法 第六十四条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    request = live(case)
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
    if recorder.pk in kept_from_hearing(matter):
        problems["recorder"] = "承办、审核过本案或者已回避的人员不能担任记录员，请另选"
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
    hearing = running(case)
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
    hearing = running(case)
    hearing.outcome = HearingOutcome.POSTPONED
    hearing.request.answer = HearingAnswer.WAITING
    act.write(hearing, hearing.request)
    publish(act, HearingCalledOff(hearing))
    return hearing


postpone_hearing.requires(no_handler)


def running(case: Case) -> Hearing:
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
    """Return who may host a hearing: named for it, and nothing keeps him from it.

    Source: 行政处罚法 第六十四条第四项.
    """
    barred = kept_from_hearing(matter)
    named = officers_with_role(matter.agency_id, "hearing_host", today)
    return [officer for officer in named if officer.pk not in barred]


def kept_from_hearing(matter: Matter) -> set[int]:
    """Return who neither hosts nor records a hearing: handlers, reviewers, whoever keeps away."""
    away = set(matter.recusals.values_list("officer", flat=True))
    reviewed = set(Review.objects.filter(case__matter=matter).values_list("reviewer", flat=True))
    handled = {pk for pk in (matter.lead_id, matter.second_id, matter.reviewer_id) if pk}
    return handled | former_handlers(matter) | away | reviewed


def _officer(act: Act, uid: UUID) -> Officer:
    officer = Officer.objects.filter(uid=uid, agency_id=act.agency, left_on=None).first()
    if officer is None:
        raise NotFound("本机关没有这名人员，请从列表中选择")
    return officer
