"""A guarantor through whose breach a detention was evaded: a case of his own, and its limits.

Source: 治安管理处罚法 第一百二十七条、第一百二十八条.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Draft
from gongjian.cases.public_order.guarantee import GuarantorBreach
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter

from .doors import DOORS, Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_deposit import PLEDGE, asked, detained, ended, takes
from .test_doors_public_order import filed, prepared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
OPEN = "cases.open_guarantor_case"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def pledged(cast: Cast, outcome: str) -> Matter:
    """Return a case whose detention waited under a guarantor, and how that ended."""
    matter = asked(cast, **PLEDGE)
    cast.do("agency_head", "cases.grant_suspension", matter, reason="不致发生社会危险。")
    cast.do("agency_head", "cases.end_suspension", matter, outcome=outcome, reason="见记录。")
    return matter


def breach(cast: Cast) -> dict[str, Any]:
    return {"breach": "知道被担保人离开本市而没有报告。", "breached_on": cast.today}


def open_(cast: Cast, matter: Matter, by: str = "handler") -> Attempt:
    return Attempt(cast.people[by], OPEN, as_json(breach(cast)), matter)


def opened(cast: Cast) -> Matter:
    made: Matter = cast.do("handler", OPEN, pledged(cast, "evaded"), **breach(cast))
    return made


def opened_twice(cast: Cast) -> Attempt:
    matter = pledged(cast, "evaded")
    cast.do("handler", OPEN, matter, **breach(cast))
    return open_(cast, matter)


GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "nobody waits": (lambda cast: open_(cast, detained(cast)), 409),
    "nobody evaded": (lambda cast: open_(cast, pledged(cast, "ended")), 409),
    "evaded with a deposit": (lambda cast: open_(cast, ended(cast, "evaded")), 409),
    "twice": (opened_twice, 409),
    "only who handles": (lambda cast: open_(cast, pledged(cast, "evaded"), "agency_head"), 403),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(cast), status)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_opens_a_case_against_who_let_it_happen(cast: Cast, door: str) -> None:
    assert DOORS[door](open_(cast, pledged(cast, "evaded"))) == 200

    made = GuarantorBreach.objects.get()
    assert (made.case.party.name, made.most_fen) == ("担示例", 300_000)


def test_a_guarantor_is_fined_like_anybody_else_and_within_the_article(cast: Cast) -> None:
    matter = police.file_case(cast, opened(cast))
    over = ({"kind": "fine", "amount_fen": 300_100},)
    detention = ({"kind": "detention", "days": 1},)

    for items in (over, detention):
        with pytest.raises(InvalidInput, match="只能处3,000"):
            story.propose(cast, matter, items=items)
    story.decide(cast, prepared(cast, matter, ({"kind": "fine", "amount_fen": 100_000},)))
    story.deliver(cast, matter)

    assert case_of(matter).decisions.get().draft.fine_fen == 100_000
    assert matter.marking == ["to_execute", "to_seal"]


def test_the_database_knows_who_breached_and_how_much_it_may_cost(cast: Cast) -> None:
    matter = police.file_case(cast, opened(cast))
    story.propose(cast, matter, items=({"kind": "fine", "amount_fen": 100_000},))
    draft, made = Draft.objects.latest("id"), GuarantorBreach.objects.get()
    other = case_of(filed(cast))
    waits = pledged(cast, "ended")
    suspension = case_of(waits).decisions.get().detention.suspensions.get()

    assert takes(copied(draft, version=9))
    assert not takes(copied(draft, version=9, fine_fen=300_100))
    assert not takes(copied(draft, version=9, kinds=draft.kinds + 1))
    assert not takes(copied(made, case_id=other.pk, suspension_id=suspension.pk))
