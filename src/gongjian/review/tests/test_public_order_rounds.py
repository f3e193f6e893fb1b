"""治安 cases: what review finds is mended, consulted on or resolved, as in every other case."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Decision
from gongjian.cases.queries import case_of, latest_draft, latest_review
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts
from gongjian.review.models import Opinion
from gongjian.review.testing import answer, consulted, opine, resolved, told_again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def returned(cast: Cast) -> Matter:
    matter = police.file_case(cast, police.opened(cast))
    police.investigated(cast, matter)
    story.let_time_run(cast, story.inform(cast, matter))
    story.sign_papers(cast, matter)
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    opine(cast, matter, "return_for_supplement", facts="problem")
    assert matter.marking == ["review_returned"]
    return matter


def sign(cast: Cast, matter: Matter) -> Decision:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    words: dict[str, Any] = {"draft_hash": draft.draft_hash, "opinion": "同意。"}
    made: Decision = cast.do("agency_head", "cases.decide_public_order", matter, **words)
    return made


@pytest.mark.requirement("V1")
@pytest.mark.requirement("V8")
def test_a_disagreement_is_consulted_on_then_resolved_and_the_opinion_stays() -> None:
    cast = police.police_cast()
    matter = returned(cast)
    stands = Opinion.objects.values().get()
    for forbidden in (sign, resolved):
        with pytest.raises(RuleBroken, match=r"现在不能|协商记录"):
            forbidden(cast, matter)

    assert consulted(cast, matter).document.title == "法制审核协商记录"
    assert matter.todos.filter(role="agency_head", step="集体讨论审核分歧").exists()
    for outcome, vote in (("pass_by_resolution", "against"), ("resolve_to_mend", "for")):
        with pytest.raises(InvalidInput, match="过半数"):
            resolved(cast, matter, outcome, votes=votes(cast, matter, vote))
    resolved(cast, matter)
    review = latest_review(case_of(matter))
    decision = sign(cast, matter)

    assert review is not None
    assert (review.outcome, review.opinion) == ("resolved", stands["uid"])
    assert Opinion.objects.values().get() == stands
    assert decision.review_outcome == "resolved"
    made = set(Document.objects.filter(matter=matter).values_list("kind", flat=True))
    assert {"consultation-record", "discussion-minutes", "public-order-decision"} <= made


def votes(cast: Cast, matter: Matter, vote: str) -> Any:
    from gongjian.cases.services.discussing import leaders_of

    return tuple(
        {"officer": o.uid, "vote": vote, "opinion": "意见。", "signed": True}
        for o in leaders_of(matter, cast.today)
    )


@pytest.mark.requirement("V8")
def test_what_was_not_carried_is_mended_answered_and_submitted_again() -> None:
    cast = police.police_cast()
    matter = returned(cast)
    consulted(cast, matter)
    resolved(cast, matter, "resolve_to_mend")

    told_again(cast, matter)
    story.sign_papers(cast, matter)
    with pytest.raises(RuleBroken, match="现在不能"):
        cast.do("handler", "review.submit", matter, summary="请审。")
    cast.do("handler", "review.resubmit", matter, summary="已补正。")

    limit = matter.deadlines.filter(code="review-limit").latest("id")
    assert (limit.state, matter.marking) == ("open", ["under_review"])
    opine(cast, matter, "pass_review")
    assert sign(cast, matter).review_outcome == "passed"


@pytest.mark.requirement("V8")
def test_agreement_ends_in_another_look_and_a_no_leaves_the_opinion() -> None:
    cast = police.police_cast()
    matter = returned(cast)
    cast.do("handler", "review.propose_consultation", matter, reasons="有分歧。")
    cast.do("agency_head", "review.refuse_consultation", matter, note="按审核意见办。")
    offers = next_acts(cast.actor("handler"), matter, cast.clock)
    assert {o.code for o in offers} >= {"review.answer_problems", "review.propose_consultation"}

    consulted(cast, matter, "reconsider")
    opine(cast, matter, "return_for_supplement", law="problem")
    consulted(cast, matter, "agree_to_mend")
    answer(cast, matter)

    assert matter.marking == ["investigating"]
