"""Who is party to a mediation by the police, what its papers must say, and how often (治安调解)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gongjian.cases.models import Case
from gongjian.cases.queries import case_of
from gongjian.common.acts import Act
from gongjian.common.clock import local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.queries import standing_documents
from gongjian.jurisdiction.calendar import national_calendar
from gongjian.jurisdiction.limits import Due, due
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.services import start_until

from .queries import latest_offender
from .rules import beyond_mediation

AGREEMENT, AGAIN = "mediation-agreement", "police.second_mediation"
DECISION_LIMIT = "decision-limit"
MOST = 2
ALONE = "一名人民警察主持，全程同步录音录像"


def nobody_to_mediate_with(matter: Matter) -> str:
    """Return why there can be no mediation: an act of the kind, once too often, nobody harmed.

    Source: 治安管理处罚法 第九条; 公安机关办理行政案件程序规定 第一百七十九条、第一百八十三条.
    """
    case = case_of(matter)
    if told := beyond(case) or twice(agreements_of(matter)):
        return told
    if case.victims.exists():
        return ""
    return "还没有登记被侵害人，请先登记；没有被侵害人的案件不能调解（治安管理处罚法第九条）"


def beyond(case: Case) -> str:
    """Return why the act of a case is beyond what may be mediated."""
    offender = latest_offender(case)
    return beyond_mediation(
        case.cause, case.cause_code, grave=offender is not None and offender.grave
    )


def too_often(matter: Matter, today: date) -> str:
    """Return why it is not mediated once more: twice already, or too long after the first time."""
    before = agreements_of(matter)
    return twice(before) or too_late(matter, before, today)


def twice(before: Sequence[Document]) -> str:
    """Return that there were two agreements already.

    Only agreements are on record; that an attempt came to none the police note by themselves.

    Source: 公安机关办理行政案件程序规定 第一百八十三条.
    """
    if len(before) < MOST:
        return ""
    return "已经调解两次，应当依法作出处理（公安机关办理行政案件程序规定第一百八十三条）"


def too_late(matter: Matter, before: Sequence[Document], today: date) -> str:
    """Return that the first mediation is too long ago for a second."""
    if not before:
        return ""
    last = last_for_a_second(matter, local_date(before[0].made_at)).due_on
    if today <= last:
        return ""
    return (
        f"再次调解应当在第一次调解后七个工作日内（至{last.isoformat()}）完成，现已超过，"
        "应当依法作出处理（公安机关办理行政案件程序规定第一百八十三条）"
    )


def last_for_a_second(matter: Matter, first: date) -> Due:
    """Return the last day of a second mediation, reckoned from the first."""
    limit = profile(matter.profile).limit(AGAIN, matter.domain, first)
    return due(first, limit, national_calendar())


def agreements_of(matter: Matter) -> list[Document]:
    """Return the agreements that stand, oldest first."""
    return list(standing_documents(matter).filter(kind=AGREEMENT).order_by("id"))


def left_out(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Tell which of the two sides a paper of the mediation does not name.

    Source: 治安管理处罚法 第九条; 公安机关办理行政案件程序规定 第一百八十四条第二款.
    """
    case = case_of(matter)
    told: dict[str, str] = {}
    if case.party.name not in given["party_name"]:
        told["party_name"] = f"本案的违反治安管理行为人是{case.party.name}，请照案件填写"
    names = case.victims.values_list("name", flat=True)
    missing = [name for name in names if name not in given["victim"]]
    if missing:
        told["victim"] = f"被侵害人{'、'.join(missing)}不在协议中，请写明全部被侵害人"
    return told


def agreed_wrongly(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Tell what an agreement lacks: a side, the guardian of a minor, the recording.

    Source: 治安管理处罚法 第一百零八条第二款、第三款;
    公安机关办理行政案件程序规定 第一百八十一条第一款、第一百八十四条第二款.
    """
    told = dict(left_out(matter, given))
    minors = case_of(matter).victims.filter(minor=True)
    if not given["victim_guardian"] and minors.exists():
        told["victim_guardian"] = (
            "被侵害人未满十八周岁，调解时应当通知其父母或者其他监护人到场，请写明谁到场"
        )
    if given["mediators"] == ALONE and not given["recording_at"]:
        told["recording_at"] = (
            "由一名人民警察主持调解的，应当全程同步录音录像，请写明编号和存放位置"
        )
    return told


def agreed(act: Act, given: Mapping[str, Any]) -> None:
    """Refuse an agreement to be performed before it was made, or made too long after the first.

    The first starts the days within which the database, too, takes a second.

    Raises:
        InvalidInput: the day by which it is to be performed is over.
        RuleBroken: see `too_late`.
    """
    if given["perform_by"] < act.today:
        raise InvalidInput({"perform_by": "履行期限早于今日，请核对"})
    before = agreements_of(act.matter)[:-1]
    if told := too_late(act.matter, before, act.today):
        raise RuleBroken(told)
    if not before:
        limit = last_for_a_second(act.matter, act.today)
        start_until(
            act,
            AGAIN,
            "再次调解的期限",
            act.today,
            limit.due_on,
            told=limit.explanation,
            source="公安机关办理行政案件程序规定 第一百八十三条",
        )


def performed_wrongly(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Tell that a record of performance leaves somebody out, or lies before the agreement."""
    return {**left_out(matter, given), **_before_it(matter, given, "performed_on")}


def failed_wrongly(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Tell that a record of failure leaves somebody out, or lies before the agreement."""
    return {**left_out(matter, given), **_before_it(matter, given, "since")}


def _before_it(matter: Matter, given: Mapping[str, Any], field: str) -> Mapping[str, str]:
    made = agreements_of(matter)[-1:]
    began = local_date(made[0].made_at) if made else None
    if began is None or given[field] >= began:
        return {}
    return {field: f"日期早于达成调解协议之日（{began.isoformat()}），请核对"}


def goes_on(act: Act, given: Mapping[str, Any]) -> None:
    """Let the days for the decision run from the day on which the agreement was not performed.

    Source: 公安机关办理行政案件程序规定 第一百八十五条第二款.
    """
    act.start_limit(DECISION_LIMIT, given["since"])
