"""A case on its way to review, for tests: every step is the real service."""

from datetime import timedelta
from typing import Any

from gongjian.cases import testing as story
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.services.discussing import leaders_of
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter
from gongjian.review.checks import problems_in
from gongjian.review.queries import problem_opinion

MAJOR: dict[str, Any] = {"major_rights": True, "findings_reason": "关系当事人重大权益。"}


def heard(cast: Cast, **values: Any) -> Matter:
    """Return a case whose party was told and whose time to speak is over."""
    matter = story.file_case(cast, story.open_case(cast, **values))
    story.investigate(cast, matter, **MAJOR)
    story.let_time_run(cast, story.inform(cast, matter))
    story.sign_papers(cast, matter)
    return matter


def submitted(cast: Cast, **values: Any) -> Matter:
    """Return a case that waits for its opinion."""
    matter = heard(cast, **values)
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    return matter


def opine(cast: Cast, matter: Matter, act: str, *, values: Any = None, **found: str) -> Any:
    """Give an opinion through one of its acts, lawful but for what is named."""
    checked = story.findings(matter.profile, **found)
    known = {"reasons": "见审核内容。"} | (values or {})
    return cast.do("legal_reviewer", f"review.{act}", matter, **checked, **known)


def answer(cast: Cast, matter: Matter, adopted: str = "adopted") -> Any:
    """Answer every problem of the last opinion."""
    opinion = problem_opinion(case_of(matter))
    assert opinion is not None
    rows = tuple(
        {"item": one["item"], "adopted": adopted, "handling": "已研究处理。"}
        for one in problems_in(opinion.findings)
    )
    return cast.do("handler", "review.answer_problems", matter, answers=rows)


def told_again(cast: Cast, matter: Matter) -> Matter:
    """Answer the opinion, end the investigation anew, tell the party and wait."""
    answer(cast, matter)
    cast.do("handler", "cases.end_investigation", matter, summary="已补正。")
    story.let_time_run(cast, story.inform(cast, matter))
    story.sign_papers(cast, matter)
    return matter


MINUTES: dict[str, Any] = {
    "participants": "李示例（支队长）、审示例（法制科科长）",
    "handler_view": "现有证据已经足以认定。",
    "reviewer_view": "缺少工艺变更时间的证据。",
    "conclusion": "双方意见见上。",
}


def consulted(cast: Cast, matter: Matter, end: str = "record_no_agreement") -> Any:
    """Propose, approve and record a consultation on a returned case."""
    cast.do("handler", "review.propose_consultation", matter, reasons="对证据标准有分歧。")
    cast.do("agency_head", "review.approve_consultation", matter, note="同意协商。")
    return cast.do("legal_reviewer", f"review.{end}", matter, held_on=cast.today, **MINUTES)


def resolved(cast: Cast, matter: Matter, act: str = "pass_by_resolution", **values: Any) -> Any:
    """Let the leaders discuss a case on which no agreement was reached."""
    vote = "for" if act == "pass_by_resolution" else "against"
    draft = latest_draft(case_of(matter))
    assert draft is not None
    known: dict[str, Any] = {
        "draft_hash": draft.draft_hash,
        "held_at": cast.now - timedelta(hours=1),
        "ended_at": cast.now,
        "place": "本机关会议室",
        "recorder": "记示例",
        "votes": tuple(
            {"officer": o.uid, "vote": vote, "opinion": "意见明确。", "signed": True}
            for o in leaders_of(matter, cast.today)
        ),
        "conclusion": "见表决。",
    }
    return cast.do("agency_head", f"review.{act}", matter, **(known | values))
