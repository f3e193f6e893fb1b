"""A foreigner is punished: his nationality is known, and the province is told of his detention.

Source: 公安机关办理行政案件程序规定 第七十三条、第二百三十九条、第二百五十四条.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Decision
from gongjian.cases.public_order.foreigners import ForeignerReport
from gongjian.cases.public_order.models import Offender, PublicOrderDecision
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter

from .doors import DOORS, Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_deposit import takes
from .test_doors_deputies import close, decide, execute, forged_decision, to_decide
from .test_doors_public_order import decided, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
LAO = {"nationality": "老挝", "nationality_by": "papers", "stay": "旅游签证"}
CHINESE = {"nationality": "中国", "nationality_by": "border"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def note(cast: Cast, matter: Matter, by: str = "handler", **values: Any) -> Attempt:
    return Attempt(cast.people[by], "cases.note_foreigner", as_json(values or LAO), matter)


def noted(cast: Cast, matter: Matter, **values: Any) -> Matter:
    assert DOORS["direct"](note(cast, matter, **values)) == 200
    return matter


def detained(cast: Cast) -> Matter:
    return noted(cast, decided(cast, filed(cast, police.ANOTHER), police.DETENTION))


def report(cast: Cast, matter: Matter, by: str = "agency_head", **values: Any) -> Attempt:
    known = {"told_at": cast.now, "report_way": "禄公外报〔2026〕1号", "consulate_declined": True}
    return Attempt(cast.people[by], "cases.report_foreigner", as_json(known | values), matter)


def reported_twice(cast: Cast) -> Attempt:
    matter = detained(cast)
    assert DOORS["direct"](report(cast, matter)) == 200
    return report(cast, matter)


def reported_early(cast: Cast) -> Attempt:
    return report(cast, detained(cast), told_at=cast.now - timedelta(days=9))


def performed(cast: Cast) -> Matter:
    matter = detained(cast)
    assert DOORS["direct"](execute(cast, matter)) == 200
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    cast.do("publication_checker", "publicity.withhold", matter)
    return matter


def finding_chinese(cast: Cast) -> Attempt:
    matter = noted(cast, decided(cast, filed(cast), police.DETENTION), **CHINESE)
    return report(cast, matter)


GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "of no known nationality": (lambda cast: decide(cast, to_decide(cast, foreigner=True)), 409),
    "noted by no other": (lambda cast: note(cast, filed(cast), by="agency_head"), 403),
    "noted before anybody is established": (lambda cast: note(cast, filed(cast)), 409),
    "told of a fine": (
        lambda cast: report(cast, noted(cast, decided(cast, filed(cast), police.FINE_500))),
        409,
    ),
    "told of a citizen": (finding_chinese, 409),
    "told twice": (reported_twice, 409),
    "told before the decision": (reported_early, 422),
    "told by the handler": (lambda cast: report(cast, detained(cast), by="handler"), 403),
    "no close before the report": (lambda cast: close(cast, performed(cast)), 409),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(cast), status)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_tells_the_province_within_two_days(cast: Cast, door: str) -> None:
    matter = to_decide(cast, foreigner=True)
    assert DOORS[door](note(cast, matter)) == 200
    assert DOORS["direct"](decide(cast, Matter.objects.get(pk=matter.pk))) == 200
    matter = Matter.objects.get(pk=matter.pk)
    clock = matter.deadlines.get(code="police.foreigner_report")
    assert clock.state == "open"
    waits = matter.todos.get(role="agency_head", step="向省级公安机关报告拘留外国人")
    assert waits.due_on == cast.today + timedelta(days=2)

    assert DOORS[door](report(cast, matter)) == 200

    row = ForeignerReport.objects.get()
    assert (row.late, row.consulate_declined) == (False, True)
    assert row.due_at == row.decided_at + timedelta(hours=48)
    clock.refresh_from_db()
    assert clock.state == "met"
    assert not matter.todos.filter(step="向省级公安机关报告拘留外国人").exists()


def test_told_after_two_days_it_counts_as_late(cast: Cast) -> None:
    matter = detained(cast)
    cast.wait(hours=49)

    assert DOORS["direct"](report(cast, matter)) == 200
    assert ForeignerReport.objects.get().late


def test_of_others_no_report_is_awaited(cast: Cast) -> None:
    matter = decided(cast, filed(cast, police.ANOTHER), police.DETENTION)

    assert not matter.deadlines.filter(code="police.foreigner_report").exists()


@pytest.mark.tampers
def test_the_database_closes_no_case_of_a_foreigner_the_province_knows_nothing_of(
    cast: Cast,
) -> None:
    matter = performed(cast)
    end = copied(matter.steps.order_by("-seq").first(), code="close", seq=matter.seq + 1)
    assert not takes(end)

    assert DOORS["direct"](report(cast, matter)) == 200

    end.seq = Matter.objects.get(pk=matter.pk).seq + 1
    assert takes(end)
    row = ForeignerReport.objects.get()
    assert not takes(copied(row, late=True))
    other = Decision.objects.get(
        case=case_of(decided(cast, filed(cast, police.ANOTHER), police.DETENTION))
    )
    assert not takes(copied(row, decision_id=other.pk))


@pytest.mark.tampers
def test_the_database_punishes_no_foreigner_of_no_known_nationality(cast: Cast) -> None:
    matter = decided(cast, filed(cast))
    free = to_decide(cast, foreigner=True)
    made = forged_decision(free, Decision.objects.get(case=case_of(matter)))
    own = copied(PublicOrderDecision.objects.get(), decision_id=made.pk)
    assert not takes(own)

    noted(cast, free)
    assert Offender.objects.latest("pk").nationality == "老挝"
    assert takes(own)
