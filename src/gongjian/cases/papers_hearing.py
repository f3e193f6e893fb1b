"""What the documents of a hearing and of a collective discussion say."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gongjian.common.acts import Act
from gongjian.common.text import numeral
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer

from .choices import HearingOutcome
from .models import Agent, Case, Draft, Hearing, HearingRequest
from .papers import handlers, investigators, moment, proposal_lines, term_of
from .queries import latest_review

if TYPE_CHECKING:
    from .services.discussing import RecordDiscussion
    from .services.hearing import AnnounceHearing, CallHearing, HoldHearing, ReportHearing

Fields = Mapping[str, Any]


def hearing_notice(
    act: Act, case: Case, request: HearingRequest, cmd: "CallHearing", people: Sequence[Officer]
) -> Fields:
    """听证通知书; `people` are host and recorder. Source: 行政处罚法 第六十四条."""
    matter: Matter = act.matter
    host, recorder = people
    most = profile(matter.profile).parameter("hearing.agents_max", matter.domain, on=act.today)
    return {
        "party_name": case.party.name,
        "cause": case.cause,
        "requested_on": request.asked_on,
        "basis": right_to(case),
        "held_at": moment(cmd.scheduled_at),
        "place": cmd.place,
        "publicity": f"不公开举行（{cmd.closed_reason}）" if cmd.closed_to_public else "公开举行",
        "host": host.name,
        "recorder": recorder.name,
        "handlers": investigators(act),
        "agents_max": f"一至{numeral(int(most.number))}人" if most.number > 1 else "一人",
        "contact": recorder.name,
    }


def hearing_announcement(act: Act, case: Case, hearing: Hearing, cmd: "AnnounceHearing") -> Fields:
    """听证公告, of the hearing as it was called. Source: 行政处罚法 第六十四条第三项."""
    return {
        "party_name": case.party.name,
        "cause": case.cause,
        "basis": right_to(case),
        "held_at": moment(hearing.scheduled_at),
        "place": hearing.place,
        "host": hearing.host.name,
        "attend_by": cmd.attend_by,
        "attend_how": cmd.attend_how,
        "contact": hearing.recorder.name,
    }


def hearing_refusal(act: Act, case: Case, request: HearingRequest, reason: str) -> Fields:
    """不予受理听证通知书. Source: 行政处罚法 第六十三条、第六十四条第一项."""
    number = request.notice.document.number if request.notice.document else ""
    return {
        "party_name": case.party.name,
        "cause": case.cause,
        "requested_on": request.asked_on,
        "notice_number": number,
        "hearing_term": term_of(act.matter, "hearing-request-limit", act.today),
        "basis": f"{right_to(case)}第一项",
        "reason": reason,
        "contact": act.actor.name,
    }


def hearing_record(
    act: Act, case: Case, hearing: Hearing, cmd: "HoldHearing", agents: Sequence[Agent]
) -> Fields:
    """听证笔录. Source: 行政处罚法 第六十四条第八项."""
    absent = cmd.outcome == HearingOutcome.ABSENT
    opening = cmd.opening + ("当事人无正当理由未出席听证，视为放弃听证权利。" if absent else "")
    return {
        "cause": case.cause,
        "party_name": case.party.name,
        "started_at": cmd.began_at,
        "ended_at": cmd.ended_at,
        "place": hearing.place,
        "agent": "、".join(f"{a.name}（{a.get_authority_display()}）" for a in agents),
        "publicity": "公开举行"
        if hearing.open_to_public
        else f"不公开举行（{hearing.closed_reason}）",
        "host": hearing.host.name,
        "recorder": hearing.recorder.name,
        "handlers": investigators(act),
        "present": [f"{a.part}：{a.name}" for a in cmd.attendees],
        "opening": opening,
        "proposal": cmd.investigators,
        "defence": cmd.defence,
        "examination": cmd.examination,
        "final_words": cmd.final_words,
        "party_opinion": cmd.signed,
    }


def hearing_report(act: Act, case: Case, hearing: Hearing, cmd: "ReportHearing") -> Fields:
    """听证报告. Source: 行政处罚法 第六十五条."""
    matter: Matter = act.matter
    held = act.matter.steps.filter(code="hold_hearing").latest("seq").data
    return {
        "matter_number": matter.number or str(matter.uid)[:8].upper(),
        "cause": case.cause,
        "party_name": case.party.name,
        "held_at": _from_to(held),
        "place": hearing.place,
        "host": hearing.host.name,
        "recorder": hearing.recorder.name,
        "attendance": _who_came(hearing, held),
        "proposal": held["investigators"],
        "defence": held["defence"],
        "issues": [line for line in cmd.issues.split("\n") if line.strip()],
        "finding": cmd.finding,
        "opinion": cmd.opinion,
        "reported_on": act.today,
    }


def discussion_minutes(
    act: Act,
    case: Case,
    draft: Draft,
    cmd: "RecordDiscussion",
    votes: Sequence[Mapping[str, str]],
    absent: Sequence[Officer],
) -> Fields:
    """集体讨论记录. Source: 行政处罚法 第五十七条第二款."""
    matter: Matter = act.matter
    review = latest_review(case)
    came = [{"name": v["name"], "post": v["post"], "attended": "到会"} for v in votes]
    away = [{"name": o.name, "post": o.post, "attended": "未到会"} for o in absent]
    return {
        "matter_number": matter.number or str(matter.uid)[:8].upper(),
        "cause": case.cause,
        "party_name": case.party.name,
        "reason": "情节复杂或者重大违法行为，由机关负责人集体讨论决定",
        "started_at": cmd.held_at,
        "ended_at": cmd.ended_at,
        "place": cmd.place,
        "chair": act.actor.name,
        "members": came + away,
        "guests": [f"承办人{o.name}" for o in handlers(matter)],
        "recorder": cmd.recorder,
        "report": f"{draft.facts}拟处理：{''.join(proposal_lines(draft))}",
        "review_opinion": review.get_outcome_display() if review else "",
        "opinions": [
            {"name": v["name"], "opinion": v["opinion"], "vote": v["vote"]} for v in votes
        ],
        "resolution": cmd.conclusion,
    }


def _from_to(held: Mapping[str, Any]) -> str:
    begins, ends = (datetime.fromisoformat(held[at]) for at in ("began_at", "ended_at"))
    return f"{moment(begins)}至{moment(ends)}"


def _who_came(hearing: Hearing, held: Mapping[str, Any]) -> str:
    """Say whether the party came, and who else took part."""
    people = "、".join(f"{row['part']}{row['name']}" for row in held["attendees"])
    return "；".join(filter(None, (HearingOutcome(hearing.outcome).label, people)))


def right_to(case: Case) -> str:
    """Return what gives the right to this hearing and orders it, ending in 行政处罚法 第六十四条.

    Source: 治安管理处罚法 第四条、第一百一十七条; 行政处罚法 第六十三条、第六十四条.
    """
    if case.public_order:
        return (
            "《中华人民共和国治安管理处罚法》第一百一十七条、《中华人民共和国行政处罚法》第六十四条"
        )
    return "《中华人民共和国行政处罚法》第六十三条、第六十四条"
