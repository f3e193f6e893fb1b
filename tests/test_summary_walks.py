"""Walks over the procedure on the spot: what is offered is what is accepted."""

import random
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import Collection, Decision, Delivery, OnSpot
from gongjian.cases.queries import case_of
from gongjian.matters.models import Matter
from gongjian.matters.queries import history_of

from .test_walks import compare, everybody, replayed
from .walking import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
LENGTH = 14
SCENE = ["show_identity", "tell", "hear", "penalize"]


def opened(cast: story.Cast, number: int) -> Matter:
    """Return a new case settled on the spot: a fine, a warning, an organisation by turns."""
    kinds: tuple[dict[str, Any], ...] = (
        {},
        {"penalty": "warning", "amount_fen": None},
        {"amount_fen": 15_000},
    )
    party = story.COMPANY | {"uscc": ""} if number % 3 == 2 else story.PERSON
    return story.penalize(cast, party, **kinds[number % 3])


@pytest.mark.divided
@pytest.mark.parametrize("seed", range(3))
def test_what_is_offered_is_what_is_accepted(seed: int) -> None:
    cast = story.make_scene_cast()
    people = everybody(cast)
    if seed % 2:
        cast.people["handler"] = people["handler"] = people["every_office"]
    walk = Walk(cast, opened(cast, seed), people, random.Random(seed))

    for number in range(LENGTH):
        accepted = compare(walk)
        if accepted:
            walk.do_one(accepted)
            assert_lawful(walk.fresh())
        elif walk.fresh().closed_at is not None:
            walk.matter = opened(walk.cast, number)
        else:
            assert walk.sign_papers(), "nobody can do anything, nothing is awaited, yet it runs"

    assert walk.states == LENGTH


def assert_lawful(matter: Matter) -> None:
    """Check from the rows alone that the law was kept so far."""
    history = history_of(matter)
    assert matter.marking == replayed(matter, history)
    assert history[:4] == SCENE
    case = case_of(matter)
    decision, spot = Decision.objects.get(case=case), OnSpot.objects.get(case=case)
    assert decision.draft_id == spot.draft_id
    assert spot.fine_fen <= spot.limit_fen
    assert spot.second_id not in {None, spot.lead_id}
    assert Delivery.objects.get(document=decision.document).served_on == decision.decided_on
    taken = Collection.objects.filter(case=case).first()
    if taken is not None and taken.banked_at is not None:
        assert taken.handed_in_at is not None
        assert taken.collected_at <= taken.handed_in_at <= taken.banked_at
        assert taken.banked_by_id != taken.collected_by_id
    if matter.closed_at is not None:
        assert "report" in history
        assert taken is None or taken.banked_at is not None
