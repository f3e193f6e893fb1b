"""Days between two dates, counted by the database without its own calendar."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongjian.common.db.days import days_between

pytestmark = pytest.mark.django_db
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2399, 12, 31))


def counted(earlier: date, later: date) -> int:
    first, last = (f"'{day.isoformat()}'" for day in (earlier, later))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {days_between(first, last)}")
        found: int = cursor.fetchone()[0]
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(earlier=days, later=days)
def test_the_database_counts_as_the_calendar_does(earlier: date, later: date) -> None:
    assert counted(earlier, later) == (later - earlier).days


@pytest.mark.parametrize("year", [1900, 2000, 2024, 2026, 2100])
def test_leap_days_are_counted_in_their_years(year: int) -> None:
    first, last = date(year, 2, 28), date(year, 3, 1)

    assert counted(first, last) == (last - first).days
