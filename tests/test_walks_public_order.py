"""Walks over the procedure of 治安 cases: adults, minors and children, a bureau and a station."""

import random

import pytest

from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Decision
from gongjian.cases.public_order.models import DetentionExecution, PublicOrderDecision, Questioning
from gongjian.cases.public_order.queries import usable_evidence
from gongjian.cases.queries import case_of
from gongjian.matters.models import Matter
from gongjian.publicity.models import PublicItem

from .test_walks import assert_lawful, compare, everybody
from .walking import Walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
WALKS, LENGTH = 4, 24
PEOPLE = (police.ADULT, police.FIFTEEN, police.CHILD)


@pytest.mark.divided
@pytest.mark.parametrize("seed", range(WALKS))
def test_in_public_order_too_what_is_offered_is_what_is_accepted(seed: int) -> None:
    cast = police.police_cast(station=seed % 2 == 1)
    people = everybody(cast)
    chance = random.Random(1000 + seed)
    walk = Walk(cast, police.opened(cast, PEOPLE[seed % len(PEOPLE)]), people, chance)

    for number in range(LENGTH):
        accepted = compare(walk)
        if accepted:
            walk.do_one(accepted)
            assert_lawful(walk.fresh())
            assert_kept(walk.fresh())
        elif walk.fresh().closed_at is not None:
            walk.matter = police.opened(cast, PEOPLE[number % len(PEOPLE)])
        else:
            assert walk.sign_papers(), "nobody can do anything, nothing is awaited, yet it runs"

    assert walk.states == LENGTH


def assert_kept(matter: Matter) -> None:
    """Check from the rows alone what 治安管理处罚法 asks beyond the ordinary procedure."""
    case = case_of(matter)
    assert not PublicItem.objects.filter(decision__case=case).exists()
    for asked in Questioning.objects.filter(case=case):
        assert asked.ended_at <= asked.due_at
        assert asked.usable or not usable_evidence(case).filter(questioning=asked).exists()
        assert not asked.minor or asked.guardian is not None
    for made in PublicOrderDecision.objects.filter(decision__case=case):
        assert made.age is None or made.age >= 14
        assert made.level == "county" or made.fine_fen <= 100_000
        assert not made.minor or made.guardian is not None
    for taken in DetentionExecution.objects.filter(order__decision__case=case):
        assert taken.order.executable
    assert Decision.objects.filter(case=case, void=False).count() <= 1
