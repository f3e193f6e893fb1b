"""The one place that asks the time.

Production reads the system clock. The demo adds an offset that only moves forward (a row written by
the act `common.advance_clock`), so that waiting times of the law can be walked through in minutes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

HOME_ZONE = ZoneInfo("Asia/Shanghai")


def _system_time() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the moment (UTC) and the date at home (Asia/Shanghai)."""

    offset: timedelta = timedelta(0)
    source: Callable[[], datetime] = field(default=_system_time)

    def now(self) -> datetime:
        """Return the present moment in UTC, to the microsecond."""
        return self.source() + self.offset

    def today(self) -> date:
        """Return today's date in Asia/Shanghai."""
        return self.now().astimezone(HOME_ZONE).date()


def fixed(moment: datetime) -> Clock:
    """Return a clock that stands at `moment` (with time zone); for tests and replays."""
    if moment.tzinfo is None:
        msg = "a clock needs a moment with a time zone"
        raise ValueError(msg)
    return Clock(source=lambda: moment)


def local_date(moment: datetime) -> date:
    """Return the date at home of a moment: 0–8 a.m. in China is still yesterday in UTC."""
    return moment.astimezone(HOME_ZONE).date()


def _no_offset() -> timedelta:
    return timedelta(0)


_offset: Callable[[], timedelta] = _no_offset


def use_offset(read: Callable[[], timedelta]) -> None:
    """Let the demo's stored offset decide (called once at start-up)."""
    global _offset
    _offset = read


def current() -> Clock:
    """Return the clock of this installation."""
    return Clock(offset=_offset())
