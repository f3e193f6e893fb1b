"""The demo's clock only moves forward, by an act, and is absent in production."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from gongjian.common.acts import SYSTEM
from gongjian.common.clock import HOME_ZONE, Clock, fixed, local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.jurisdiction.calendar import national_calendar
from gongjian.workbench import clock as demo_clock
from gongjian.workbench.clock import AdvanceClock, advance_clock
from gongjian.workbench.models import DemoClock

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 9, 25, 7, 30, tzinfo=UTC)


def advance(now: datetime, days: int = 1) -> datetime:
    """Push the clock at a system time; return what it shows afterwards."""
    shown = now + demo_clock.stored_offset()
    advance_clock(actor=SYSTEM, cmd=AdvanceClock(days=days), clock=fixed(shown))
    return now + demo_clock.stored_offset()


def test_a_push_leads_to_nine_o_clock_of_the_next_working_day() -> None:
    shown = advance(datetime(2026, 9, 30, 7, 30, tzinfo=UTC))

    assert shown.astimezone(HOME_ZONE).isoformat() == "2026-10-08T09:00:00+08:00"


def test_several_working_days_are_passed_at_once() -> None:
    shown = advance(datetime(2026, 9, 30, 7, 30, tzinfo=UTC), days=7)

    assert local_date(shown) == date(2026, 10, 15)


@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_the_clock_only_moves_forward(db: Any, pushes: list[int]) -> None:
    shown = FRIDAY + demo_clock.stored_offset()
    if shown.year > 2027:
        return
    for days in pushes:
        after = advance(FRIDAY, days)
        assert after > shown
        assert national_calendar().is_working_day(local_date(after))
        shown = after


@pytest.mark.parametrize("days", [0, -1, 251])
def test_a_push_backwards_or_too_far_is_refused(days: int) -> None:
    with pytest.raises(InvalidInput):
        advance(FRIDAY, days)
    assert not DemoClock.objects.exists()


def test_production_has_no_such_clock(settings: Any) -> None:
    settings.GONGJIAN_MODE = "production"

    with pytest.raises(RuleBroken, match="演示"):
        advance(FRIDAY)
    assert Clock().offset == timedelta(0)
