"""How PostgreSQL plans the widest reads."""

import pytest
from django.db import connection

from gongjian.common.db.engines.postgresql.base import JOINS_WEIGHED

pytestmark = pytest.mark.django_db


def test_connections_weigh_few_orders_of_joins() -> None:
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"  # plans in the order of its own rules
        return

    with connection.cursor() as cursor:
        cursor.execute("SHOW join_collapse_limit")
        assert cursor.fetchone() == (str(JOINS_WEIGHED),)
