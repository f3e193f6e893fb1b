"""Collective discussion: quorum, votes and signatures, of exactly the draft that is decided."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.models import Decision, Discussion
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter

pytestmark = pytest.mark.django_db
COMPLEX: dict[str, Any] = {"complex": True, "findings_reason": "涉及多个法律关系。"}


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


def to_decide(cast: Cast, **draft: Any) -> Matter:
    """Return a complex case that passed review and waits for the decision."""
    matter = story.file_case(cast, story.open_case(cast))
    story.inform(cast, story.investigate(cast, matter, **(COMPLEX | draft)))
    story.let_time_run(cast, matter)
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    checked = story.findings(matter.profile)
    cast.do("legal_reviewer", "review.pass_review", matter, **checked, reasons="同意。")
    return matter


def issue(cast: Cast, matter: Matter) -> Any:
    draft = case_of(matter).drafts.latest("version")
    return cast.do(
        "agency_head",
        "cases.issue_decision",
        matter,
        draft_hash=draft.draft_hash,
        opinion="同意。",
        check_answers="已逐条核对。",
    )


def test_a_complex_case_is_decided_only_after_the_leaders_adopted_it(cast: Cast) -> None:
    matter = to_decide(cast)
    with pytest.raises(RuleBroken, match="集体讨论"):
        issue(cast, matter)

    story.discuss(cast, matter)
    issue(cast, matter)

    decision = Decision.objects.get(case=case_of(matter))
    assert decision.discussion is not None
    assert decision.discussed_hash == decision.draft_hash


def test_leaders_who_vote_it_down_do_not_open_the_decision(cast: Cast) -> None:
    matter = to_decide(cast)

    minutes = story.discuss(cast, matter, vote="against")

    assert not minutes.adopted
    with pytest.raises(RuleBroken, match="集体讨论"):
        issue(cast, matter)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"votes": ()}, "各成员意见和表决"),
        ({"conclusion": ""}, "讨论结论"),
    ],
)
def test_an_empty_record_is_no_discussion(cast: Cast, change: dict[str, Any], match: str) -> None:
    matter = to_decide(cast)

    with pytest.raises(InvalidInput, match=match):
        story.discuss(cast, matter, **change)


def votes(cast: Cast, *names: str, **changed: Any) -> tuple[dict[str, Any], ...]:
    known = {"vote": "for", "opinion": "同意。", "signed": True} | changed
    return tuple({"officer": cast.people[name].uid, **known} for name in names)


def test_two_of_three_leaders_are_no_quorum_where_three_must_sit(cast: Cast) -> None:
    matter = to_decide(cast)

    with pytest.raises(InvalidInput, match="法定人数"):
        story.discuss(cast, matter, votes=votes(cast, "agency_head", "deputy"))


def test_one_leader_entered_twice_is_one(cast: Cast) -> None:
    matter = to_decide(cast)

    with pytest.raises(InvalidInput, match="只能表决一次"):
        story.discuss(cast, matter, votes=votes(cast, "agency_head", "deputy", "deputy"))


def test_an_unsigned_vote_does_not_count(cast: Cast) -> None:
    matter = to_decide(cast)
    names = ("agency_head", "deputy", "other_deputy")

    with pytest.raises(InvalidInput, match="签名"):
        story.discuss(cast, matter, votes=votes(cast, *names, signed=False))


def test_handlers_and_reviewers_do_not_sit(cast: Cast) -> None:
    matter = to_decide(cast)
    names = ("agency_head", "deputy", "legal_reviewer")

    with pytest.raises(InvalidInput, match="不是本案可以参加"):
        story.discuss(cast, matter, votes=votes(cast, *names))


def test_a_discussion_of_another_version_does_not_count(cast: Cast) -> None:
    matter = to_decide(cast)
    story.discuss(cast, matter)
    cast.do("agency_head", "cases.send_back", matter, reason="补充证据。")
    story.propose(cast, matter, **COMPLEX, discretion="重新裁量。")

    with pytest.raises(RuleBroken):
        issue(cast, matter)


@pytest.mark.tampers
def test_the_database_refuses_minutes_without_quorum_or_majority(cast: Cast) -> None:
    matter = to_decide(cast)
    minutes = story.discuss(cast, matter)

    for column, value in (("present", 1), ("ayes", 1)):
        copy = Discussion.objects.get(pk=minutes.pk)
        copy.pk, copy.uid = None, case_of(matter).uid
        setattr(copy, column, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)
