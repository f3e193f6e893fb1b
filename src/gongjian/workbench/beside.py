"""What stands beside the form of an act, so that nobody leaves the page to decide."""

from collections.abc import Callable
from typing import Any

from gongjian.cases.papers import item_lines
from gongjian.cases.queries import (
    case_of,
    latest_draft,
    latest_notice,
    latest_review,
    statements_on,
)
from gongjian.common.acts import Actor
from gongjian.documents.queries import documents_of
from gongjian.matters.models import Matter
from gongjian.review.queries import rounds_of

Context = dict[str, Any]


def _proposal(actor: Actor, matter: Matter) -> Context:
    """The proposed decision, the notice it was told with, what the party said, the review."""
    case = case_of(matter)
    draft, notice = latest_draft(case), latest_notice(case)
    return {
        "template": "workbench/beside/proposal.html",
        "case": case,
        "draft": draft,
        "items": item_lines(draft.items) if draft else [],
        "notice": notice,
        "statements": statements_on(notice) if notice else [],
        "review": latest_review(case),
        "rounds": rounds_of(case),
        "documents": documents_of(matter),
        "evidence": case.evidence.order_by("id"),
    }


def _file(actor: Actor, matter: Matter) -> Context:
    """The party, the evidence and the documents so far."""
    case = case_of(matter)
    return {
        "template": "workbench/beside/file.html",
        "case": case,
        "evidence": case.evidence.order_by("id"),
        "documents": documents_of(matter),
    }


_beside: dict[str, Callable[[Actor, Matter], Context]] = {
    "cases.approve_filing": _file,
    "cases.refuse_filing": _file,
    "cases.draft_decision": _file,
    "cases.end_investigation": _file,
    "cases.inform_party": _proposal,
    "cases.go_to_decision": _proposal,
    "cases.send_back": _proposal,
    "cases.issue_decision": _proposal,
    "cases.close_case": _file,
    "review.submit": _proposal,
    "review.pass_review": _proposal,
    "review.return_for_supplement": _proposal,
}


def beside(code: str, actor: Actor, matter: Matter | None) -> Context | None:
    """Return the panel beside an act's form, or None where the form stands alone."""
    build = _beside.get(code)
    return build(actor, matter) if build is not None and matter is not None else None
