"""The demo's clock: an offset that only moves forward, so that waiting times can be walked through.

Outside the demo nothing reads it and nothing moves it.
"""

import math
import time as stopwatch
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings

from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.clock import HOME_ZONE
from gongjian.common.errors import RuleBroken
from gongjian.jurisdiction.calendar import national_calendar
from gongjian.ledger.services import open_stream

from .models import DemoClock

MORNING = time(9, 0)
REMEMBERED_SECONDS = 1.0
_known: tuple[float, timedelta] = (float("-inf"), timedelta(0))


@dataclass(frozen=True)
class AdvanceClock:
    days: int = fields.number("工作日", least=1, most=250, unit="个工作日")


@act("common.advance_clock", title="演示时钟前进", about="clock")
def advance_clock(*, act: Act, cmd: AdvanceClock) -> DemoClock:
    """Move the demo's clock to nine o'clock of the n-th next working day.

    Raises:
        RuleBroken: this installation is no demo.
    """
    if settings.GONGJIAN_MODE == "production":
        raise RuleBroken("只有演示环境的时钟可以前进")
    day = national_calendar().add_working_days(act.today, cmd.days)
    target = datetime.combine(day, MORNING, HOME_ZONE)
    last = DemoClock.objects.select_related("stream").order_by("-ahead_seconds").first()
    ahead = stored_offset() + (target - act.now)
    row = DemoClock(
        stream=last.stream if last else open_stream("clock"),
        ahead_seconds=math.ceil(ahead.total_seconds()),
        moved_at=act.now,
    )
    act.write(row, stream=row.stream)
    forget()
    return row


def stored_offset() -> timedelta:
    """Return how far the clock runs ahead, as the database has it."""
    ahead = DemoClock.objects.order_by("-ahead_seconds").values_list("ahead_seconds", flat=True)
    return timedelta(seconds=ahead.first() or 0)


def offset() -> timedelta:
    """Return how far the clock runs ahead; asks the database once a second at most."""
    global _known
    read_at, value = _known
    if stopwatch.monotonic() - read_at > REMEMBERED_SECONDS:
        value = stored_offset()
        _known = (stopwatch.monotonic(), value)
    return value


def forget() -> None:
    """Ask the database again at the next look."""
    global _known
    _known = (float("-inf"), timedelta(0))


def install() -> None:
    """Let the stored offset decide, in the demo only (called once at start-up).

    A portal of its own may not read it and goes by the true time.
    """
    if settings.GONGJIAN_MODE == "demo" and not settings.GONGJIAN_APART:
        clocks.use_offset(offset)
