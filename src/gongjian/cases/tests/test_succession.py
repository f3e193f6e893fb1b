"""Who handled a case when: read once, forgotten when a seat is passed on, whoever asks."""

from typing import Any

import pytest
from django.db import transaction

from gongjian.cases.testing import Cast, make_cast, open_case
from gongjian.common.acts import Act, service
from gongjian.matters.choices import Ground, Seat
from gongjian.matters.models import Matter, Succession
from gongjian.matters.succession import (
    handled_once,
    pass_on,
    spans_of,
    successions_of,
    unfit,
)
from gongjian.orgs.models import Officer
from gongjian.orgs.testing import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast(home: Any) -> Cast:
    return make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return open_case(cast)


@pytest.fixture
def new(cast: Cast) -> Officer:
    return make_officer(cast.agency)


def change(cast: Cast, matter: Matter, leaving: Officer, to: Officer) -> Succession:
    values = {"officer": leaving.uid, "successor": to.uid, "reason": "调离本机构。"}
    row: Succession = cast.do("unit_head", "cases.change_handler", matter, None, **values)
    return row


def test_who_takes_over_is_told_apart_from_who_had_it_first(
    cast: Cast, matter: Matter, new: Officer
) -> None:
    old, second = cast.people["handler"], cast.people["second"]

    row = change(cast, matter, old, new)

    spans = spans_of(Matter.objects.get(pk=matter.pk))
    assert (row.leaving, row.successor, row.ground) == (old, new, Ground.HANDOVER)
    assert [(s.officer, s.seat, s.first) for s in spans] == [
        (old, Seat.LEAD, True),
        (new, Seat.LEAD, False),
        (second, Seat.SECOND, True),
    ]


def test_who_handles_it_now_and_who_did_are_both_kept_from_approving(
    cast: Cast, matter: Matter, new: Officer
) -> None:
    old, second = cast.people["handler"], cast.people["second"]

    change(cast, matter, old, new)

    fresh = Matter.objects.get(pk=matter.pk)
    assert [handled_once(fresh, one.pk) for one in (old, new, second)] == [True] * 3
    assert not handled_once(fresh, cast.people["unit_head"].pk)


def test_changes_are_read_once_for_a_matter_with_the_people_in_them(
    cast: Cast, matter: Matter, new: Officer, django_assert_num_queries: Any
) -> None:
    change(cast, matter, cast.people["handler"], new)
    fresh = Matter.objects.get(pk=matter.pk)

    with django_assert_num_queries(1):
        (row,) = successions_of(fresh)
        named = (row.leaving.name, row.successor.name, row.approved_by.name)
    with django_assert_num_queries(0):
        assert successions_of(fresh) == [row]

    assert named == tuple(
        one.name for one in (cast.people["handler"], new, cast.people["unit_head"])
    )


def test_what_was_read_before_is_forgotten_when_a_seat_is_passed_on(
    cast: Cast, matter: Matter, new: Officer
) -> None:
    known = Matter.objects.select_related("stream").get(pk=matter.pk)
    assert successions_of(known) == []
    running = Act(service("cases.change_handler"), cast.actor("unit_head"), cast.clock, None)
    running.matter = known

    with transaction.atomic():
        row = pass_on(running, known, Seat.LEAD, new, "调离本机构。", Ground.HANDOVER)
        now = successions_of(known)
        transaction.set_rollback(True)

    assert now == [row]


def test_where_nothing_is_to_be_judged_nothing_is_asked(
    cast: Cast, matter: Matter, new: Officer, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert unfit([], Seat.LEAD, [new], cast.today) == {}
        assert unfit([matter], Seat.LEAD, [], cast.today) == {}

    assert unfit([matter], Seat.LEAD, [new], cast.today) == {}
    assert set(unfit([matter], Seat.LEAD, [cast.people["second"]], cast.today)) == {
        (matter.pk, cast.people["second"].pk)
    }
