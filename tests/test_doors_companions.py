"""Companion cases: their gates at every door, and what the pages show to whom."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongjian.cases import testing as story
from gongjian.cases.models import Companion, Evidence
from gongjian.cases.one_event import companions_of
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_companions import (
    BOY,
    CONDUCT,
    SECOND,
    THIRD,
    filed,
    looked_into,
    open_companion,
)
from gongjian.cases.testing_public_order import ADULT, opened, police_cast
from gongjian.cases.testing_public_order import testimony as witnessed
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer
from gongjian.orgs.testing import make_officer
from gongjian.workbench.companions import companions_context

from .doors import DOORS, Attempt, as_json, assert_shut, signed_in, told_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
ACT = "为同案违法行为人立案"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police_cast(accounts=True)
    with told_by(made):
        yield made


def opening(cast: Cast, matter: Matter, office: str = "handler", **said: Any) -> Attempt:
    known = SECOND | {"conduct": CONDUCT, "victims": ()} | said
    return Attempt(cast.people[office], "cases.open_companion", as_json(known), matter)


def taking(cast: Cast, matter: Matter, source: Matter, office: str = "handler") -> Attempt:
    known = {"case": case_of(source).uid}
    return Attempt(cast.people[office], "cases.take_companion_evidence", as_json(known), matter)


@pytest.mark.parametrize("door", sorted(DOORS))
def test_every_door_opens_one(cast: Cast, door: str) -> None:
    first = filed(cast)

    assert DOORS[door](opening(cast, first)) == 200
    assert Companion.objects.get().first == case_of(first)


@pytest.mark.parametrize("door", sorted(DOORS))
def test_every_door_takes_over_evidence(cast: Cast, door: str) -> None:
    first = filed(cast)
    new = open_companion(cast, first)
    witnessed(cast, first)

    assert DOORS[door](taking(cast, new, first)) == 200
    assert Evidence.objects.filter(case=case_of(new)).count() == 1


def test_no_door_opens_one_before_the_event_is_filed(cast: Cast) -> None:
    assert_shut(opening(cast, opened(cast)), 409)


def test_no_door_opens_one_in_another_procedure() -> None:
    other = story.make_cast(accounts=True)
    with told_by(other):
        matter = story.file_case(other, story.open_case(other))
        assert_shut(opening(other, matter), 409)


@pytest.mark.parametrize("office", ["agency_head", "unit_head"])
def test_no_door_lets_another_than_the_handlers_open_one(cast: Cast, office: str) -> None:
    assert_shut(opening(cast, filed(cast), office), 403)


def test_no_door_shows_the_case_to_a_stranger(cast: Cast) -> None:
    cast.people["stranger"] = make_officer(cast.agency, ("handler",), account=True)

    assert_shut(opening(cast, filed(cast), "stranger"), 404)


def test_no_door_opens_a_second_case_of_one_person(cast: Cast) -> None:
    first = filed(cast)
    open_companion(cast, first)

    assert_shut(opening(cast, first), 422)
    assert_shut(opening(cast, first, **ADULT), 422)


def test_no_door_takes_over_from_a_case_of_another_event(cast: Cast) -> None:
    first = filed(cast)
    new = open_companion(cast, first)
    witnessed(cast, first)

    assert_shut(taking(cast, new, looked_into(cast, filed(cast, **THIRD))), 404, page=422)


def test_no_door_takes_over_what_is_here_already(cast: Cast) -> None:
    first = looked_into(cast, filed(cast))
    new = open_companion(cast, first)

    assert_shut(taking(cast, new, first), 409, page=422)


def test_no_door_takes_over_from_a_case_that_the_handler_may_not_see(cast: Cast) -> None:
    first = filed(cast)
    new = open_companion(cast, first)
    witnessed(cast, first)
    cast.people["other"] = given_to_others(cast, new)

    assert_shut(taking(cast, new, first, "other"), 409, page=422)


def given_to_others(cast: Cast, matter: Matter) -> Officer:
    """Let two officers of another unit handle a case, who may not see the others of its event."""
    new, beside = (make_officer(cast.agency, ("handler",), account=True) for _ in "ab")
    for leaving, successor in (("handler", new), ("second", beside)):
        cast.do(
            "agency_head",
            "cases.recuse_officer",
            matter,
            officer=cast.people[leaving].uid,
            reason="与当事人是亲属。",
            successor=successor.uid,
        )
    return new


def read(officer: Officer, matter: Matter, tab: str = "") -> tuple[int, str]:
    address = reverse("workbench:matter", args=[matter.uid]) + (f"?tab={tab}" if tab else "")
    answer = signed_in(officer).get(address)
    return answer.status_code, answer.content.decode()


def test_every_case_shows_the_others_with_stage_and_link(cast: Cast) -> None:
    first = filed(cast)
    _, before = read(cast.people["handler"], first)
    new = open_companion(cast, first)
    third = open_companion(cast, first, BOY)

    assert "本案没有登记同案的其他违法行为人" in before
    assert ACT in before
    for matter, others in ((first, (new, third)), (new, (first, third)), (third, (first, new))):
        _, page = read(cast.people["handler"], matter)
        assert "同案人员" in page
        for other in others:
            assert reverse("workbench:matter", args=[other.uid]) in page
            assert other.party_name in page
        assert "调查取证" in page


def test_who_may_not_see_the_others_gets_no_link_and_no_name_of_a_minor(cast: Cast) -> None:
    first = filed(cast)
    new = open_companion(cast, first)
    boy = open_companion(cast, first, BOY)
    other = given_to_others(cast, new)

    status, page = read(other, new)

    assert status == 200
    assert "贺示例" in page
    assert BOY["party_name"] not in page
    assert "未成年人" in page
    for hidden in (first, boy):
        assert str(hidden.uid) not in page
        assert read(other, hidden)[0] == 404


def test_the_form_asks_for_the_person_alone(cast: Cast) -> None:
    first = filed(cast)
    cast.do("handler", "cases.register_victim", first, name="被示例", harm="轻微伤。")
    address = reverse("workbench:matter_act", args=[first.uid, "cases.open_companion"])

    form = signed_in(cast.people["handler"]).get(address).content.decode()

    for asked in ("party_name", "id_number", "address", "conduct"):
        assert f'name="{asked}"' in form
    assert "被示例" in form
    for known in ("cause", "facts", "basis", "second", "reported_by", "act_ended_on"):
        assert f'name="{known}"' not in form


def test_a_wrong_number_is_told_at_its_field_and_what_was_typed_stays(cast: Cast) -> None:
    first = filed(cast)
    address = reverse("workbench:matter_act", args=[first.uid, "cases.open_companion"])
    typed = SECOND | {"id_number": "110105199001010011", "conduct": CONDUCT, "confirmed": "yes"}

    answer = signed_in(cast.people["handler"]).post(address, typed)

    assert answer.status_code == 422
    assert "公民身份号码校验不通过" in answer.content.decode()
    assert CONDUCT in answer.content.decode()


def test_the_evidence_of_another_case_is_told_as_such(cast: Cast) -> None:
    first = looked_into(cast, filed(cast))
    new = open_companion(cast, first)

    assert "引用自同案" in read(cast.people["handler"], new, "evidence")[1]
    assert "引用自同案" not in read(cast.people["handler"], first, "evidence")[1]
    assert "同案笔录复制件" in read(cast.people["handler"], new, "documents")[1]


@pytest.mark.parametrize("number", [1, 3])
def test_the_card_asks_as_much_for_three_as_for_one(cast: Cast, number: int) -> None:
    first = filed(cast)
    for each in (SECOND, THIRD, BOY)[:number]:
        open_companion(cast, first, each)
    matter = Matter.objects.get(pk=first.pk)
    actor, case = cast.actor("agency_head"), case_of(matter)

    with CaptureQueriesContext(connection) as asked:
        told = companions_context(actor, matter, case, cast.clock)

    assert len(told["companions"]) == number
    assert len(asked) == 2


@pytest.mark.tampers
def test_a_case_that_became_a_state_secret_is_not_told(cast: Cast) -> None:
    first = filed(cast)
    new = open_companion(cast, first)
    Matter.objects.filter(pk=new.pk).update(secret_since=cast.today, closed_at=cast.now)

    assert companions_of(case_of(Matter.objects.get(pk=first.pk))) == []
