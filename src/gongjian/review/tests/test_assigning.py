"""Who reviews a case: named, assigned, replaced, kept away; and no case without a review body."""

from datetime import timedelta

import pytest

from gongjian.cases import testing as story
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.common.errors import NotAllowed, NotFound, RuleBroken
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer
from gongjian.orgs.testing import make_agency, make_officer
from gongjian.review.models import Questioning
from gongjian.review.queries import free_reviewers
from gongjian.review.testing import opine, submitted, told_again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Cast:
    made = story.make_cast()
    made.people["legal_head"] = make_officer(made.agency, roles=("legal_head",))
    made.people["other"] = make_officer(
        made.agency, roles=("legal_reviewer",), legal_qualification="A20263000009"
    )
    return made


def assign(cast: Cast, matter: Matter, officer: Officer) -> None:
    cast.do("legal_head", "review.assign_reviewer", matter, reviewer=officer.uid)


def plays(cast: Cast, office: str, officer: Officer) -> None:
    cast.people[office] = officer
    cast.actors.clear()


@pytest.mark.requirement("V3")
def test_without_a_named_review_body_no_case_is_opened() -> None:
    cast = story.make_cast()
    bare = make_agency("没有审核机构的局", review_body=False)
    cast.people |= {"handler": make_officer(bare), "second": make_officer(bare)}

    with pytest.raises(RuleBroken, match="还没有指定法制审核机构"):
        story.open_case(cast)


@pytest.mark.requirement("V3")
def test_a_case_goes_to_whom_it_is_assigned(cast: Cast) -> None:
    matter = submitted(cast)

    assign(cast, matter, cast.people["other"])

    with pytest.raises(NotAllowed):
        opine(cast, matter, "pass_review")
    plays(cast, "legal_reviewer", cast.people["other"])
    opine(cast, matter, "pass_review")
    assert matter.reviewer == cast.people["other"]


@pytest.mark.requirement("V3")
def test_a_recused_reviewer_is_out_and_the_successor_goes_on(cast: Cast) -> None:
    matter = submitted(cast)
    assign(cast, matter, cast.people["legal_reviewer"])

    cast.do(
        "legal_head",
        "review.recuse_reviewer",
        matter,
        reason="与当事人是近亲属",
        successor=cast.people["other"].uid,
    )

    with pytest.raises(NotFound):
        opine(cast, matter, "pass_review")
    assert matter.reviewer == cast.people["other"]
    assert free_reviewers(matter, cast.today) == []


@pytest.mark.requirement("V3")
def test_a_reviewer_who_was_replaced_still_does_not_decide(cast: Cast) -> None:
    cast.people["legal_reviewer"] = first = make_officer(
        cast.agency, roles=("legal_reviewer", "agency_head"), legal_qualification="A20263000012"
    )
    matter = submitted(cast)
    opine(cast, matter, "return_for_supplement", law="problem")
    told_again(cast, matter)
    cast.do("handler", "review.resubmit", matter, summary="请再审。")
    assign(cast, matter, cast.people["other"])
    plays(cast, "legal_reviewer", cast.people["other"])
    opine(cast, matter, "pass_review")
    plays(cast, "agency_head", first)
    draft = latest_draft(case_of(matter))
    assert draft is not None

    with pytest.raises(RuleBroken, match="您已审核本案"):
        cast.do(
            "agency_head",
            "cases.issue_decision",
            matter,
            draft_hash=draft.draft_hash,
            opinion="同意。",
        )


@pytest.mark.requirement("V3")
def test_who_handles_the_case_is_not_free_to_review_it(cast: Cast) -> None:
    both = make_officer(
        cast.agency, roles=("handler", "legal_reviewer"), legal_qualification="A20263000010"
    )
    cast.people["second"] = both
    matter = submitted(cast)

    assert both not in free_reviewers(matter, cast.today)
    with pytest.raises(RuleBroken, match="不能审核本案"):
        assign(cast, matter, both)


@pytest.mark.requirement("V3")
def test_nobody_decides_about_keeping_himself_away(cast: Cast) -> None:
    both = make_officer(
        cast.agency, roles=("legal_reviewer", "legal_head"), legal_qualification="A20263000011"
    )
    matter = submitted(cast)
    assign(cast, matter, both)
    plays(cast, "legal_head", both)

    with pytest.raises(RuleBroken, match="不能决定自己回避"):
        cast.do(
            "legal_head",
            "review.recuse_reviewer",
            matter,
            reason="近亲属",
            successor=cast.people["other"].uid,
        )


def ask(cast: Cast, matter: Matter, second: Officer) -> None:
    cast.do(
        "legal_reviewer",
        "review.question",
        matter,
        person="张示例",
        kind="witness",
        second=second.uid,
        began_at=cast.now - timedelta(hours=1),
        ended_at=cast.now,
        place="本机关询问室",
        answers="问：设备何时更换？答：三月。",
        rights_told=True,
    )


@pytest.mark.requirement("V14")
def test_the_reviewer_questions_with_a_second_person_and_handles_nothing(cast: Cast) -> None:
    matter = submitted(cast)
    handlers = (matter.lead_id, matter.second_id)

    ask(cast, matter, cast.people["other"])

    row = Questioning.objects.get()
    assert row.document.title == "审核询问笔录"
    assert row.reviewer != row.second
    assert (matter.lead_id, matter.second_id) == handlers
    opine(cast, matter, "pass_review")


@pytest.mark.requirement("V14")
def test_neither_a_handler_nor_oneself_questions_beside_the_reviewer(cast: Cast) -> None:
    matter = submitted(cast)

    for person in ("handler", "second", "legal_reviewer"):
        with pytest.raises(NotFound, match="不能参加审核询问"):
            ask(cast, matter, cast.people[person])


@pytest.mark.requirement("V14")
def test_nobody_without_a_certificate_questions_beside_the_reviewer(cast: Cast) -> None:
    matter = submitted(cast)
    clerk = make_officer(cast.agency, ("finance",), certificate=False)

    with pytest.raises(NotFound, match="不能参加审核询问"):
        ask(cast, matter, clerk)
