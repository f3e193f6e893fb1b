"""A proposal not to punish passes legal review where the place asks it, in every procedure."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import NoPenalty
from gongjian.cases.public_order.models import Unpunished
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.ledger.models import Entry
from gongjian.matters.models import Deadline, Matter
from gongjian.matters.queries import next_acts
from gongjian.orgs.testing import make_officer
from gongjian.review.materials import materials_of
from gongjian.review.models import Opinion
from gongjian.review.testing import MAJOR, answer, consulted, heard, opine, resolved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
NONE: dict[str, Any] = {"items": (), "no_penalty_ground": "minor_corrected"}
SIGNED: dict[str, Any] = {"opinion": "同意。", "education": "已当面教育。"}
SUMMARY: dict[str, Any] = {"summary": "轻微并已改正，拟不予处罚，请予审核。"}


@pytest.fixture
def cast() -> Cast:
    return story.make_cast()


def proposed(cast: Cast, **found: Any) -> Matter:
    """Return a case of the ordinary procedure whose draft proposes not to punish."""
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter, **(NONE | found))
    story.sign_papers(cast, matter)
    return matter


def childs(cast: Cast) -> Matter:
    """Return a 治安 case whose draft proposes not to punish a child."""
    matter = police.file_case(cast, police.opened(cast, police.CHILD))
    police.investigated(cast, matter, ground="under_14")
    story.sign_papers(cast, matter)
    return matter


def submitted(cast: Cast, matter: Matter, act: str = "submit_no_penalty") -> Matter:
    cast.do("handler", f"review.{act}", matter, **SUMMARY)
    return matter


def own_hash(matter: Matter) -> str:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    return draft.draft_hash


def issue(cast: Cast, matter: Matter) -> Any:
    shown = {"draft_hash": own_hash(matter), **SIGNED}
    return cast.do("agency_head", "cases.issue_no_penalty", matter, **shown)


def refused(cast: Cast, match: str, *words: Any, **values: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises(RuleBroken, match=match):
        cast.do(*words, **values)
    assert Entry.objects.count() == before


def refused_by_the_database(row: Any, **values: Any) -> None:
    """Write a decision past the services, on a paper of its own: the database refuses it."""
    kind = type(row)
    old = {f.attname: getattr(row, f.attname) for f in kind._meta.concrete_fields}
    own = old | {"id": None, "uid": None, "void": True} | values
    own.pop("uid")
    with pytest.raises(DatabaseError), transaction.atomic():
        kind.objects.bulk_create([kind(**own)])


def other_paper(matter: Matter) -> int:
    return Document.objects.filter(matter=matter).exclude(kind__contains="decision")[0].pk


@pytest.mark.requirement("V1")
@pytest.mark.requirement("V2")
def test_a_major_case_is_not_spared_before_its_review_passed(cast: Cast) -> None:
    matter = proposed(cast, **MAJOR)

    refused(
        cast, "属于法制审核范围", "unit_head", "cases.propose_no_penalty", matter, opinion="同意。"
    )
    submitted(cast, matter)
    limit = Deadline.objects.get(matter=matter, code="review-limit")
    opine(cast, matter, "pass_review")
    made: NoPenalty = issue(cast, matter)

    assert matter.marking == ["to_deliver_no_penalty"]
    assert limit.due_on > cast.today
    assert (made.review_required, made.reviewed_hash) == (True, own_hash(matter))
    opinion = Opinion.objects.get()
    assert "不予行政处罚：违法行为轻微并及时改正" in opinion.document.data


def test_what_is_not_major_goes_to_the_head_at_once(cast: Cast) -> None:
    matter = proposed(cast)

    refused(cast, "不属于法制审核范围", "handler", "review.submit_no_penalty", matter, **SUMMARY)
    cast.do("unit_head", "cases.propose_no_penalty", matter, opinion="同意。")

    assert not issue(cast, matter).review_required


def test_a_penalty_is_not_submitted_as_none_nor_none_as_a_penalty(cast: Cast) -> None:
    none = proposed(cast, **MAJOR)
    fined = heard(cast)

    refused(cast, "给予行政处罚", "handler", "review.submit_no_penalty", fined, **SUMMARY)
    refused(cast, "听取陈述", "handler", "review.submit", none, **SUMMARY)


@pytest.mark.requirement("V5")
def test_no_notice_is_asked_of_what_gets_none(cast: Cast) -> None:
    matter = proposed(cast, **MAJOR)

    asked = {material.item.code: material.held for material in materials_of(matter, cast.today)}

    assert asked == {"filing": True, "evidence": True, "report": True, "draft": True}


@pytest.mark.requirement("V8")
def test_a_returned_proposal_is_answered_mended_and_submitted_again(cast: Cast) -> None:
    matter = submitted(cast, proposed(cast, **MAJOR))
    opine(cast, matter, "return_for_supplement", facts="problem")

    refused(cast, "现在不能", "handler", "review.resubmit_no_penalty", matter, **SUMMARY)
    answer(cast, matter)
    refused(cast, "现在不能", "unit_head", "cases.propose_no_penalty", matter, opinion="同意。")
    cast.do("handler", "cases.end_investigation", matter, summary="已补正。")
    refused(cast, "上一轮", "handler", "review.submit_no_penalty", matter, **SUMMARY)
    submitted(cast, matter, "resubmit_no_penalty")
    opine(cast, matter, "pass_review")

    assert issue(cast, matter).review_outcome == "passed"


@pytest.mark.requirement("V9")
def test_the_leaders_resolve_a_disagreement_about_not_punishing(cast: Cast) -> None:
    matter = submitted(cast, proposed(cast, **MAJOR))
    opine(cast, matter, "return_for_supplement", facts="problem")
    consulted(cast, matter)
    resolved(cast, matter)

    assert issue(cast, matter).review_outcome == "resolved"


def test_the_passed_draft_is_the_one_that_is_signed(cast: Cast) -> None:
    matter = submitted(cast, proposed(cast, **MAJOR))
    opine(cast, matter, "pass_review")
    cast.do("agency_head", "cases.send_back", matter, reason="再查明。")
    story.propose(cast, matter, **(NONE | MAJOR | {"facts": "补充查明的事实。"}))
    cast.do("handler", "cases.end_investigation", matter, summary="已补充。")

    refused(cast, "属于法制审核范围", "unit_head", "cases.propose_no_penalty", matter, opinion="是")
    assert "review.submit_no_penalty" in {
        offer.code for offer in next_acts(cast.actor("handler"), matter, cast.clock)
    }


def test_the_reviewer_does_not_decide(cast: Cast) -> None:
    roles = ("legal_reviewer", "agency_head")
    both = make_officer(cast.agency, roles, legal_qualification="A1")
    cast.people |= {"legal_reviewer": both, "agency_head": both}
    matter = submitted(cast, proposed(cast, **MAJOR))
    opine(cast, matter, "pass_review")
    shown = {"draft_hash": own_hash(matter), **SIGNED}

    refused(cast, "已审核本案", "agency_head", "cases.issue_no_penalty", matter, **shown)


@pytest.mark.requirement("V1")
def test_the_database_keeps_the_review_before_a_decision_not_to_punish(cast: Cast) -> None:
    matter = submitted(cast, proposed(cast, **MAJOR))
    opine(cast, matter, "pass_review")
    made = issue(cast, matter)
    own = {"document_id": other_paper(matter)}

    refused_by_the_database(made, **own, review_required=False)
    refused_by_the_database(made, **own, reviewed_hash="0" * 64)
    refused_by_the_database(made, **own, review_outcome="returned")
    refused_by_the_database(made, **own, draft_hash="0" * 64)
    refused_by_the_database(made, **own, review_id=None)


# --- 治安 ---------------------------------------------------------------------------------------


@pytest.mark.requirement("V2")
def test_lufeng_reviews_every_decision_not_to_punish() -> None:
    cast = police.police_cast()
    matter = childs(cast)
    shown = own_hash(matter)

    with pytest.raises(RuleBroken, match="属于法制审核范围"):
        police.spare(cast, matter, draft_hash=shown)
    submitted(cast, matter)
    opine(cast, matter, "pass_review")
    made: Unpunished = police.spare(cast, matter, draft_hash=shown)

    assert matter.marking == ["to_deliver_unpunished"]
    assert (made.ground, made.review_required) == ("child", True)
    own = {"document_id": other_paper(matter)}
    refused_by_the_database(made, **own, review_required=False, review_id=None)
    refused_by_the_database(made, **own, draft_id=None)
    refused_by_the_database(made, **own, decided_by_id=cast.people["handler"].pk)


def test_elsewhere_the_head_spares_a_child_as_the_draft_proposes() -> None:
    cast = story.make_cast("huainan", "public-security")
    matter = childs(cast)

    made: Unpunished = police.spare(cast, matter, draft_hash=own_hash(matter))

    assert (made.ground, made.review_required) == ("child", False)


def test_nobody_is_spared_on_a_draft_that_punishes() -> None:
    cast = police.police_cast()
    matter = police.investigated(cast, police.file_case(cast, police.opened(cast)))

    with pytest.raises(RuleBroken, match="给予行政处罚"):
        police.spare(cast, matter, draft_hash=own_hash(matter))


@pytest.mark.parametrize(
    ("police_case", "ground"), [(True, "first_time"), (True, "no_fault"), (False, "slight")]
)
def test_a_ground_that_the_law_of_the_case_does_not_know_is_refused(
    police_case: bool, ground: str
) -> None:
    cast = police.police_cast() if police_case else story.make_cast()
    begun = police if police_case else story
    matter = begun.file_case(cast, police.opened(cast) if police_case else story.open_case(cast))

    with pytest.raises(InvalidInput) as raised:
        story.propose(cast, matter, items=(), no_penalty_ground=ground)

    assert "no_penalty_ground" in raised.value.fields
