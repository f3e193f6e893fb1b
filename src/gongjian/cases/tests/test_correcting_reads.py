"""Orders to correct as they are read: what waits, what was told, when to look again."""

from datetime import date, timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.correcting import (
    corrections_checked,
    must_be_unannounced,
    open_order,
    ordered_on_spot,
    orders_to_correct,
    recheck_due,
    requirement_of,
    told_decision,
    unserved_order,
)
from gongjian.cases.models import CorrectionOrder, Delivery, OnSpot
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_correcting import note, recheck, serve
from gongjian.documents.models import Document
from gongjian.documents.testing import typed_command
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
ON = date(2026, 3, 10)


@pytest.fixture
def cast(home: Any) -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return story.file_case(cast, story.open_case(cast))


@pytest.fixture
def made(cast: Cast, matter: Matter) -> Document:
    """Return an order to correct that is signed and not served."""
    said = vars(typed_command("correction-order", cast.now))
    paper: Document = cast.do("handler", "documents.make_correction_order", matter, None, **said)
    story.sign_papers(cast, matter)
    return paper


@pytest.fixture
def served(cast: Cast, matter: Matter, made: Document) -> CorrectionOrder:
    return serve(cast, matter)


@pytest.fixture
def decided(cast: Cast, matter: Matter) -> Matter:
    return story.decided(cast, matter)


def fresh(matter: Matter, *marking: str) -> Matter:
    found = Matter.objects.select_related("agency").get(pk=matter.pk)
    found.marking = list(marking) or found.marking
    return found


def settled(matter: Matter, *marking: str) -> bool:
    return corrections_checked(fresh(matter, *marking), case_of(matter))


def test_where_nothing_was_ordered_nothing_waits(matter: Matter) -> None:
    assert open_order(case_of(matter)) is None
    assert unserved_order(matter) is None
    assert told_decision(case_of(matter)) is None
    assert settled(matter, "executed")
    assert list(orders_to_correct(case_of(matter))) == []


def test_an_order_waits_to_be_served(matter: Matter, made: Document) -> None:
    assert unserved_order(matter) == made
    assert open_order(case_of(matter)) is None
    assert not settled(matter, "executed")
    assert settled(matter, "investigating")
    assert requirement_of(made).splitlines() != []


def test_a_served_order_waits_to_be_looked_at_again(
    cast: Cast, matter: Matter, served: CorrectionOrder
) -> None:
    assert unserved_order(matter) is None
    assert open_order(case_of(matter)) == served
    for place in ("executed", "common_decided", "unpunished_told"):
        assert not settled(matter, place)
    cast.wait(days=1)
    looked = recheck(cast, matter)

    assert settled(matter, "executed")
    (listed,) = orders_to_correct(case_of(matter))
    assert list(listed.rechecks.all()) == [looked]


def test_a_served_decision_may_hold_an_order_until_it_is_registered(
    cast: Cast, decided: Matter
) -> None:
    case = case_of(decided)
    found = told_decision(case)
    assert found == Delivery.objects.get(document__kind="penalty-decision")

    note(cast, decided)
    assert told_decision(case) is None
    assert open_order(case) is not None


@pytest.mark.parametrize(("domain", "from_service"), [("environment", True), ("market", False)])
def test_the_law_of_the_field_says_from_when_the_time_runs(domain: str, from_service: bool) -> None:
    matter, until = Matter(profile="national", domain=domain), ON + timedelta(days=9)

    begins, due = recheck_due(matter, ON, until)

    assert begins == (ON if from_service else until)
    assert due.due_on > begins


@pytest.mark.parametrize(("domain", "secret"), [("environment", True), ("market", False)])
def test_the_law_of_the_field_says_whether_officers_come_unannounced(
    domain: str, secret: bool
) -> None:
    assert must_be_unannounced(Matter(profile="national", domain=domain), ON) is secret


@pytest.mark.parametrize(
    ("spot", "told"),
    [
        (OnSpot(), ""),
        (OnSpot(correction="停止排放", correct_by=None), ""),
        (OnSpot(correction="", correct_by=ON), ""),
        (OnSpot(correction="停止排放", correct_by=ON), "停止排放（立即改正）"),
        (
            OnSpot(correction="停止排放", correct_by=ON + timedelta(1), corrected="已停机"),
            "停止排放（于2026年3月11日以前改正）。当事人已经当场改正：已停机",
        ),
    ],
)
def test_an_order_on_the_spot_says_until_when(spot: OnSpot, told: str) -> None:
    assert ordered_on_spot(spot, ON) == told


def test_each_demand_is_a_line() -> None:
    paper = Document(data='{"fields": {"requirements": ["停止排放", "清理场地"]}}')

    assert requirement_of(paper) == "停止排放\n清理场地"
    assert requirement_of(Document(data='{"fields": {}}')) == ""
