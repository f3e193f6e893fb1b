"""Who reads which line of the register of secret cases, and what is counted for whom.

The lines are written past the acts: how one is entered is held by `tests/test_secret_cases`.
"""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import SecretCase
from gongjian.cases.secrecy import (
    Counted,
    counted,
    may_read,
    visible_secret_case,
    visible_secret_cases,
)
from gongjian.cases.testing import Cast
from gongjian.common.acts import Actor
from gongjian.common.errors import NotFound
from gongjian.orgs.models import Agency
from gongjian.orgs.testing import make_agency, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.tampers]
DAY = date(2026, 3, 2)


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


@pytest.fixture
def line(cast: Cast) -> SecretCase:
    return enter(cast, cast.agency)


@pytest.fixture
def below(cast: Cast) -> Agency:
    return make_agency("下级局", parent=cast.agency)


def enter(cast: Cast, agency: Agency, **values: Any) -> SecretCase:
    people = {"responsible": "handler", "keeper": "second", "registered_by": "unit_head"}
    known: dict[str, Any] = {role: cast.people[office] for role, office in people.items()}
    known |= {"ground": "6", "level": "confidential", "classified_on": DAY, "registered_on": DAY}
    number = f"青环密〔2026〕{SecretCase.objects.count() + 1}号"
    return SecretCase.objects.create(agency=agency, **({"number": number} | known | values))


def person(cast: Cast, *roles: str, **values: Any) -> Actor:
    known: dict[str, Any] = {"officer": make_officer(cast.agency).pk, "agency": cast.agency.pk}
    known |= {"agency_path": cast.agency.path}
    return Actor(name="某人", roles=frozenset(roles), **(known | values))


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("handler", True),
        ("unit_head", True),
        ("agency_head", True),
        ("archivist", True),
        ("supervisor", True),
        ("publisher", False),
        ("admin_system", False),
    ],
)
def test_the_register_is_known_to_some_offices_of_an_agency(role: str, reads: bool) -> None:
    assert may_read(Actor(name="某人", agency=1, roles=frozenset({role, "finance"}))) == reads
    assert not may_read(Actor(name="某人", roles=frozenset({role})))


def test_a_line_is_seen_by_those_it_names_and_by_the_head(cast: Cast, line: SecretCase) -> None:
    elsewhere = make_agency("旁局").pk
    absent = person(cast, "agency_head")
    table: list[tuple[Actor, bool]] = [
        (person(cast, officer=cast.people["handler"].pk), True),
        (person(cast, officer=cast.people["second"].pk), True),
        (person(cast, officer=cast.people["unit_head"].pk), False),  # who entered it
        (person(cast, "agency_head"), True),
        (person(cast, "supervisor", "unit_head", "archivist"), False),
        (person(cast, "agency_head", officer=None), False),
        (person(cast, "agency_head", agency=None), False),
        (person(cast, "agency_head", agency=elsewhere), False),
        (person(cast, officer=cast.people["handler"].pk, agency=elsewhere), False),
        (person(cast, "agency_head", principal=absent), False),
        (person(cast, stands_for=(absent,)), False),
    ]

    assert [visible_secret_cases(who).exists() for who, _ in table] == [seen for _, seen in table]


def test_a_line_comes_with_its_people_or_as_if_it_were_not(
    cast: Cast, line: SecretCase, django_assert_num_queries: Any
) -> None:
    head = person(cast, "agency_head")

    for lock in (False, True):
        with django_assert_num_queries(1):
            found = visible_secret_case(head, line.uid, lock=lock)
            people = found.responsible, found.keeper, found.registered_by, found.agency.stream
        assert found == line
        assert people[:2] == (cast.people["handler"], cast.people["second"])
    stranger = replace(head, roles=frozenset())
    for who, uid in ((head, uuid4()), (stranger, line.uid)):
        with pytest.raises(NotFound, match="没有这项登记"):
            visible_secret_case(who, uid)


def test_a_supervisor_counts_below_and_a_head_at_home(cast: Cast, below: Agency) -> None:
    ended = {"declassified_on": DAY, "declassified_by": cast.people["agency_head"]}
    ended |= {"declassify_ground": "expired"}
    enter(cast, cast.agency)
    enter(cast, cast.agency, closed_on=DAY)
    enter(cast, below, closed_on=DAY, **ended)
    enter(cast, make_agency("旁局"))

    home, both, none = Counted(2, 1, 1, 0), Counted(3, 1, 2, 1), Counted(0, 0, 0, 0)
    table: list[tuple[Actor, Counted]] = [
        (person(cast, "agency_head"), home),
        (person(cast, "supervisor"), both),
        (person(cast, "agency_head", "supervisor"), both),
        (person(cast, "handler", "archivist"), none),
        (person(cast), none),
        (person(cast, "agency_head", agency=None), none),
        (person(cast, "supervisor", agency=None, agency_path=""), none),
        (person(cast, "supervisor", agency=below.pk, agency_path=below.path), Counted(1, 0, 1, 1)),
    ]
    assert [counted(who) for who, _ in table] == [said for _, said in table]
