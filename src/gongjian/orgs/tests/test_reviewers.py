"""The register of reviewers: who may be on it, what is counted, what is kept."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries

from gongjian.common.acts import SYSTEM
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.orgs.models import Agency, Officer, ReviewBody, Reviewer
from gongjian.orgs.review_register import (
    EnterReviewer,
    NameReviewBody,
    RecordTraining,
    StrikeReviewer,
    enter_reviewer,
    name_review_body,
    record_training,
    strike_reviewer,
)
from gongjian.orgs.reviewers import (
    ReviewerFigure,
    review_body,
    reviewer_figures,
    reviewer_problem,
    reviewers_of,
    training_days,
)
from gongjian.orgs.rules import reviewers_needed
from gongjian.orgs.testing import actor, enter, make_agency, make_officer, make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
LAWYER = "A20263000001"


@pytest.mark.requirement("V3")
@pytest.mark.parametrize(
    ("officers", "needed"), [(0, 1), (1, 1), (20, 1), (21, 2), (40, 2), (41, 3), (200, 10)]
)
def test_five_in_a_hundred_review_and_never_fewer_than_one(officers: int, needed: int) -> None:
    assert reviewers_needed(officers, 0.05, 1) == needed


@pytest.mark.requirement("V3")
def test_a_newly_named_body_ends_the_old_one_and_both_stay_on_record() -> None:
    agency = make_agency()
    first = review_body(agency, TODAY)
    unit = make_unit(agency, "政策法规科", "legal")
    cmd = NameReviewBody(unit=unit.uid, from_on=date(2026, 3, 1))

    name_review_body(actor=SYSTEM, cmd=cmd)

    now = review_body(agency, TODAY)
    assert first is not None
    assert now is not None
    assert now.unit == unit
    assert ReviewBody.objects.get(pk=first.pk).to_on == date(2026, 3, 1)
    with pytest.raises(RuleBroken, match="无需重复指定"):
        name_review_body(actor=SYSTEM, cmd=cmd)


@pytest.mark.requirement("V3")
def test_one_agency_has_one_review_body_says_the_database() -> None:
    agency = make_agency()
    known = review_body(agency, TODAY)
    assert known is not None

    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewBody.objects.create(agency=agency, unit=known.unit, from_on=TODAY)


@pytest.mark.requirement("V3")
def test_nobody_is_entered_before_a_body_is_named() -> None:
    officer = make_officer(make_agency(review_body=False))

    with pytest.raises(RuleBroken, match="还没有指定法制审核机构"):
        enter(officer, first_time=False)


@pytest.mark.requirement("V3")
def test_a_first_time_reviewer_needs_the_national_qualification_an_old_hand_does_not() -> None:
    agency = make_agency()

    with pytest.raises(RuleBroken, match="国家统一法律职业资格"):
        enter(make_officer(agency))

    assert enter(make_officer(agency), first_time=False).to_on is None
    assert enter(make_officer(agency, legal_qualification=LAWYER)).first_time


def entry(officer: Officer, **values: Any) -> EnterReviewer:
    known: dict[str, Any] = {"officer": officer.uid, "from_on": TODAY, "exam_level": "none"}
    return EnterReviewer(**(known | values))


@pytest.mark.requirement("V3")
@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, {"reviewed_since", "reviewed_at"}),
        ({"reviewed_at": "原单位法制科"}, {"reviewed_since"}),
        ({"reviewed_since": date(2015, 1, 1)}, {"reviewed_at"}),
        ({"reviewed_since": TODAY, "reviewed_at": "原单位法制科"}, {"reviewed_since"}),
    ],
)
def test_who_is_no_first_time_reviewer_says_since_when_and_where(
    said: dict[str, Any], missing: set[str]
) -> None:
    officer = make_officer(make_agency())

    with pytest.raises(InvalidInput) as refused:
        enter_reviewer(actor=SYSTEM, cmd=entry(officer, **said))

    assert set(refused.value.fields) == missing
    assert not Reviewer.objects.exists()


@pytest.mark.requirement("V3")
def test_whom_the_register_knows_from_before_need_not_say_it_again() -> None:
    officer = make_officer(make_agency())
    enter(officer, first_time=False)
    head = actor(make_officer(officer.agency, ("agency_head",)))
    strike_reviewer(actor=head, cmd=StrikeReviewer(officer=officer.uid, reason="调离岗位"))

    assert not enter_reviewer(actor=SYSTEM, cmd=entry(officer)).first_time


@pytest.mark.requirement("V3")
@pytest.mark.tampers
def test_the_database_takes_no_old_hand_of_nowhere() -> None:
    officer = make_officer(make_agency())
    known = {"officer": officer, "first_time": False, "from_on": TODAY}

    for said in ({}, {"reviewed_since": TODAY, "reviewed_at": "某局"}, {"reviewed_at": "某局"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Reviewer(**known, **said).save()
    Reviewer(**known, reviewed_since=date(2015, 1, 1), reviewed_at="某局").save()


@pytest.mark.requirement("V3")
@pytest.mark.parametrize("level", ["none", "basic"])
def test_xiamen_asks_for_the_intermediate_examination_as_well(level: str) -> None:
    officer = make_officer(make_agency(profile="xiamen"), legal_qualification=LAWYER)

    with pytest.raises(RuleBroken, match="中级以上执法资格"):
        enter(officer, exam_level=level)

    assert enter(officer, exam_level="advanced").exam_level == "advanced"


@pytest.mark.requirement("V3")
def test_a_level_needs_its_certificate() -> None:
    officer = make_officer(make_agency(), legal_qualification=LAWYER)
    cmd = EnterReviewer(
        officer=officer.uid, from_on=TODAY, exam_level="intermediate", first_time=True
    )

    with pytest.raises(InvalidInput):
        enter_reviewer(actor=SYSTEM, cmd=cmd)


@pytest.mark.requirement("V3")
def test_who_is_struck_off_reviews_no_more_and_the_entry_stays() -> None:
    officer = make_officer(make_agency(), ("legal_reviewer",), legal_qualification=LAWYER)
    head = actor(make_officer(officer.agency, ("agency_head",)))
    assert reviewer_problem(officer, TODAY) == ""

    row = strike_reviewer(actor=head, cmd=StrikeReviewer(officer=officer.uid, reason="调离岗位"))

    assert row.to_on is not None
    assert "名册" in reviewer_problem(officer, row.to_on)
    assert list(reviewers_of(officer.agency, row.to_on)) == []
    assert Reviewer.objects.filter(officer=officer).count() == 1


@pytest.mark.requirement("V3")
def test_another_agency_cannot_touch_the_register() -> None:
    officer = make_officer(make_agency(), legal_qualification=LAWYER)
    stranger = actor(make_officer(make_agency("他市生态环境局"), ("agency_head",)))
    cmd = EnterReviewer(officer=officer.uid, from_on=TODAY, exam_level="none", first_time=True)

    with pytest.raises(NotFound):
        enter_reviewer(actor=stranger, cmd=cmd)


def train(agency: Agency, officer: object, began_on: date, days: int, kind: str) -> None:
    head = actor(make_officer(agency, ("legal_head",)))
    cmd = RecordTraining(
        officer=officer.uid,  # type: ignore[attr-defined]
        kind=kind,
        subject="审核实务",
        began_on=began_on,
        days=days,
    )
    record_training(actor=head, cmd=cmd)


@pytest.mark.requirement("V3")
def test_training_days_are_counted_by_year_and_kind() -> None:
    agency = make_agency(profile="lufeng")
    officer = make_officer(agency, ("legal_reviewer",), legal_qualification=LAWYER)
    train(agency, officer, date(2026, 1, 5), 10, "reviewer")
    train(agency, officer, date(2026, 2, 2), 4, "reviewer")
    train(agency, officer, date(2026, 2, 9), 20, "officer")
    train(agency, officer, date(2025, 12, 1), 9, "reviewer")

    assert training_days([officer.pk], 2026) == {officer.pk: 14}
    assert figure(agency, "培训").short

    train(agency, officer, TODAY, 1, "reviewer")
    assert not figure(agency, "培训").short


def test_a_profile_without_days_of_training_says_nothing_about_them() -> None:
    agency = make_agency()
    make_officer(agency, ("legal_reviewer",), legal_qualification=LAWYER)

    assert not [f for f in reviewer_figures(agency, TODAY) if "培训" in f.label]


def test_figures_of_many_reviewers_are_as_few_statements_as_those_of_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    agency = make_agency(profile="lufeng")
    for _ in range(3):
        make_officer(agency, ("legal_reviewer",), legal_qualification=LAWYER)

    with django_assert_num_queries(3):
        assert figure(agency, "培训").value.count("、") == 2


def figure(agency: Agency, word: str) -> ReviewerFigure:
    return next(f for f in reviewer_figures(agency, TODAY) if word in f.label)


@pytest.mark.requirement("V3")
def test_too_few_reviewers_are_warned_of_with_the_clause() -> None:
    agency = make_agency(profile="kunming")
    for _ in range(21):
        make_officer(agency)
    make_officer(agency, ("legal_reviewer",), certificate=False, legal_qualification=LAWYER)

    few = figure(agency, "法制审核人员")
    make_officer(agency, ("legal_reviewer",), certificate=False, legal_qualification=LAWYER)
    enough = figure(agency, "法制审核人员")

    assert few.short
    assert "第2.3.1项" in few.source
    assert few.asked == "不少于2人"
    assert not enough.short


@pytest.mark.requirement("V3")
def test_a_small_share_of_lawyers_is_warned_of() -> None:
    agency = make_agency()
    for _ in range(2):
        enter(make_officer(agency), first_time=False)
    enter(make_officer(agency, legal_qualification=LAWYER))

    assert figure(agency, "法律职业资格").short
    enter(make_officer(agency, legal_qualification=LAWYER))
    assert not figure(agency, "法律职业资格").short
