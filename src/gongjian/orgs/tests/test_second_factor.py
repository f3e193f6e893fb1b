"""An agency lets nobody hold an office without one-time codes at sign-in."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from gongjian.accounts import codes, factors
from gongjian.accounts.models import SecondFactor, User
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.errors import NotAllowed, RuleBroken
from gongjian.orgs.deputies import AppointDeputy, EnterLeave, appoint_deputy, enter_leave
from gongjian.orgs.models import FactorDuty, Officer
from gongjian.orgs.second_factor import FactorDutyOf, end_factor_duty, require_factor
from gongjian.orgs.services import AssignRole, assign_role
from gongjian.orgs.testing import PASSWORD, actor, make_agency, make_officer

pytestmark = pytest.mark.django_db

PAGE = "/staff/second-factor"
PUBLISHER = FactorDutyOf(role="publisher", reason="等级保护三级")


@pytest.fixture
def people() -> dict[str, Officer]:
    agency = make_agency()
    roles = ("admin_security", "publisher", "handler")
    return {role: make_officer(agency, (role,), account=True) for role in roles}


def chief(people: dict[str, Officer]) -> Actor:
    return actor(people["admin_security"])


def user_of(officer: Officer) -> User:
    assert officer.user_id is not None
    return User.objects.get(pk=officer.user_id)


def entered(officer: Officer) -> Client:
    client = Client()
    client.post("/staff/sign-in", {"username": user_of(officer).username, "password": PASSWORD})
    return client


def where(client: Client) -> str:
    """Return where the help page leads: "" when it is shown."""
    answer: Any = client.get("/staff/help/")
    return str(answer.headers.get("Location", "")).partition("?")[0]


def enrol(client: Client, officer: Officer) -> None:
    client.post(PAGE, {"step": "begin", "password": PASSWORD})
    secret = SecondFactor.objects.get(user=officer.user).secret
    now = Clock().now().timestamp()
    typed = codes._totp(secret).generate(int(now)).decode()
    assert client.post(PAGE, {"step": "confirm", "code": typed}).status_code == 200


def test_who_holds_the_office_sets_it_up_before_anything_else(people: dict[str, Officer]) -> None:
    publisher, handler = people["publisher"], people["handler"]
    before, other = entered(publisher), entered(handler)
    with pytest.raises(NotAllowed):
        require_factor(actor=actor(publisher), cmd=PUBLISHER)

    require_factor(actor=chief(people), cmd=PUBLISHER)

    assert where(before) == "/staff/sign-in", "a session from before ends"
    assert where(other) == "", "other offices are left alone"
    client = entered(publisher)
    assert where(client) == PAGE
    assert client.get("/api/v1/matters").status_code == 401
    assert "您担任公示员" in client.get(PAGE).content.decode()
    enrol(client, publisher)
    assert where(client) == ""
    with pytest.raises(RuleBroken, match="不能停用"):
        factors.turn_off(user=user_of(publisher), typed="000000", address="", clock=Clock())


def test_who_is_given_the_office_later_signs_in_anew(people: dict[str, Officer]) -> None:
    require_factor(actor=chief(people), cmd=PUBLISHER)
    with pytest.raises(RuleBroken, match="无需重复"):
        require_factor(actor=chief(people), cmd=PUBLISHER)
    client = entered(people["handler"])
    cmd = AssignRole(officer=people["handler"].uid, role="publisher", from_on=Clock().now().date())

    assign_role(actor=chief(people), cmd=cmd)

    assert where(client) == "/staff/sign-in"
    assert where(entered(people["handler"])) == PAGE
    held_up = entered(people["handler"])
    assert where(held_up) == PAGE
    end_factor_duty(actor=chief(people), cmd=PUBLISHER)
    assert held_up.get(PAGE).status_code == 200
    assert where(held_up) == "", "nobody is kept at a page that is no duty any more"
    assert where(entered(people["handler"])) == ""
    with pytest.raises(RuleBroken, match="没有规定"):
        end_factor_duty(actor=chief(people), cmd=PUBLISHER)


def lend(head: Officer, deputy: Officer, chief: Officer, days: int = 0) -> None:
    """Let a deputy stand for an absent head from today on, or from some days ahead."""
    first = Clock().today() + timedelta(days=days)
    leave = EnterLeave(officer=head.uid, from_on=first, to_on=first, reason="出差")
    absence = enter_leave(actor=actor(head), cmd=leave)
    cmd = AppointDeputy(absence=absence.uid, deputy=deputy.uid)
    appoint_deputy(actor=actor(chief), cmd=cmd)


@pytest.fixture
def heads(people: dict[str, Officer]) -> tuple[Officer, Officer, Officer]:
    """Return a head of a unit, who stands in for him, and the head of the agency."""
    agency = people["handler"].agency
    return (
        make_officer(agency, ("unit_head",), account=True, unit=people["handler"].unit),
        people["handler"],
        make_officer(agency, ("agency_head",), account=True),
    )


HEADS = FactorDutyOf(role="unit_head", reason="等级保护三级")


def test_who_stands_in_from_today_signs_in_anew_and_sets_it_up(
    people: dict[str, Officer], heads: tuple[Officer, Officer, Officer]
) -> None:
    require_factor(actor=chief(people), cmd=HEADS)
    client = entered(heads[1])
    assert where(client) == ""

    lend(*heads)

    assert where(client) == "/staff/sign-in", "the session from before ends at once"
    assert where(entered(heads[1])) == PAGE


def test_a_duty_ruled_now_reaches_who_stands_in_now(
    people: dict[str, Officer], heads: tuple[Officer, Officer, Officer]
) -> None:
    lend(*heads)
    client, other = entered(heads[1]), entered(people["publisher"])

    require_factor(actor=chief(people), cmd=HEADS)

    assert where(client) == "/staff/sign-in"
    assert where(other) == ""


def test_an_office_that_begins_with_the_day_is_asked_for_in_a_session_of_the_day_before(
    people: dict[str, Officer],
    heads: tuple[Officer, Officer, Officer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    require_factor(actor=chief(people), cmd=HEADS)
    lend(*heads, days=1)
    client = entered(heads[1])
    assert where(client) == ""

    monkeypatch.setattr(clocks, "_offset", lambda: timedelta(days=1))

    assert where(client) == PAGE
    assert client.get("/api/v1/matters").status_code == 401


def test_the_demo_has_no_passwords_and_keeps_nobody_out(
    people: dict[str, Officer], settings: Any
) -> None:
    require_factor(actor=chief(people), cmd=PUBLISHER)
    settings.GONGJIAN_MODE = "demo"
    client = Client()

    client.post("/staff/demo", {"username": user_of(people["publisher"]).username})

    assert where(client) == ""


def test_the_database_keeps_one_rule_per_office_and_a_reason_of_its_end(
    people: dict[str, Officer],
) -> None:
    duty = require_factor(actor=chief(people), cmd=PUBLISHER)
    twice = FactorDuty(agency=duty.agency, role=duty.role, reason="x", from_at=duty.from_at)

    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorDuty.objects.filter(pk=duty.pk).update(ended_at=duty.from_at)
