"""Help for each office."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.orgs.authority import rights
from gongjian.orgs.choices import Role
from gongjian.orgs.testing import make_officer
from gongjian.workbench.helping import acts_of
from gongjian.workbench.testing import signed_in, signed_in_as, staffed_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def cast() -> Cast:
    return staffed_cast()


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_every_office_is_told_its_own_work_and_no_other_s(cast: Cast, role: Role) -> None:
    client = signed_in_as(make_officer(cast.agency, roles=(role.value,), account=True))

    page = client.get("/staff/help/")

    assert page.status_code == 200
    told = page.content.decode()
    headings = [r.label for r in Role if f">{r.label}</h2>" in told]
    assert headings == [role.label]
    assert all(title in told for title in acts_of(role))


def test_the_acts_told_are_those_of_the_matrix() -> None:
    assert acts.service("cases.archive_file").title in acts_of(Role.ARCHIVIST)
    assert acts.service("cases.archive_file").title not in acts_of(Role.HANDLER)
    given = {g.role for right in rights().values() for g in right.who}
    assert all(acts_of(role) for role in Role if role in given)


def test_every_line_of_the_menu_is_explained_and_help_is_one_press_away(cast: Cast) -> None:
    client = signed_in(cast, "agency_head")
    home = client.get("/staff/").content.decode()
    assert 'href="/staff/help/">使用帮助</a>' in home

    told = client.get("/staff/help/").content.decode()

    for link in ("/staff/matters/", "/staff/review/", "/staff/lists/", "/staff/credit/"):
        assert f'<dt><a href="{link}">' in told


def test_who_holds_no_office_is_told_so(cast: Cast) -> None:
    client = signed_in_as(make_officer(cast.agency, roles=(), account=True))

    assert "您还没有职务" in client.get("/staff/help/").content.decode()


def test_help_asks_the_database_no_more_than_the_frame_does(cast: Cast) -> None:
    client = signed_in(cast, "handler")
    client.get("/staff/help/")
    with CaptureQueriesContext(connection) as seen:
        client.get("/staff/help/")

    assert len(seen) <= 8
