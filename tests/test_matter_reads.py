"""Who sees which matter, and for whom it waits."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common.acts import SYSTEM, Actor
from gongjian.common.errors import NotFound
from gongjian.matters.choices import Warning
from gongjian.matters.models import Matter
from gongjian.matters.queries import (
    inbox,
    listed,
    next_acts,
    visible_matter,
    visible_matters,
    warning_of,
)
from gongjian.orgs.testing import actor, make_agency, make_officer, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


def sees(person: Actor, matter: Matter) -> bool:
    return visible_matters(person).filter(pk=matter.pk).exists()


def test_a_handler_sees_his_own_case_and_a_colleague_does_not(cast: Cast) -> None:
    matter = story.open_case(cast)
    colleague = make_officer(cast.agency)

    assert sees(cast.actor("handler"), matter)
    assert sees(cast.actor("second"), matter)
    assert not sees(actor(colleague), matter)


def test_a_unit_head_sees_the_unit_and_no_other(cast: Cast) -> None:
    matter = story.open_case(cast)
    other = make_unit(cast.agency, "执法二科")
    elsewhere = make_officer(cast.agency, roles=("unit_head",), unit=other)

    assert sees(cast.actor("unit_head"), matter)
    assert not sees(actor(elsewhere), matter)


@pytest.mark.parametrize("office", ["legal_reviewer", "publisher", "publication_checker"])
def test_an_office_sees_a_case_only_when_it_has_come_that_far(cast: Cast, office: str) -> None:
    early = story.file_case(cast, story.open_case(cast))
    draft = {"complex": True, "findings_reason": "涉及多个法律关系"}
    late = story.file_case(cast, story.open_case(cast))
    story.inform(cast, story.investigate(cast, late, **draft))
    story.decide(cast, story.let_time_run(cast, late))

    assert not sees(cast.actor(office), early)
    assert sees(cast.actor(office), late)


def test_a_supervisor_sees_the_agencies_below_and_not_beside(cast: Cast) -> None:
    matter = story.open_case(cast)
    below = story.make_cast(parent=cast.agency, name="下级局", code="below")
    beside = make_agency("旁局")
    lower = story.open_case(below)
    watch = actor(make_officer(cast.agency, roles=("supervisor",)))
    stranger = actor(make_officer(beside, roles=("supervisor", "agency_head")))

    assert sees(watch, matter)
    assert sees(watch, lower)
    assert not sees(stranger, matter)


@pytest.mark.parametrize("office", ["admin_system", "admin_security", "admin_audit"])
def test_the_three_administrators_see_no_case_by_office(cast: Cast, office: str) -> None:
    story.open_case(cast)
    person = actor(make_officer(cast.agency, roles=(office,)))

    assert not visible_matters(person).exists()


def test_a_person_without_an_agency_sees_nothing_and_the_system_everything(cast: Cast) -> None:
    matter = story.open_case(cast)

    assert not sees(Actor(name="访客"), matter)
    assert sees(SYSTEM, matter)


def test_absent_and_invisible_are_answered_alike(cast: Cast) -> None:
    matter = story.open_case(cast)
    stranger = actor(make_officer(cast.agency))

    with pytest.raises(NotFound) as unseen:
        visible_matter(stranger, matter.uid)
    with pytest.raises(NotFound) as absent:
        visible_matter(stranger, cast.agency.uid)

    assert str(unseen.value) == str(absent.value)


def test_the_inbox_follows_the_case_from_hand_to_hand(cast: Cast) -> None:
    matter = story.open_case(cast)
    waits = [_waiting(cast)]
    cast.do("handler", "cases.propose_filing", matter, facts="x", basis="y", opinion="z")
    waits.append(_waiting(cast))
    cast.do("agency_head", "cases.approve_filing", matter, opinion="同意。")
    waits.append(_waiting(cast))

    assert waits == [{"handler", "second"}, {"agency_head"}, {"handler", "second"}]


def _waiting(cast: Cast) -> set[str]:
    return {office for office in cast.people if inbox(cast.actor(office)).exists()}


def test_what_is_offered_leads_with_the_step_that_moves_the_case_on(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    story.propose(cast, matter)

    offers = next_acts(cast.actor("handler"), matter, cast.clock)

    sides = [offer.step.side for offer in offers]
    assert sides == sorted(sides)
    assert {o.code for o in offers} >= {"cases.record_inspection", "cases.add_evidence"}


def test_a_line_of_a_list_costs_no_further_query(cast: Cast) -> None:
    for _ in range(3):
        story.open_case(cast)

    head = cast.actor("agency_head")

    with CaptureQueriesContext(connection) as seen:
        for matter in listed(visible_matters(head)):
            assert matter.agency_name == cast.agency.name  # type: ignore[attr-defined]
            assert matter.marking == ["registered"]
            assert matter.due_on is not None

    assert len(seen) == 1


def test_a_deadline_is_late_only_after_its_last_day(cast: Cast) -> None:
    today = cast.today
    days = {-1: Warning.LATE, 0: Warning.NEAR, 3: Warning.NEAR, 4: Warning.NONE}

    for distance, expected in days.items():
        on = type(today).fromordinal(today.toordinal() + distance)
        assert warning_of(on, today) == expected
    assert warning_of(None, today) == Warning.NONE
