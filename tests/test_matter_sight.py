"""Sight of a matter by every way alone: the whole, its parts, and a row's matter agree."""

from dataclasses import replace
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common.acts import SYSTEM, Actor
from gongjian.matters.models import Matter, Todo
from gongjian.matters.queries import may_see, visible_matter, visible_matters, visible_parts
from gongjian.orgs.testing import make_agency, make_officer, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast(home: Any) -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return story.open_case(cast)


@pytest.fixture
def other(cast: Cast) -> Matter:
    """A matter of the same agency, in another unit, with other handlers."""
    elsewhere = make_unit(cast.agency, "执法二科")
    people = {name: make_officer(cast.agency, unit=elsewhere) for name in ("handler", "second")}
    return story.open_case(replace(cast, people=cast.people | people, actors={}))


def somebody(cast: Cast, *roles: str, **values: Any) -> Actor:
    """Return a person of the agency who handles nothing."""
    officer = make_officer(cast.agency)
    known = {"officer": officer.pk, "agency": cast.agency.pk, "unit": officer.unit_id}
    return Actor(name="某人", roles=frozenset(roles), **(known | values))


def seen(person: Actor) -> set[int]:
    """Return what a person sees, asked in every way there is."""
    whole = set(visible_matters(person).values_list("pk", flat=True))
    of_rows = Todo.objects.filter(may_see(person)).values_list("matter", flat=True)
    assert set(of_rows) == whole
    if parts := visible_parts(person):
        assert {m.pk for part in parts for m in part} == whole
    return whole


def test_each_way_of_sight_shows_what_it_should(cast: Cast, matter: Matter, other: Matter) -> None:
    both, lead = {matter.pk, other.pk}, matter.lead_id
    nowhere = make_agency("旁局")
    table: list[tuple[Actor, set[int]]] = [
        (somebody(cast), set()),
        (somebody(cast, officer=lead), {matter.pk}),
        (somebody(cast, officer=matter.second_id), {matter.pk}),
        (somebody(cast, officer=lead, agency=None), set()),
        (somebody(cast, "agency_head", officer=None), set()),
        (somebody(cast, "unit_head"), {matter.pk}),
        (somebody(cast, "unit_head", unit=other.unit_id), {other.pk}),
        (somebody(cast, "unit_head", unit=None), set()),
        (somebody(cast, "agency_head"), both),
        (somebody(cast, "agency_head", agency=nowhere.pk), set()),
        (somebody(cast, "legal_reviewer", "publisher", "archivist"), set()),
        (somebody(cast, "supervisor", agency_path=cast.agency.path), both),
        (somebody(cast, "supervisor", agency_path=nowhere.path), set()),
    ]

    assert [seen(person) for person, _ in table] == [wanted for _, wanted in table]


def test_a_list_is_asked_by_one_index_for_each_way(cast: Cast) -> None:
    system = replace(SYSTEM, officer=1, agency=cast.agency.pk)
    by_code = somebody(cast, own_matter=1)
    outside = somebody(cast, officer=None), somebody(cast, agency=None)

    assert [visible_parts(one) for one in (SYSTEM, system, by_code, *outside)] == [()] * 5
    handler, head = somebody(cast), somebody(cast, "unit_head", "agency_head")
    assert [len(visible_parts(one)) for one in (handler, head)] == [3, 5]


def test_whom_a_case_concerns_reaches_that_one_and_nothing_by_office(
    cast: Cast, matter: Matter, other: Matter
) -> None:
    party = Actor(name="当事人", own_matter=matter.pk)

    assert seen(party) == {matter.pk}
    assert seen(somebody(cast, "agency_head", own_matter=matter.pk)) == {matter.pk}
    assert seen(replace(party, own_matter=0)) == set()


def test_a_deputy_sees_by_the_offices_of_the_absent_but_not_what_they_handle(
    cast: Cast, matter: Matter, other: Matter
) -> None:
    handler = somebody(cast, officer=matter.lead_id)
    head = somebody(cast, "unit_head")

    assert seen(somebody(cast, stands_for=(handler,))) == set()
    assert seen(somebody(cast, stands_for=(head,))) == {matter.pk}
    assert seen(somebody(cast, "unit_head", stands_for=(head,), unit=other.unit_id)) == {
        matter.pk,
        other.pk,
    }


def test_who_is_recused_sees_nothing_of_it_nor_who_stands_in_for_him(
    cast: Cast, matter: Matter, other: Matter
) -> None:
    lead = cast.people["handler"]
    story.file_case(cast, matter)
    leaving: dict[str, Any] = {"officer": lead.uid, "reason": "近亲属。"}
    leaving["successor"] = make_officer(cast.agency).uid
    cast.do("agency_head", "cases.recuse_officer", matter, **leaving)
    head = somebody(cast, "agency_head", officer=lead.pk)

    assert seen(head) == {other.pk}
    assert seen(somebody(cast, stands_for=(head,))) == {other.pk}
    assert seen(somebody(cast, "agency_head")) == {matter.pk, other.pk}


def test_what_became_a_state_secret_nobody_sees_here(cast: Cast, matter: Matter) -> None:
    cast.people["archivist"] = make_officer(cast.agency, ("archivist",))
    cast.do(
        "agency_head",
        "cases.move_to_secret",
        matter,
        number="青环密〔2026〕3号",
        ground="6",
        level="confidential",
        classified_on=cast.today,
        responsible=cast.people["handler"].uid,
        keeper=cast.people["archivist"].uid,
    )

    party = Actor(name="当事人", own_matter=matter.pk)
    for person in (cast.actor("handler"), cast.actor("agency_head"), party):
        assert seen(person) == set()


def test_a_matter_comes_with_its_people_in_one_query(
    cast: Cast, matter: Matter, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        found = visible_matter(cast.actor("handler"), matter.uid)
        places = found.agency, found.unit, found.lead, found.second, found.stream

    assert found == matter
    assert places[:2] == (cast.agency, matter.unit)
