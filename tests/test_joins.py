"""How PostgreSQL plans the widest reads."""

import pytest
from django.db import connection

from gongjian.common.db.engines.postgresql.base import JOINS_WEIGHED
from gongjian.orgs.models import Agency

pytestmark = pytest.mark.django_db


def test_connections_weigh_few_orders_of_joins() -> None:
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"  # plans in the order of its own rules
        return

    with connection.cursor() as cursor:
        cursor.execute("SHOW join_collapse_limit")
        assert cursor.fetchone() == (str(JOINS_WEIGHED),)


def test_a_read_is_not_compiled_to_machine_code() -> None:
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"  # compiles nothing
        return

    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_the_server_keeps_the_plan_of_what_it_is_asked_again() -> None:
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"  # keeps statements by their text itself
        return

    for name in "abcde":
        assert not Agency.objects.filter(short_name=name).exists()

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [str(row[0]) for row in cursor.fetchall()]
    assert any("orgs_agency" in text and "short_name" in text for text in kept)
