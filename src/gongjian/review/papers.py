"""What stands in the papers between handlers and reviewers: the submission, and the feedback."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gongjian.cases.choices import Proposal
from gongjian.cases.models import Case, Notice, Statement
from gongjian.cases.papers import day, investigators, proposal_lines, who
from gongjian.cases.queries import (
    final_hearing,
    latest_hearing_request,
    latest_notice,
    statements_on,
    was_heard,
)
from gongjian.cases.scopes import review_of
from gongjian.common.acts import Act
from gongjian.common.text import in_groups, numeral, statutes
from gongjian.documents.models import Document
from gongjian.matters.models import Matter

from .choices import Adoption
from .models import Opinion, Request

Fields = Mapping[str, Any]


def submission(act: Act, request: Request, materials: Iterable[Document]) -> Fields:
    """重大执法决定法制审核送审表. Source: 国办发〔2018〕118号 四（十四）; XM4.3.4; LF3.5."""
    draft = request.draft
    return head(act.matter) | {
        "handlers": investigators(act),
        "round": f"第{numeral(request.round)}次送审",
        "scope": [_scope(request, act.today)],
        "facts": draft.facts,
        "basis": f"{draft.violated}；{draft.basis}。裁量：{draft.reasons}",
        "proposal": "".join(proposal_lines(draft)),
        "procedure": _procedure(request),
        "draft_hash": in_groups(draft.draft_hash),
        "materials": [{"name": d.title, "number": d.number} for d in materials],
        "submitted_on": act.today,
        "unit_opinion": request.summary,
    }


def _scope(request: Request, today: date) -> str:
    case = request.case
    held = was_heard(case)
    hit = review_of(case.matter, case, request.draft, hearing_held=held, today=today)
    return statutes(hit.source) or "列入本地重大执法决定法制审核目录"


def _procedure(request: Request) -> str:
    """Say when the party was told, what it said, and what became of a demand for a hearing."""
    notice = latest_notice(request.case)
    if request.draft.proposal == Proposal.NO_PENALTY or notice is None or notice.served_on is None:
        return "拟不予行政处罚，无须告知。"
    told = f"{day(notice.served_on)}送达《{notice.document.title}》。" if notice.document else ""
    return told + _said(notice) + _heard(request.case)


def _said(notice: Notice) -> str:
    told = [
        f"{who(one)}放弃陈述、申辩。"
        if one.waived
        else f"{who(one)}陈述、申辩：{one.content}{_answered(one)}{one.checked}"
        for one in statements_on(notice)
    ]
    return "".join(told) or "当事人没有陈述、申辩。"


def _answered(statement: Statement) -> str:
    return "采纳：" if statement.adopted else "不采纳："


def _heard(case: Case) -> str:
    request, hearing = latest_hearing_request(case), final_hearing(case)
    if request is None:
        return "没有要求听证。"
    asked = f"{day(request.asked_on)}要求听证，"
    if hearing is not None and hearing.held_on is not None:
        return f"{asked}{day(hearing.held_on)}听证结束，附听证笔录和听证报告。"
    return f"{asked}没有举行。"


def feedback(act: Act, opinion: Opinion, items: Iterable[Mapping[str, str]]) -> Fields:
    """法制审核意见采纳情况反馈表. Source: 国办发〔2018〕118号 四（十三）; DZ11(2); HN27."""
    remarks = {found["item"]: found["remark"] for found in opinion.findings}
    answered = [
        {
            "problem": f"{one['label']}：{remarks[one['item']]}",
            "adopted": Adoption(one["adopted"]).label,
            "answer": one["handling"],
        }
        for one in items
    ]
    return head(act.matter) | {
        "handlers": investigators(act),
        "opinion_number": opinion.document.number,
        "outcome": opinion.label,
        "items": answered,
        "follow_up": "按上述处理情况补充调查、重新拟定处理意见以后，再次送审。",
        "replied_on": act.today,
    }


def head(matter: Matter) -> dict[str, Any]:
    """Return which case a paper of the review is about, and who handles it."""
    return {
        "matter_number": str(matter.uid)[:8].upper(),
        "cause": matter.title,
        "party_name": matter.party_name,
        "handling_unit": matter.unit.name,
    }
