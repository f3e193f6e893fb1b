"""A public official is punished: those who discipline him are told before the case closes.

Source: 治安管理处罚法 第一百三十四条.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Decision
from gongjian.cases.public_order.models import Offender
from gongjian.cases.public_order.official import OfficialReport
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter

from .doors import DOORS, Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_deposit import takes
from .test_doors_public_order import decided, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
REPORT = "cases.report_official"
OFFICIAL: dict[str, Any] = {"official": True, "workplace": "禄安市水务局科员"}
TOLD = {"outcome": "told", "receiver": "禄安市监察委员会"}
WHY = {"outcome": "not_needed", "not_needed": "处罚决定已被撤销。"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def punished(cast: Cast, **person: Any) -> Matter:
    return decided(cast, filed(cast), police.WARNING, **(person or OFFICIAL))


def report(cast: Cast, matter: Matter, by: str = "agency_head", **values: Any) -> Attempt:
    return Attempt(cast.people[by], REPORT, as_json(values or TOLD), matter)


def twice(cast: Cast) -> Attempt:
    matter = punished(cast)
    cast.do("agency_head", REPORT, matter, **TOLD)
    return report(cast, matter)


def performed(cast: Cast) -> Matter:
    matter = punished(cast)
    cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    cast.do("publication_checker", "publicity.withhold", matter)
    return matter


def close(cast: Cast, matter: Matter) -> Attempt:
    opinion = as_json({"opinion": "同意结案。"})
    return Attempt(cast.people["agency_head"], "cases.close_case", opinion, matter)


def noted(cast: Cast, matter: Matter, by: str = "handler") -> Attempt:
    said = as_json({"post": "禄安市水务局科员", "found_by": "单位的证明"})
    return Attempt(cast.people[by], "cases.note_official", said, matter)


GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "of no official": (lambda cast: report(cast, punished(cast, official=False)), 409),
    "twice": (twice, 409),
    "to nobody": (lambda cast: report(cast, punished(cast), outcome="told"), 422),
    "without saying why not": (
        lambda cast: report(cast, punished(cast), outcome="not_needed"),
        422,
    ),
    "by the handler": (lambda cast: report(cast, punished(cast), by="handler"), 403),
    "known already": (lambda cast: noted(cast, punished(cast)), 409),
    "noted by no other": (
        lambda cast: noted(cast, punished(cast, official=False), by="agency_head"),
        403,
    ),
    "no close before it": (lambda cast: close(cast, performed(cast)), 409),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(cast), status)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_tells_of_a_punished_official(cast: Cast, door: str) -> None:
    assert DOORS[door](report(cast, punished(cast))) == 200

    row = OfficialReport.objects.get()
    assert row.document is not None
    assert "禄安市水务局科员" in row.document.data


@pytest.mark.parametrize("door", DOORS)
def test_one_found_out_late_is_noted_and_told_of(cast: Cast, door: str) -> None:
    matter = punished(cast, official=False)
    before = Offender.objects.latest("pk")

    assert DOORS[door](noted(cast, matter)) == 200

    after = Offender.objects.latest("pk")
    assert (after.official, after.workplace) == (True, "禄安市水务局科员")
    assert (after.age, after.pleaded, after.born_on) == (before.age, before.pleaded, before.born_on)
    cast.do("agency_head", REPORT, Matter.objects.get(pk=matter.pk), **TOLD)


def test_an_official_works_somewhere(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="所在单位"):
        police.establish(cast, filed(cast), official=True)


def test_the_database_closes_no_case_of_an_official_nobody_was_told_of(cast: Cast) -> None:
    matter = performed(cast)
    end = copied(matter.steps.order_by("-seq").first(), code="close", seq=matter.seq + 1)
    assert not takes(end)

    row = cast.do("agency_head", REPORT, matter, **WHY)

    end.seq = matter.seq + 1
    assert takes(end)
    other = punished(cast, official=False)
    decision = Decision.objects.get(case__matter=other)
    assert not takes(copied(row, decision_id=decision.pk))
    assert not takes(copied(row, reason=""))
    cast.do("agency_head", "cases.close_case", matter, opinion="同意结案。")
    assert matter.marking == ["closed"]
