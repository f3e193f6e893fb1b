"""Leave from a detention that is being served: each gate at every door, and in the tables.

Source: 治安管理处罚法 第一百二十六条第二款、第一百二十七条、第一百二十九条、第一百三十条.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing_public_order as police
from gongjian.cases.public_order.guarantee import DetentionDeposit
from gongjian.cases.public_order.models import DetentionSuspension
from gongjian.cases.public_order.queries import deposit_standing
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter

from .doors import DOORS, Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_deposit import detained, taken_in, takes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def attempt(cast: Cast, office: str, code: str, matter: Matter, **values: Any) -> Attempt:
    return Attempt(cast.people[office], code, as_json(values), matter)


def wished(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "applicant": "贺示例（本人）",
        "ground": "dying",
        "out_on": cast.today,
        "back_by": cast.today + timedelta(days=2),
        "guarantee": "deposit",
        "deposit_fen": 100_000,
    } | changes


def ask(cast: Cast, matter: Matter, **changes: Any) -> Attempt:
    return attempt(cast, "handler", "cases.ask_leave", matter, **wished(cast, **changes))


def inside(cast: Cast) -> Matter:
    return taken_in(cast, detained(cast))


def asked(cast: Cast) -> Matter:
    matter = inside(cast)
    cast.do("handler", "cases.ask_leave", matter, **wished(cast))
    return matter


def grant(cast: Cast, matter: Matter) -> Attempt:
    return attempt(cast, "agency_head", "cases.grant_leave", matter, reason="无危险。")


def outside(cast: Cast) -> Matter:
    matter = asked(cast)
    police.take_deposit(cast, matter)
    cast.do("agency_head", "cases.grant_leave", matter, reason="不致发生社会危险。")
    return matter


def back(cast: Cast, matter: Matter, outcome: str = "ended") -> Matter:
    cast.wait(days=2)
    values = {"outcome": outcome, "back_on": cast.today, "note": "见拘留所登记。"}
    cast.do("handler", "cases.end_leave", matter, **values)
    return matter


def served(cast: Cast) -> Matter:
    matter = inside(cast)
    cast.wait(days=6)
    return matter


def returned_before_leaving(cast: Cast) -> Attempt:
    on = cast.today - timedelta(days=1)
    values = {"outcome": "ended", "back_on": on}
    return attempt(cast, "handler", "cases.end_leave", outside(cast), **values)


def refund(cast: Cast, matter: Matter) -> Attempt:
    values = {"refunded_on": cast.today, "receipt": "退1"}
    return attempt(cast, "finance", "cases.refund_deposit", matter, **values)


def closed_on_leave(cast: Cast) -> Attempt:
    matter = inside(cast)
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    cast.do("publication_checker", "publicity.withhold", matter)
    cast.do("handler", "cases.ask_leave", matter, **wished(cast))
    return attempt(cast, "agency_head", "cases.close_case", matter, opinion="同意结案。")


GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "not before the house": (lambda cast: ask(cast, detained(cast)), 409),
    "not after the term": (lambda cast: ask(cast, served(cast)), 409),
    "not twice at a time": (lambda cast: ask(cast, asked(cast)), 409),
    "not for a remedy": (lambda cast: ask(cast, inside(cast), ground="appeal"), 422),
    "another event in words": (lambda cast: ask(cast, inside(cast), ground="other"), 422),
    "each day has its deposit": (lambda cast: ask(cast, inside(cast), deposit_fen=99_999), 422),
    "a guarantor with a name": (lambda cast: ask(cast, inside(cast), guarantee="guarantor"), 422),
    "not out before it is paid": (lambda cast: grant(cast, asked(cast)), 409),
    "not back before it left": (returned_before_leaving, 422),
    "no deposit back while outside": (lambda cast: refund(cast, outside(cast)), 409),
    "no deposit back to who evaded": (
        lambda cast: refund(cast, back(cast, outside(cast), "evaded")),
        409,
    ),
    "no close while a leave is open": (closed_on_leave, 409),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(cast), status)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_takes_an_application_of_who_is_in_the_house(cast: Cast, door: str) -> None:
    assert DOORS[door](ask(cast, inside(cast))) == 200

    assert DetentionSuspension.objects.get().days == 5


@pytest.mark.requirement("R3")
def test_the_days_outside_are_added_and_the_deposit_comes_back(cast: Cast) -> None:
    matter = outside(cast)
    before = deposit_standing(case_of(matter)).until_on
    assert before is not None
    back(cast, matter)

    row = DetentionSuspension.objects.get()
    assert row.until_on == before + timedelta(days=2)
    assert row.document is not None
    assert row.document.kind == "detention-leave-decision"
    made = cast.do("finance", "cases.refund_deposit", matter, refunded_on=cast.today, receipt="退1")
    assert "继续执行" in made.paper.data
    assert deposit_standing(case_of(matter)).until_on == row.until_on


def test_who_does_not_come_back_by_himself_loses_the_deposit(cast: Cast) -> None:
    matter = back(cast, outside(cast), "evaded")

    cast.do("agency_head", "cases.forfeit_deposit", matter, reason="没有回所，在外地查获。")

    assert DetentionDeposit.objects.get().fate == "forfeited"


def test_a_refused_leave_gives_the_deposit_back(cast: Cast) -> None:
    matter = asked(cast)
    police.take_deposit(cast, matter)
    cast.do("agency_head", "cases.refuse_leave", matter, reason="可能逃避执行。")

    made = cast.do("finance", "cases.refund_deposit", matter, refunded_on=cast.today, receipt="退1")

    assert made.fate == "refunded"


def test_the_database_lets_nobody_leave_who_is_not_in_the_house(cast: Cast) -> None:
    inside_ = asked(cast)
    row = DetentionSuspension.objects.get()
    detained(cast)
    other = case_of(Matter.objects.exclude(pk=inside_.pk).get()).decisions.get().detention
    cast.do("agency_head", "cases.refuse_leave", inside_, reason="可能逃避执行。")

    assert takes(copied(row))
    assert not takes(copied(row, order_id=other.pk))
    assert not takes(copied(row, leave=False, out_on=None, back_by=None))
    assert not takes(copied(row, ground="appeal"))
    assert not takes(copied(row, applicant=""))
    assert not takes(copied(row, back_by=row.out_on - timedelta(days=1)))


def test_the_database_closes_no_case_with_a_leave_or_a_deposit_open(cast: Cast) -> None:
    matter = asked(cast)
    end = copied(matter.steps.order_by("-seq").first(), code="close", seq=matter.seq + 1)

    assert not takes(end)
    cast.do("agency_head", "cases.refuse_leave", matter, reason="可能逃避执行。")
    end.seq = matter.seq + 1
    assert takes(end)
