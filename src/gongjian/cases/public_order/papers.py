"""What the documents of a 治安 case say: its rows turned into the fields of their definitions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from gongjian.cases.choices import PenaltyKind
from gongjian.cases.identity import told as shown_as
from gongjian.cases.models import Case, Decision, Draft, Guardian, Interpreter, Notice
from gongjian.cases.papers import (
    certificate_number,
    day,
    evidence_lines,
    handlers,
    heard,
    investigators,
    moment,
    penalty_lines,
    term_of,
)
from gongjian.cases.rules import weight_of
from gongjian.common.acts import Act
from gongjian.common.money import yuan
from gongjian.common.text import numeral
from gongjian.intake.choices import ClueSource
from gongjian.intake.models import Clue
from gongjian.matters.models import Matter
from gongjian.parties.choices import IdKind
from gongjian.parties.models import Party

from .choices import (
    CameBy,
    Guarantee,
    PersonRole,
    QuestioningPlace,
    Sex,
    SuspensionGround,
    UnpunishedGround,
)
from .models import DetentionOrder, DetentionSuspension, Offender
from .rules import Execution, HourLimit, detention_days
from .separate import days_of

if TYPE_CHECKING:
    from gongjian.cases.public_order.papers_guarantee import Term
    from gongjian.cases.services.public_order.deciding import DecideNotToPunish
    from gongjian.cases.services.public_order.detention import AskSuspension, ExecuteDetention
    from gongjian.cases.services.public_order.filing import FilePublicOrder
    from gongjian.cases.services.public_order.notice import InformOffender, InformOrally
    from gongjian.cases.services.public_order.questioning import RecordQuestioning

Fields = Mapping[str, Any]


# Source: 公安机关办理行政案件程序规定 第四十五条第三款.
BY_RECORDING = "（本案快速办理，以录音录像替代书面询问笔录，以下为关键内容和相应时间段）\n"


def acceptance_form(act: Act, case: Case, reported_at: datetime, cmd: "FilePublicOrder") -> Fields:
    """受案登记表.

    Source: 公安机关办理行政案件程序规定 第六十一条第一款第一项; 治安管理处罚法 第九十条.
    """
    return {
        "case_source": ClueSource(case.source).label,
        "reported_by": cmd.reported_by,
        "accepted_at": moment(reported_at),
        "cause": case.cause,
        "party_name": case.party.name,
        "party_details": person_lines(case.party, None),
        "act_on": day(case.act_ended_on) if case.act_ended_on else "仍在继续",
        "facts": cmd.facts,
        "basis": cmd.basis,
        "handlers": [o.name for o in handlers(act.matter)],
        "opinion": "属于违反治安管理的行为，由本单位管辖，立即立案并进行调查。",
        "filed_on": act.today,
    }


def acceptance_receipt(
    act: Act, case: Case, reported_at: datetime, cmd: "FilePublicOrder"
) -> Fields:
    """受案回执. Source: 公安机关办理行政案件程序规定 第六十一条第一款第一项."""
    return {
        "reported_by": cmd.reported_by or "（公安机关在工作中发现）",
        "cause": case.cause,
        "accepted_at": moment(reported_at),
        "unit": act.matter.unit.name,
        "handlers": [o.name for o in handlers(act.matter)],
    }


def no_filing_notice(act: Act, case: Case, clue: Clue, told_to: str, reason: str) -> Fields:
    """不予立案告知书. Source: 治安管理处罚法 第九十条."""
    return {
        "reported_by": told_to,
        "accepted_at": moment(clue.registered_at),
        "cause": case.cause,
        "reason": reason,
        "review_term": term_of(act.matter, "remedy.review", act.today),
        "court_term": term_of(act.matter, "remedy.litigation", act.today),
    }


def questioning_record(
    act: Act,
    case: Case,
    cmd: "RecordQuestioning",
    limit: HourLimit,
    minor: bool,
    guardian: Guardian | None,
    interpreters: Mapping[str, Interpreter | None],
) -> Fields:
    """询问笔录（治安）. Source: 治安管理处罚法 第九十六条至第一百条、第一百零八条."""
    police = handlers(act.matter)[:1] if cmd.alone else handlers(act.matter)
    beside = ""
    if minor and guardian:
        beside = f"{guardian.name}（{guardian.get_kind_display()}，{guardian.relation}）"
    return {
        "role": PersonRole(cmd.role).label,
        "person": cmd.person,
        "came_by": CameBy(cmd.came_by).label,
        "arrived_at": moment(cmd.arrived_at),
        "started_at": moment(cmd.began_at),
        "ended_at": moment(cmd.ended_at),
        "limit": f"{limit.length}，至{moment(limit.due_at)}（{limit.source}）",
        "over_time": cmd.over_time_reason,
        "place": f"{cmd.place}（{QuestioningPlace(cmd.place_kind).label}）",
        "officers": [
            {"name": o.name, "certificate": certificate_number(o, act.today)} for o in police
        ],
        "told": f"人民警察{shown_as(cmd.certificate_shown, cmd.unshown_because, dressed=False)}，"
        "告知如实回答、申请回避、对无关问题拒绝回答以及核对笔录的权利义务。",
        "guardian": beside,
        "interpreter": "、".join(f"{i.name}（{i.language}）" for i in interpreters.values() if i),
        "recording": f"全程同步录音录像，存放于{cmd.recording_at}" if cmd.full_recording else "",
        "family": cmd.family_told or cmd.family_not_told,
        "food_and_rest": cmd.food_and_rest,
        "content": f"{BY_RECORDING}{cmd.content}" if cmd.by_recording else cmd.content,
        "checked": f"被询问人拒绝签名：{cmd.refused_signature}"
        if cmd.refused_signature
        else "以上笔录我看过（已向我宣读），和我说的相符。",
    }


def notice(
    act: Act,
    case: Case,
    draft: Draft,
    hearing: bool,
    guardian: Guardian | None,
    execution: Execution,
    cmd: "InformOffender",
) -> Fields:
    """行政处罚告知笔录. Source: 治安管理处罚法 第一百一十二条、第一百一十七条."""
    term = term_of(act.matter, "statement-limit", act.today)
    return {
        "party_name": case.party.name,
        "guardian": f"{guardian.name}（{guardian.relation}）" if guardian else "",
        "cause": case.cause.removeprefix("涉嫌"),
        "facts": draft.facts,
        "evidence": evidence_lines(case),
        "violated": draft.violated,
        "basis": draft.basis,
        "discretion": draft.reasons,
        "penalties": penalty_lines(draft),
        "execution": not_executed(draft, execution),
        "statement_term": term,
        "hearing_term": term if hearing else "",
        "hearing_closed": "听证不公开举行。" if hearing and guardian else "",
        "officers": investigators(act),
        "contact": cmd.contact,
    }


def oral_notice(
    act: Act, case: Case, draft: Draft, execution: Execution, cmd: "InformOrally"
) -> Fields:
    """口头告知记录. Source: 公安机关办理行政案件程序规定 第四十六条第二款."""
    return {
        "party_name": case.party.name,
        "cause": case.cause.removeprefix("涉嫌"),
        "told_at": moment(cmd.told_at),
        "facts": draft.facts,
        "violated": draft.violated,
        "basis": draft.basis,
        "discretion": draft.reasons,
        "penalties": penalty_lines(draft),
        "execution": not_executed(draft, execution),
        "statement_term": term_of(act.matter, "statement-limit", act.today),
        "answer": cmd.answer,
        "officers": investigators(act),
    }


def decision(
    matter: Matter,
    on: date,
    case: Case,
    draft: Draft,
    told: Notice,
    offender: Offender | None,
    execution: Execution,
) -> Fields:
    """治安管理处罚决定书, as signed on a day. Source: 治安管理处罚法 第一百一十五条."""
    fine = weight_of(draft.items).sum_of(PenaltyKind.FINE)
    days = days_of(draft.items, draft.merged_most_days).executed
    detained = f"由本机关送拘留所执行行政拘留{numeral(days)}日。" if days else ""
    return {
        "party_name": case.party.name,
        "person": person_lines(case.party, offender),
        "facts": draft.facts,
        "evidence": evidence_lines(case),
        "statement": heard(told).replace("《行政处罚告知书》", "《行政处罚告知笔录》"),
        "violated": draft.violated,
        "basis": draft.basis,
        "discretion": draft.reasons,
        "penalties": penalty_lines(draft),
        "fine": fine or None,
        "payment_term": term_of(matter, "payment-limit", on) if fine else "",
        "performance": not_executed(draft, execution)
        or detained
        or ("" if fine else "上述处罚自收到本决定书之日起执行。"),
        "suspension": SUSPENSION if days and execution.executed else "",
        "review_term": term_of(matter, "remedy.review", on),
        "court_term": term_of(matter, "remedy.litigation", on),
    }


# In the words of the article: it joins remedy and event by no 或者.
# Source: 治安管理处罚法 第一百二十六条第一款.
SUSPENSION = (
    "被处罚人不服行政拘留处罚决定，申请行政复议、提起行政诉讼的，遇有参加升学考试、子女出生或者"
    "近亲属病危、死亡等情形的，可以向本机关提出暂缓执行行政拘留的申请；本机关认为暂缓执行不致发生社会危险，"
    "并由被处罚人或者其近亲属提出符合条件的担保人或者按法定标准交纳保证金的，行政拘留的处罚决定暂缓执行。"
)


def not_executed(draft: Draft, execution: Execution) -> str:
    """Say that the detention is not executed, and by which rule; "" where it is, or there is none.

    Source: 治安管理处罚法 第二十三条.
    """
    if not detention_days(draft.items) or execution.executed:
        return ""
    basis = execution.source.replace(" ", "》", 1)
    return f"被处罚人{execution.rule}，依照《{basis}的规定，不执行行政拘留。"


def unpunished_decision(
    matter: Matter,
    on: date,
    case: Case,
    draft: Draft,
    offender: Offender | None,
    ground: UnpunishedGround,
    cmd: "DecideNotToPunish",
) -> Fields:
    """不予行政处罚决定书. Source: 治安管理处罚法 第十二条、第十三条、第二十条、第一百一十三条."""
    return {
        "party_name": case.party.name,
        "person": person_lines(case.party, offender),
        "facts": draft.facts,
        "evidence": evidence_lines(case),
        "ground": ground.label,
        "reason": cmd.reason,
        "basis": cmd.basis,
        "discipline": cmd.discipline,
        "review_term": term_of(matter, "remedy.review", on),
        "court_term": term_of(matter, "remedy.litigation", on),
    }


def detention_family_notice(
    act: Act, case: Case, made: Decision, term: "Term", cmd: "ExecuteDetention"
) -> Fields:
    """行政拘留家属通知书.

    Source: 治安管理处罚法 第一百一十条、第一百一十六条第一款;
    公安机关办理行政案件程序规定 第一百六十二条第二款.
    """
    credited = f"，折抵{numeral(cmd.credited_days)}日" if cmd.credited_days else ""
    return {
        "family": cmd.family_told,
        "party_name": case.party.name,
        "cause": case.cause.removeprefix("涉嫌"),
        "basis": made.draft.basis,
        "decision_number": made.number,
        "days": f"{numeral(term.days)}日{credited}",
        "from_on": day(cmd.taken_in_on) if cmd.taken_in_on else "",
        "until_on": day(term.until_on) if term.until_on else "",
        "house": cmd.house,
        "not_served": "",
        **term.merged(None),
    }


def family_word(case: Case, made: Decision, order: DetentionOrder, family: str) -> Fields:
    """行政拘留家属通知书，依法不执行的.

    Source: 公安机关办理行政案件程序规定 第一百七十六条第一款.
    """
    basis = order.source.replace(" ", "》", 1)
    return {
        "family": family,
        "party_name": case.party.name,
        "cause": case.cause.removeprefix("涉嫌"),
        "basis": made.draft.basis,
        "decision_number": made.number,
        "days": f"{numeral(order.days)}日",
        "from_on": "",
        "until_on": "",
        "house": "",
        "not_served": f"被处罚人{order.rule}，依照《{basis}的规定，不执行行政拘留",
    }


def guarantor_pledge(act: Act, case: Case, made: Decision, cmd: "AskSuspension") -> Fields:
    """担保人保证书. Source: 治安管理处罚法 第一百二十七条、第一百二十八条."""
    return {
        "guarantor": cmd.guarantor,
        "relation": cmd.guarantor_relation,
        "party_name": case.party.name,
        "decision_number": made.number,
    }


def _ground(asked: DetentionSuspension) -> str:
    if asked.ground == SuspensionGround.APPEAL and asked.challenge:
        return f"不服该处罚决定，{asked.challenge}"
    return asked.ground_words or SuspensionGround(asked.ground).label


def suspension_decision(
    act: Act, case: Case, made: Decision, asked: DetentionSuspension, reason: str
) -> Fields:
    """暂缓执行行政拘留决定书. Source: 治安管理处罚法 第一百二十六条."""
    deposit = asked.guarantee == Guarantee.DEPOSIT
    return {
        "party_name": case.party.name,
        "decision_number": made.number,
        "days": f"{numeral(asked.days)}日",
        "challenge": "" if asked.ground == SuspensionGround.APPEAL else asked.challenge,
        "ground": _ground(asked),
        "reason": reason,
        "guarantee": f"已交纳保证金人民币{yuan(asked.deposit_fen)}元"
        if deposit
        else f"由担保人{asked.guarantor}提供担保",
    }


def person_lines(party: Party, offender: Offender | None) -> list[dict[str, str]]:
    """Return who is punished as article 115 asks: name apart, sex, age, papers, address.

    Source: 治安管理处罚法 第一百一十五条第一项.
    """
    if not party.natural:
        rows = [
            ("统一社会信用代码", party.uscc or "未登记"),
            ("法定代表人（负责人）", party.legal_representative),
            ("地址", party.address or "未登记"),
        ]
    else:
        kind = IdKind(party.id_kind).label if party.id_kind else "身份证件"
        rows = [
            ("性别", Sex(offender.sex).label if offender else ""),
            ("年龄", f"{offender.age}周岁（行为时）" if offender else ""),
            (f"{kind}号码", party.id_number or "未查明（自报）"),
            ("住址", party.address or "未查明（自报）"),
        ]
    return [{"label": label, "text": text} for label, text in rows if text]
