"""Unlawful evidence: proposed in writing, excluded by the leader, out of every basis, kept."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongjian.cases import papers
from gongjian.cases import testing as story
from gongjian.cases.models import Decision, Evidence, ExclusionProposal
from gongjian.cases.queries import case_of, latest_draft, standing_evidence
from gongjian.cases.services.excluding import named_although_excluded
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter
from gongjian.review.testing import answer, opine, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Cast:
    return story.make_cast()


def proposed(cast: Cast, matter: Matter) -> Evidence:
    evidence = standing_evidence(case_of(matter))[0]
    cast.do(
        "legal_reviewer",
        "cases.propose_exclusion",
        matter,
        evidence=evidence.uid,
        opinion="检查时只有一名执法人员在场。",
    )
    return evidence


def excluded(cast: Cast, matter: Matter) -> Evidence:
    evidence = proposed(cast, matter)
    cast.do("agency_head", "cases.approve_exclusion", matter, note="同意排除。")
    evidence.refresh_from_db()
    return evidence


@pytest.mark.requirement("V9")
def test_a_written_opinion_excludes_nothing_before_the_leader_agrees(cast: Cast) -> None:
    matter = submitted(cast)

    evidence = proposed(cast, matter)
    assert evidence in standing_evidence(case_of(matter))

    cast.do("agency_head", "cases.refuse_exclusion", matter, note="取证合法。")
    assert evidence in standing_evidence(case_of(matter))
    opine(cast, matter, "pass_review")


@pytest.mark.requirement("V9")
def test_excluded_evidence_leaves_every_paper_and_stays_on_record(cast: Cast) -> None:
    matter = submitted(cast)

    evidence = excluded(cast, matter)

    case = case_of(matter)
    assert evidence.excluded_on == cast.today
    assert papers.evidence_lines(case) == []
    assert ExclusionProposal.objects.get().opinion.startswith("检查时")
    assert Evidence.objects.filter(pk=evidence.pk).exists()


@pytest.mark.requirement("V9")
def test_a_draft_that_rests_on_it_is_neither_passed_nor_decided(cast: Cast) -> None:
    matter = submitted(cast)
    excluded(cast, matter)

    with pytest.raises(RuleBroken, match="已被排除"):
        opine(cast, matter, "pass_review")


@pytest.mark.requirement("V9")
@pytest.mark.parametrize("code", ["pass_review", "return_for_supplement"])
def test_a_draft_waits_for_the_word_on_its_evidence(cast: Cast, code: str) -> None:
    matter = submitted(cast)
    evidence = proposed(cast, matter)

    if code == "pass_review":
        with pytest.raises(RuleBroken, match=evidence.name):
            opine(cast, matter, code)
    else:
        opine(cast, matter, code, facts="problem")
        answer(cast, matter)
        with pytest.raises(RuleBroken, match=evidence.name):
            cast.do("handler", "review.resubmit", matter, summary="已补正，请再次审核。")


def proposed_late(cast: Cast, matter: Matter) -> None:
    """Put an open opinion beside a passed draft, as an older release let it happen."""
    ExclusionProposal.objects.create(
        evidence=standing_evidence(case_of(matter))[0],
        opinion="检查时只有一名执法人员在场。",
        proposed_by=cast.people["legal_reviewer"],
        proposed_at=cast.now,
    )


@pytest.mark.tampers
@pytest.mark.requirement("V9")
def test_nothing_is_decided_while_the_word_on_its_evidence_is_open(cast: Cast) -> None:
    matter = submitted(cast)
    opine(cast, matter, "pass_review")
    proposed_late(cast, matter)
    draft = latest_draft(case_of(matter))
    assert draft is not None

    values: Any = {"draft_hash": draft.draft_hash, "opinion": "同意。"}
    with pytest.raises(RuleBroken, match="等待机关负责人批示"):
        cast.do("agency_head", "cases.issue_decision", matter, **values)
    assert not Decision.objects.exists()


@pytest.mark.tampers
@pytest.mark.requirement("V9")
def test_excluded_after_the_review_passed_it_stops_the_decision(cast: Cast) -> None:
    matter = submitted(cast)
    opine(cast, matter, "pass_review")
    proposed_late(cast, matter)
    cast.do("agency_head", "cases.approve_exclusion", matter, note="同意排除。")
    draft = latest_draft(case_of(matter))
    assert draft is not None

    values: Any = {"draft_hash": draft.draft_hash, "opinion": "同意。"}
    with pytest.raises(RuleBroken, match="已被排除"):
        cast.do("agency_head", "cases.issue_decision", matter, **values)
    assert not Decision.objects.exists()


@pytest.mark.requirement("V9")
def test_a_new_draft_may_not_name_it(cast: Cast) -> None:
    matter = submitted(cast)
    excluded(cast, matter)
    opine(cast, matter, "return_for_supplement", facts="problem")
    answer(cast, matter)

    with pytest.raises(InvalidInput, match="已被排除"):
        story.propose(cast, matter)

    draft = story.propose(cast, matter, evidence_summary="1．询问笔录：证明工艺改变")
    assert draft.exclusions == 1


@pytest.mark.requirement("V9")
def test_a_longer_name_of_standing_evidence_is_no_false_alarm(cast: Cast) -> None:
    matter = submitted(cast)
    case = case_of(matter)
    excluded(cast, matter)
    opine(cast, matter, "return_for_supplement", facts="problem")
    answer(cast, matter)
    cast.do(
        "handler",
        "cases.add_evidence",
        matter,
        kind="on_site_record",
        name="现场检查笔录（复查）",
        proves="工艺已经改变",
        obtained_on=cast.today,
        obtained_from="现场制作",
    )

    assert named_although_excluded(case, "1．现场检查笔录（复查）：证明工艺改变") == []
    assert named_although_excluded(case, "1．现场检查笔录：证明工艺改变") == ["现场检查笔录"]


@pytest.mark.requirement("V9")
def test_the_database_refuses_a_decision_that_rests_on_excluded_evidence(cast: Cast) -> None:
    matter = story.decided_case(cast)
    decision = Decision.objects.get(case=case_of(matter))

    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(exclusions=1)
