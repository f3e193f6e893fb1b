"""What the documents say by which a case ends, or leaves, without a penalty."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from gongjian.common.acts import Act
from gongjian.intake.choices import ClueSource
from gongjian.matters.models import Matter

from .choices import NO_PENALTY_SOURCES, NoPenaltyGround, TerminationGround
from .models import Case, Draft
from .papers import day, details, evidence_lines, heard, term_of
from .queries import latest_notice

if TYPE_CHECKING:
    from .services.ending import HandOver, Terminate

Fields = Mapping[str, Any]


def no_penalty(matter: Matter, on: date, case: Case, draft: Draft, education: str = "") -> Fields:
    """不予行政处罚决定书. Source: 行政处罚法 第三十三条、第五十七条."""
    ground = NoPenaltyGround(draft.no_penalty_ground)
    notice = latest_notice(case)
    told = notice is not None and notice.served_on is not None
    proven = ground != NoPenaltyGround.NOT_PROVEN
    return {
        "party_name": case.party.name,
        "party_details": details(case.party),
        "party_address": case.party.address,
        "cause": case.cause,
        "facts": draft.facts,
        "evidence": evidence_lines(case),
        "violated": draft.violated if proven else "",
        "statement": heard(notice) if told and notice is not None else "",
        "ground": f"{ground.label}。{draft.discretion}",
        "basis": NO_PENALTY_SOURCES[ground],
        "education": education,
        "review_term": term_of(matter, "remedy.review", on),
        "court_term": term_of(matter, "remedy.litigation", on),
    }


def crime_transfer(act: Act, case: Case, proposal: Mapping[str, Any]) -> Fields:
    """涉嫌犯罪案件移送书. Source: 行政执法机关移送涉嫌犯罪案件的规定 第六条."""
    return {
        "recipient": proposal["receiver"],
        "party_name": case.party.name,
        "party_details": details(case.party),
        "cause": case.cause,
        "facts": proposal["reasons"],
        "suspected": proposal["suspected"].removeprefix("涉嫌").rstrip("。"),
        "approved_by": act.actor.name,
        "approved_on": act.today,
        "materials": [
            {"name": line, "count": "1", "remark": ""} for line in _lines(proposal["materials"])
        ],
        "decide_term": term_of(act.matter, "crime.police_decides", act.today),
        "contact": act.matter.lead.name,
    }


def termination(act: Act, case: Case, cmd: "Terminate", basis: str) -> Fields:
    """终止调查决定书."""
    return {
        "party_name": case.party.name,
        "party_details": details(case.party),
        "party_address": case.party.address,
        "cause": case.cause,
        "filed_on": act.matter.filed_on,
        "progress": cmd.progress,
        "reason": f"{TerminationGround(cmd.ground).label}。{cmd.reasons}",
        "basis": basis,
    }


def handover(act: Act, case: Case, cmd: "HandOver") -> Fields:
    """案件移送函. Source: 行政处罚法 第二十五条; 治安管理处罚法 第一百一十三条."""
    return {
        "recipient": cmd.receiver,
        "party_name": case.party.name,
        "cause": case.cause,
        "case_source": f"{ClueSource(case.source).label}，{day(act.matter.opened_at.date())}登记",
        "facts": cmd.facts,
        "reason": cmd.reasons,
        "basis": "《中华人民共和国治安管理处罚法》第一百一十三条第一款、"
        "《公安机关办理行政案件程序规定》第六十一条第一款第二项"
        if case.public_order
        else "《中华人民共和国行政处罚法》第二十二条、第二十五条",
        "materials": _lines(cmd.materials),
        "goods": _lines(cmd.goods),
        "contact": act.matter.lead.name,
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
