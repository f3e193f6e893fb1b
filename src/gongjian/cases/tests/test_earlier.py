"""Earlier decisions on the same party: known by id, told only as far as rights go."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.earlier import Earlier, earlier_decisions
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter
from gongjian.orgs.queries import actor_for
from gongjian.orgs.testing import make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


def seen(cast: Cast, matter: Matter, office: str = "handler") -> Earlier:
    return earlier_decisions(cast.actor(office), case_of(matter))


@pytest.mark.requirement("Q4")
def test_the_first_case_of_a_party_has_none_before_it(cast: Cast) -> None:
    assert seen(cast, story.open_case(cast)).none


def test_an_earlier_decision_on_the_same_party_is_found(cast: Cast) -> None:
    before = story.decided_case(cast)

    found = seen(cast, story.open_case(cast))

    assert [d.case.matter.uid for d in found.shown] == [before.uid]
    assert (found.hidden, found.none) == (0, False)


def test_a_party_of_the_same_name_without_the_same_id_is_another(cast: Cast) -> None:
    story.decided_case(cast)

    found = seen(cast, story.open_case(cast, party=story.COMPANY | {"uscc": ""}))

    assert (found.shown, found.hidden, found.traceable, found.none) == ([], 0, False, False)


def test_of_what_a_person_may_not_see_only_the_number_is_told(cast: Cast) -> None:
    story.decided_case(cast)
    mine = story.open_case(cast)
    other = actor_for(make_officer(cast.agency), "test", cast.today)

    found = earlier_decisions(other, case_of(mine))

    assert (found.shown, found.hidden, found.none) == ([], 1, False)


def test_a_state_secret_is_not_even_counted(cast: Cast) -> None:
    story.decided_case(cast, state_secret=True)
    mine = story.open_case(cast)
    other = actor_for(make_officer(cast.agency), "test", cast.today)

    assert earlier_decisions(other, case_of(mine)).hidden == 0


def test_another_agency_knows_nothing_of_it(cast: Cast) -> None:
    story.decided_case(cast)
    elsewhere = story.make_cast(code="elsewhere", name="他市生态环境局")

    assert seen(elsewhere, story.open_case(elsewhere)).none


def test_it_costs_three_queries_however_many_there_are_and_one_where_there_are_none(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    story.decided_case(cast)
    matter = story.open_case(cast)
    actor, case = cast.actor("handler"), case_of(matter)

    with django_assert_num_queries(3):
        for decision in earlier_decisions(actor, case).shown:
            assert decision.number
            assert decision.decided_on
            assert decision.case.cause
            assert decision.case.matter.uid
    stranger = case_of(story.open_case(cast, story.PERSON))
    with django_assert_num_queries(1):
        assert not earlier_decisions(actor, stranger).shown
