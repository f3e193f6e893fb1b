"""Acts of legal review: submitting, passing, returning."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases.papers import item_lines
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.services import record_review
from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.queries import documents_of
from gongjian.documents.services import make
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer

from .checklist import LABELS, Checklist, findings_of
from .choices import Finding, Outcome
from .models import Opinion, Request
from .queries import open_request


@dataclass(frozen=True)
class Submit:
    summary: str = fields.text("送审说明", max_length=2000, help="案件的主要问题、处理意见和理由")


@act("review.submit", title="送法制审核")
def submit(*, act: Act, cmd: Submit) -> Request:
    """Submit the latest draft with everything in the file.

    Source: 行政处罚法 第五十八条; XM4.3.4; LF3.5.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    draft = latest_draft(case)
    if draft is None:
        raise RuleBroken("还没有拟定处罚决定，不能送审")
    request = Request(
        case=case,
        draft=draft,
        round=Request.objects.filter(case=case).count() + 1,
        summary=cmd.summary,
        materials=[
            {"uid": str(d.uid), "title": d.title, "hash": d.data_hash} for d in documents_of(matter)
        ],
        submitted_by_id=act.officer,
        submitted_at=act.now,
    )
    matter.review_opened_at = matter.review_opened_at or act.now
    act.write(request)
    return request


submit.requires(certified)


def qualified(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask for the national legal qualification. Source: 行政处罚法 第五十八条第二款."""
    held = Officer.objects.filter(pk=actor.officer or 0).exclude(legal_qualification="")
    if held.exists():
        return ""
    return "您没有登记国家统一法律职业资格，不能从事法制审核。请联系管理员登记"


@dataclass(frozen=True, kw_only=True)
class PassReview(Checklist):
    remarks: str = fields.text(
        "说明", max_length=3000, required=False, help="选“不适用”的，写明理由"
    )
    reasons: str = fields.text("审核意见及理由", max_length=3000, required=True)


@dataclass(frozen=True, kw_only=True)
class ReturnForSupplement(Checklist):
    remarks: str = fields.text(
        "说明", max_length=3000, required=False, help="选“不适用”的，写明理由"
    )
    reasons: str = fields.text("存在的问题和补正要求", max_length=3000, required=True)


@act("review.pass_review", title="审核通过")
def pass_review(*, act: Act, cmd: PassReview) -> Opinion:
    """Pass exactly the draft that was submitted.

    Raises:
        InvalidInput: an item is found to have a problem, or does not apply without a reason.
        RuleBroken: the draft was changed since it was submitted.

    Source: 行政处罚法 第五十八条; 国办发〔2018〕118号 四（十四）.
    """
    bad = {
        name: f"“{LABELS[name]}”有问题，不能审核通过；请退回补正"
        for name, finding in findings_of(cmd).items()
        if finding == Finding.PROBLEM
    }
    if bad:
        raise InvalidInput(bad)
    return _opinion(act, cmd, Outcome.PASSED)


@act("review.return_for_supplement", title="退回补正")
def return_for_supplement(*, act: Act, cmd: ReturnForSupplement) -> Opinion:
    """Send the case back with the problems found; notice and review begin anew after mending.

    Raises:
        InvalidInput: no item is found to have a problem.

    Source: 国办发〔2018〕118号 四（十四）; XM4.3.4.
    """
    if Finding.PROBLEM not in findings_of(cmd).values():
        raise InvalidInput({"reasons": "没有一项标为“有问题”。请先标明哪一项存在问题，再退回"})
    return _opinion(act, cmd, Outcome.RETURNED)


for _service in (pass_review, return_for_supplement):
    _service.requires(no_handler)
    _service.requires(qualified)


def _opinion(act: Act, cmd: PassReview | ReturnForSupplement, outcome: Outcome) -> Opinion:
    matter: Matter = act.matter
    case = case_of(matter)
    request = open_request(case)
    if request is None:
        raise RuleBroken("没有待审核的送审材料")
    findings = findings_of(cmd)
    if Finding.NOT_APPLICABLE in findings.values() and not cmd.remarks:
        raise InvalidInput({"remarks": "有“不适用”的审核事项，请写明理由"})
    newest = latest_draft(case)
    if newest is None or newest.draft_hash != request.draft.draft_hash:
        raise RuleBroken("拟处罚决定在送审之后已被修改，请承办人重新送审")
    label = outcome_label(matter, outcome)
    paper = make(act, "legal-review-opinion", _paper(act, cmd, request, label, findings))
    matter.reviewer_id = act.officer
    opinion = Opinion(
        request=request,
        submitted_by_id=request.submitted_by_id,
        reviewer_id=act.officer,
        outcome=outcome,
        label=label,
        findings=findings,
        remarks=cmd.remarks,
        reasons=cmd.reasons,
        draft_hash=request.draft.draft_hash,
        document=paper,
        given_at=act.now,
    )
    act.write(opinion)
    record_review(act, request.draft, outcome, opinion.uid)
    return opinion


def outcome_label(matter: Matter, outcome: Outcome) -> str:
    """Return what this jurisdiction calls the outcome. Source: V7; XM4.3.4; HN27; DZ11(2)."""
    passed = outcome == Outcome.PASSED
    fitting = (o for o in profile(matter.profile).outcomes if o.opens == passed)
    return next((o.label for o in fitting), outcome.label)


def _paper(
    act: Act,
    cmd: PassReview | ReturnForSupplement,
    request: Request,
    label: str,
    findings: Mapping[str, str],
) -> Mapping[str, Any]:
    matter: Matter = act.matter
    problems = [LABELS[name] for name, found in findings.items() if found == Finding.PROBLEM]
    return {
        "matter_number": str(matter.uid)[:8].upper(),
        "cause": matter.title,
        "party_name": matter.party_name,
        "handling_unit": matter.unit.name,
        "submitted_on": local_date(request.submitted_at),
        "proposal": "".join(item_lines(request.draft.items)),
        "draft_hash": request.draft.draft_hash,
        "checks": [
            {"item": LABELS[name], "finding": Finding(found).label, "remark": ""}
            for name, found in findings.items()
        ],
        "problems": problems,
        "outcome": label,
        "opinion": cmd.reasons + (f"\n说明：{cmd.remarks}" if cmd.remarks else ""),
        "reviewer": act.actor.name,
        "reviewed_on": act.today,
    }
