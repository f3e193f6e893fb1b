"""Rounds: problems answered, submitted again, consulted on, resolved; the review's own limit."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing as story
from gongjian.cases.models import Decision, Discussion, Review
from gongjian.cases.queries import case_of, latest_draft, latest_review
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer
from gongjian.review.limits import margin_of
from gongjian.review.models import Opinion
from gongjian.review.queries import rounds_of
from gongjian.review.testing import (
    MINUTES,
    answer,
    consulted,
    opine,
    resolved,
    submitted,
    told_again,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Cast:
    made = story.make_cast()
    made.people["legal_head"] = make_officer(made.agency, roles=("legal_head",))
    return made


def returned(cast: Cast) -> Matter:
    matter = submitted(cast)
    opine(cast, matter, "return_for_supplement", facts="problem")
    return matter


def refused(cast: Cast, error: type[Exception], match: str, *words: Any, **values: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises(error, match=match):
        cast.do(*words, **values)
    assert Entry.objects.count() == before


def values_of(matter: Matter, kind: str) -> dict[str, Any]:
    paper = Document.objects.filter(matter=matter, kind=kind).latest("id")
    values: dict[str, Any] = json.loads(paper.data)["fields"]
    return values


# --- problems are answered ------------------------------------------------------------------------


@pytest.mark.requirement("V8")
def test_a_problem_is_answered_before_the_case_is_submitted_again(cast: Cast) -> None:
    matter = returned(cast)

    for act in ("review.submit", "review.resubmit"):
        refused(cast, RuleBroken, "现在不能", "handler", act, matter, summary="请再审。")

    told_again(cast, matter)
    refused(cast, RuleBroken, "现在不能", "handler", "review.submit", matter, summary="请审。")
    cast.do("handler", "review.resubmit", matter, summary="已补正。")
    opine(cast, matter, "pass_review")
    assert matter.marking == ["to_decide"]


@pytest.mark.requirement("V8")
def test_every_problem_needs_its_own_answer(cast: Cast) -> None:
    matter = submitted(cast)
    opine(cast, matter, "return_for_supplement", facts="problem", law="problem")
    one = ({"item": "facts", "adopted": "adopted", "handling": "已补证。"},)

    words = ("handler", "review.answer_problems", matter)
    refused(cast, InvalidInput, "适用法律准确", *words, answers=one)
    refused(cast, InvalidInput, "每一个问题", *words, answers=one * 2)
    answer(cast, matter)
    assert matter.marking == ["investigating"]


@pytest.mark.requirement("V8")
def test_all_rounds_are_kept_with_opinions_and_answers(cast: Cast) -> None:
    matter = returned(cast)
    told_again(cast, matter)
    cast.do("handler", "review.resubmit", matter, summary="已补正。")
    opine(cast, matter, "pass_review")

    first, second = rounds_of(case_of(matter))
    assert first.opinion.outcome == "returned"
    assert first.opinion.answer.items[0]["handling"] == "已研究处理。"
    assert second.opinion.outcome == "passed"
    again = values_of(matter, "review-submission")
    assert (again["round"], again["unit_opinion"]) == ("第二次送审", "已补正。")
    assert "行政处罚告知书" in again["procedure"]
    assert "法制审核意见书" in [one["name"] for one in again["materials"]]


@pytest.mark.requirement("V8")
def test_the_answer_to_an_opinion_is_a_paper_of_the_file(cast: Cast) -> None:
    matter = returned(cast)
    answer(cast, matter)

    told = values_of(matter, "adoption-feedback")
    assert told["opinion_number"] == Opinion.objects.get().document.number
    (line,) = told["items"]
    assert (line["adopted"], line["answer"]) == ("采纳", "已研究处理。")
    assert "：" in line["problem"]  # what was asked and what was found


# --- consultation and resolution ------------------------------------------------------------------


@pytest.mark.requirement("V8")
def test_a_consultation_needs_the_leader_and_hears_both_sides(cast: Cast) -> None:
    matter = returned(cast)
    act = "review.record_no_agreement"
    refused(
        cast, RuleBroken, "现在不能", "legal_reviewer", act, matter, held_on=cast.today, **MINUTES
    )

    row = consulted(cast, matter)

    assert matter.marking == ["to_resolve"]
    assert row.handler_view
    assert row.reviewer_view
    assert row.document.title == "法制审核协商记录"


@pytest.mark.requirement("V8")
def test_a_refused_proposal_leaves_the_opinion_to_be_dealt_with(cast: Cast) -> None:
    matter = returned(cast)
    cast.do("handler", "review.propose_consultation", matter, reasons="有分歧。")

    cast.do("agency_head", "review.refuse_consultation", matter, note="按审核意见办。")

    assert matter.marking == ["review_returned"]
    refused(
        cast,
        RuleBroken,
        "没有等待批准",
        "agency_head",
        "review.approve_consultation",
        matter,
        note="x",
    )


@pytest.mark.requirement("V8")
def test_agreement_ends_in_another_look_or_in_mending(cast: Cast) -> None:
    again, mend = returned(cast), returned(cast)

    consulted(cast, again, "reconsider")
    consulted(cast, mend, "agree_to_mend")

    assert again.marking == ["under_review"]
    opine(cast, again, "pass_review")
    assert mend.marking == ["review_returned"]
    answer(cast, mend)


@pytest.mark.requirement("V1")
def test_a_disagreement_is_resolved_by_votes_and_the_opinion_stays(cast: Cast) -> None:
    matter = returned(cast)
    before = Opinion.objects.values().get()
    consulted(cast, matter)

    resolved(cast, matter)

    assert matter.marking == ["to_decide"]
    assert Opinion.objects.values().get() == before
    review = latest_review(case_of(matter))
    discussion = Discussion.objects.get()
    assert review is not None
    assert (review.outcome, review.discussion) == ("resolved", discussion)
    assert review.opinion == Opinion.objects.get().uid
    assert discussion.resolves_review
    assert discussion.present >= discussion.quorum
    assert discussion.votes.count() == discussion.present


@pytest.mark.requirement("V1")
def test_what_was_resolved_can_be_decided(cast: Cast) -> None:
    matter = returned(cast)
    consulted(cast, matter)
    resolved(cast, matter)
    draft = latest_draft(case_of(matter))
    assert draft is not None

    values = {"draft_hash": draft.draft_hash, "opinion": "同意。"}
    cast.do("agency_head", "cases.issue_decision", matter, **values)  # type: ignore[arg-type]

    assert Decision.objects.get().review_outcome == "resolved"


@pytest.mark.requirement("V1")
def test_without_a_majority_the_problems_are_to_be_mended(cast: Cast) -> None:
    matter = returned(cast)
    consulted(cast, matter)

    with pytest.raises(InvalidInput, match="不过半数"):
        resolved(cast, matter, "pass_by_resolution", votes=votes(cast, matter, "against"))
    resolved(cast, matter, "resolve_to_mend")

    assert matter.marking == ["review_returned"]
    assert not Review.objects.filter(outcome="resolved").exists()


def votes(cast: Cast, matter: Matter, vote: str) -> Any:
    from gongjian.cases.services.discussing import leaders_of

    return tuple(
        {"officer": o.uid, "vote": vote, "opinion": "意见。", "signed": True}
        for o in leaders_of(matter, cast.today)
    )


@pytest.mark.requirement("V1")
def test_no_vote_replaces_a_review_without_opinion_and_consultation(cast: Cast) -> None:
    waiting, problem = submitted(cast), returned(cast)

    for matter in (waiting, problem):
        with pytest.raises(RuleBroken):
            resolved(cast, matter)


@pytest.mark.requirement("V1")
def test_no_vote_makes_a_case_ours_that_belongs_elsewhere() -> None:
    cast = story.make_cast("huainan")
    matter = submitted(cast)
    opine(cast, matter, "transfer", values={"refer_to": "青川市公安局"}, crime="problem")

    with pytest.raises(RuleBroken, match="不能以集体讨论代替移送"):
        consulted(cast, matter)


@pytest.mark.requirement("V1")
def test_the_database_refuses_a_resolution_without_its_discussion(cast: Cast) -> None:
    matter = returned(cast)
    known = Review.objects.get()
    forged = Review(
        case=known.case,
        draft=known.draft,
        draft_hash=known.draft_hash,
        outcome="resolved",
        opinion=known.opinion,
        reviewer=known.reviewer,
        drafted_by=known.drafted_by,
        at=cast.now,
    )

    check = r"review_resolved_by_discussion|CHECK"
    with pytest.raises(DatabaseError, match=check), transaction.atomic():
        forged.save()
    assert matter.marking == ["review_returned"]


# --- the review's own limit -----------------------------------------------------------------------


def limit_of(matter: Matter) -> Any:
    return matter.deadlines.filter(code="review-limit").order_by("-id")[0]


@pytest.mark.requirement("V10")
def test_the_limit_stands_still_while_the_case_is_returned(cast: Cast) -> None:
    matter = submitted(cast)
    whole = limit_of(matter)
    cast.wait(days=1)
    opine(cast, matter, "return_for_supplement", facts="problem")
    assert limit_of(matter).state == "paused"

    told_again(cast, matter)
    cast.do("handler", "review.resubmit", matter, summary="已补正。")

    running = limit_of(matter)
    assert running.state == "open"
    assert running.starts_on == whole.starts_on
    assert running.due_on > whole.due_on
    assert any("中止" in line for line in running.explanation)


@pytest.mark.requirement("V10")
def test_the_limit_is_extended_once_by_the_head_of_review(cast: Cast) -> None:
    matter = submitted(cast)
    before = limit_of(matter).due_on

    cast.do("legal_head", "review.extend_limit", matter, reason="案情复杂。")

    assert limit_of(matter).due_on > before
    refused(
        cast, RuleBroken, "最多延长1次", "legal_head", "review.extend_limit", matter, reason="x"
    )


@pytest.mark.requirement("V10")
def test_a_review_too_close_to_the_decision_limit_is_warned_of(cast: Cast) -> None:
    early = submitted(cast)
    soon = margin_of(early, cast.today)
    cast.wait(days=80)
    late = margin_of(early, cast.today)

    assert soon is not None
    assert late is not None
    assert soon.days == 5
    assert soon.kept
    assert not late.kept
    assert late.end_by < late.decide_by
