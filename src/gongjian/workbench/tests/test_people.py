"""Administrators: what they see and may do, and that a password is never kept as a draft."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gongjian.accounts.models import User
from gongjian.cases.testing import Cast, open_case
from gongjian.common.clock import Clock
from gongjian.orgs.models import Assignment, Officer
from gongjian.orgs.testing import make_officer
from gongjian.workbench.testing import signed_in, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def administrator(cast: Cast, role: str) -> Client:
    cast.people[role] = make_officer(cast.agency, roles=(role,), certificate=False, account=True)
    return signed_in(cast, role)


def test_an_administrator_comes_to_the_people_and_sees_no_case() -> None:
    cast = staffed_cast()
    matter = open_case(cast)
    client = administrator(cast, "admin_system")

    home = client.get("/staff/")
    page = client.get(reverse("workbench:people")).content.decode()

    assert home["Location"] == reverse("workbench:people")
    assert cast.people["handler"].name in page
    assert "登记执法人员" in page
    assert "授予职务权限" not in page
    assert client.get(reverse("workbench:matter", args=[matter.uid])).status_code == 404


def test_the_security_administrator_gives_an_office_on_the_page() -> None:
    cast = staffed_cast()
    client = administrator(cast, "admin_security")
    officer: Officer = cast.people["second"]
    form = {"officer": str(officer.uid), "role": "archivist", "from_on": "2026-01-01"}
    url = reverse("workbench:act", args=["orgs.assign_role"])

    asked = client.post(url, form)
    done = client.post(url, {**form, "confirmed": "yes"})

    assert asked.status_code == 200
    assert done["Location"] == reverse("workbench:people")
    assert Assignment.objects.filter(officer=officer, role="archivist").exists()


def test_a_change_begins_with_what_stands_and_concerns_that_one_alone() -> None:
    cast = staffed_cast()
    client = administrator(cast, "admin_system")
    officer: Officer = cast.people["second"]
    people = client.get(reverse("workbench:people")).content.decode()
    of_agency = f"{reverse('workbench:act', args=['orgs.change_agency'])}?agency={cast.agency.uid}"
    of_officer = f"{reverse('workbench:act', args=['orgs.change_officer'])}?officer={officer.uid}"

    agency, person = (client.get(url).content.decode() for url in (of_agency, of_officer))

    assert of_agency in people
    assert of_officer in people
    assert f'value="{cast.agency.court_name}"' in agency
    assert f'value="{officer.post}"' in person
    assert f'<option value="{officer.unit.uid}" selected' in person
    assert str(cast.people["handler"].uid) not in person


def test_nothing_is_told_of_who_is_out_of_reach_or_of_a_broken_link() -> None:
    cast, others = staffed_cast(), staffed_cast()
    client = administrator(cast, "admin_system")
    url = reverse("workbench:act", args=["orgs.change_agency"])

    for asked in (str(others.agency.uid), "x"):
        page = client.get(f"{url}?agency={asked}")

        assert page.status_code == 200
        assert others.agency.court_name not in page.content.decode()


def test_people_of_another_agency_are_not_listed() -> None:
    cast, others = staffed_cast(), staffed_cast()
    stranger = make_officer(others.agency, name="外单位示例")

    page = administrator(cast, "admin_security").get(reverse("workbench:people"))

    assert stranger.name not in page.content.decode()


def test_whose_first_password_ended_is_shown_to_whoever_gives_a_new_one() -> None:
    cast = staffed_cast()
    client = administrator(cast, "admin_security")
    ended, fresh = cast.people["second"].user, cast.people["publisher"].user
    assert ended is not None
    assert fresh is not None
    User.objects.filter(pk__in=[ended.pk, fresh.pk]).update(must_change=True)
    User.objects.filter(pk=ended.pk).update(
        password_changed_at=ended.password_changed_at - timedelta(days=400)
    )
    User.objects.filter(pk=fresh.pk).update(password_changed_at=Clock().now())

    page = client.get(reverse("workbench:people")).content.decode()

    told = "初始密码已过期"
    assert page.count(told) == 1
    assert told in page.partition(f">{ended.username} ")[2].partition("</td>")[0]


def test_handlers_are_told_that_the_list_is_not_theirs() -> None:
    cast = staffed_cast()

    answer = signed_in(cast, "handler").get(reverse("workbench:people"))

    assert answer.status_code == 403


@pytest.mark.parametrize("code", ["accounts.open_account", "accounts.reset_password"])
def test_a_form_with_a_password_saves_no_draft(code: str) -> None:
    cast = staffed_cast()
    role = "admin_system" if code == "accounts.open_account" else "admin_security"

    page = administrator(cast, role).get(reverse("workbench:act", args=[code]))

    assert page.status_code == 200
    assert "data-draft=" not in page.content.decode()
