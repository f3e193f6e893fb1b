"""An agency lets nobody hold an office without one-time codes at sign-in."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from gongjian.accounts import codes, factors
from gongjian.accounts.models import SecondFactor, User
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.errors import NotAllowed, RuleBroken
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
