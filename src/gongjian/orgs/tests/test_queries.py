"""Who a signed-in person is, and whom one may choose."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from gongjian.accounts.models import User
from gongjian.accounts.services import AccountAndReason, disable_account
from gongjian.orgs import queries
from gongjian.orgs.models import Officer
from gongjian.orgs.testing import actor, make_agency, make_officer, make_unit, make_user
from gongjian.ui.options import choices

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def user_of(officer: Officer) -> User:
    assert officer.user is not None
    return officer.user


def test_an_actor_knows_agency_unit_and_offices_in_two_queries(
    django_assert_num_queries: Any,
) -> None:
    officer = make_officer(make_agency(code="qc"), ["handler", "publisher"], account=True)
    user = User.objects.get(pk=user_of(officer).pk)

    with django_assert_num_queries(2):
        who = queries.actor_of(user, "page", TODAY)

    assert (who.name, who.user, who.officer) == (officer.name, user.pk, officer.pk)
    assert (who.person, who.door) == (officer.uid, "page")
    assert (who.agency, who.agency_path) == (officer.agency_id, "/qc/")
    assert who.unit == officer.unit_id
    assert who.roles == {"handler", "publisher"}


def test_strangers_and_users_without_service_have_no_office() -> None:
    user = make_user("系统账号")

    assert queries.actor_of(AnonymousUser(), "page", TODAY).user is None
    alone = queries.actor_of(user, "page", TODAY)
    assert (alone.user, alone.officer, alone.roles) == (user.pk, None, frozenset())


def test_a_disabled_account_speaks_for_nobody() -> None:
    agency = make_agency()
    officer = make_officer(agency, account=True)
    guard = actor(make_officer(agency, ["admin_security"]))
    cmd = AccountAndReason(user=user_of(officer).uid, reason="长期未用")

    disable_account(actor=guard, cmd=cmd)

    who = queries.actor_of(User.objects.get(pk=user_of(officer).pk), "page", TODAY)
    assert (who.user, who.officer) == (None, None)


def test_only_certified_officers_in_service_may_enforce() -> None:
    agency = make_agency()
    good = make_officer(agency)
    make_officer(agency, certificate=False)
    make_officer(agency, valid_to=date(2026, 11, 23))
    make_officer(make_agency())

    assert list(queries.valid_officers(agency, TODAY)) == [good]


@pytest.mark.parametrize(
    ("make", "why"),
    [
        ({}, ""),
        ({"certificate": False}, "没有登记"),
        ({"valid_to": date(2026, 11, 23)}, "到期"),
        ({"valid_from": date(2026, 11, 25)}, "才有效"),
    ],
)
def test_the_problem_of_a_certificate_is_told_in_words(make: dict[str, Any], why: str) -> None:
    said = queries.certificate_problem(make_officer(make_agency(), **make), TODAY)

    assert (why in said) if why else said == ""


def test_holders_of_an_office_are_found_by_agency_and_day() -> None:
    agency = make_agency()
    head = make_officer(agency, ["agency_head"])
    make_officer(make_agency(), ["agency_head"])

    assert list(queries.officers_with_role(agency, "agency_head", TODAY)) == [head]
    assert not queries.officers_with_role(agency, "agency_head", date(2019, 1, 1))


def test_the_demo_groups_people_by_agency_with_their_offices() -> None:
    agency = make_agency()
    officer = make_officer(agency, ["agency_head"], name="王示例", account=True)
    make_officer(agency, ["handler"])

    (group,) = queries.demo_people()

    assert group.agency == agency.name
    (person,) = group.people
    assert (person.name, list(person.roles)) == ("王示例", ["机关负责人"])
    assert person.username == user_of(officer).username


def test_a_form_offers_certified_colleagues_and_never_oneself() -> None:
    agency = make_agency()
    me, colleague = make_officer(agency), make_officer(agency)
    make_officer(agency, certificate=False)
    make_officer(make_agency())

    offered = choices("orgs.certified_officer", actor(me), None)

    assert [uid for uid, _ in offered] == [str(colleague.uid)]


def test_a_form_offers_only_what_lies_within_reach() -> None:
    city = make_agency(code="qc")
    bureau, other = make_agency(code="env", parent=city), make_agency(code="lw")
    chief = actor(make_officer(bureau, ["admin_system"]))
    make_officer(other)
    make_unit(other, "法制科")

    assert [uid for uid, _ in choices("orgs.agency", chief, None)] == [str(bureau.uid)]
    assert [uid for uid, _ in choices("orgs.officer", chief, None)] == [str(chief.person)]
    assert len(choices("orgs.unit", chief, None)) == bureau.units.count()
    assert len(choices("orgs.certificate", chief, None)) == 1


def test_accounts_are_offered_to_administrators_only() -> None:
    agency = make_agency()
    handler = make_officer(agency, account=True)

    assert choices("accounts.user", actor(handler), None) == []
    chief = actor(make_officer(agency, ["admin_security"]))
    assert [uid for uid, _ in choices("accounts.user", chief, None)] == [str(user_of(handler).uid)]
