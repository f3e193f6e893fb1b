"""`gongjian init` makes two PostgreSQL roles; the application works as one that owns nothing."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from gongjian.cases import testing as story
from gongjian.cases.models import Decision
from gongjian.common.db import roles
from gongjian.portal.reading import only_public
from gongjian.publicity import testing as publishing
from gongjian.publicity.models import PublicItem
from gongjian.workbench.tests.test_commands import AGENCY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
POSTGRES = connection.vendor == "postgresql"
APP, PORTAL = "test_application", "test_portal"


@pytest.fixture
def named(settings: Any) -> None:
    settings.GONGJIAN_APP_ROLE, settings.GONGJIAN_PORTAL_ROLE = APP, PORTAL


def become(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{role}"')


@pytest.mark.usefixtures("named")
def test_init_makes_the_roles_that_the_settings_name() -> None:
    out = io.StringIO()

    call_command("init", *AGENCY, stdout=out)

    assert (f"数据库角色 {APP} 已就绪" in out.getvalue()) is POSTGRES
    assert (f"数据库角色 {PORTAL} 已就绪" in out.getvalue()) is POSTGRES


def test_init_says_what_an_installation_without_roles_lacks() -> None:
    out = io.StringIO()

    call_command("init", *AGENCY, stdout=out)

    assert ("以数据库所有者的身份运行" in out.getvalue()) is POSTGRES


@pytest.mark.usefixtures("named")
def test_a_case_is_handled_and_published_by_a_role_that_owns_nothing() -> None:
    made = roles.make_roles(connection)
    assert made == ([APP, PORTAL] if POSTGRES else [])
    if POSTGRES:
        become(APP)
    cast = story.make_cast()

    publishing.publish(cast, story.decided_case(cast))

    assert Decision.objects.count() == PublicItem.objects.count() == 1
    with only_public():
        assert PublicItem.objects.count() == 1
    if POSTGRES:
        for forbidden in (
            "DELETE FROM cases_decision",
            "TRUNCATE ledger_entry CASCADE",
            "ALTER TABLE cases_decision DISABLE TRIGGER ALL",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                connection.cursor().execute(forbidden)


@pytest.mark.usefixtures("named")
def test_a_user_who_may_not_make_roles_is_told_what_to_run() -> None:
    if not POSTGRES:
        assert roles.make_roles(connection) == []
        return
    with connection.cursor() as cursor:
        cursor.execute('CREATE ROLE "test_powerless"')
        cursor.execute('GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO "test_powerless"')
    become("test_powerless")

    with pytest.raises(CommandError) as refused:
        call_command("init", *AGENCY, stdout=io.StringIO())

    assert f'CREATE ROLE "{APP}" NOLOGIN;' in str(refused.value)
    assert f'GRANT "{PORTAL}" TO "{APP}";' in str(refused.value)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
