"""Evidence of a demo case that a device recorded: entered, checked by another, told to the party.

Source: 行政处罚法 第四十一条.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from gongjian.cases.models import Evidence
from gongjian.cases.queries import case_of
from gongjian.common import clock as clocks
from gongjian.matters.models import Matter

Perform = Callable[..., Any]


def enter(perform: Perform, told: dict[str, Any]) -> None:
    """Enter the record with its device, as one of the two officers found it."""
    now = clocks.current().now().replace(second=0, microsecond=0)
    perform(
        "cases.add_monitored",
        "handler",
        recorded_at=now - timedelta(hours=told["hours_ago"]),
        obtained_on=clocks.local_date(now),
        **{k: v for k, v in told.items() if k not in {"hours_ago", "checked", "told_how"}},
    )


def check(perform: Perform, matter: Matter, told: dict[str, Any]) -> None:
    """Let the other officer check device and record."""
    perform(
        "cases.check_monitored",
        "second",
        evidence=_of(matter).uid,
        result="sound",
        words=told["checked"],
        device_sound=True,
        record_sound=True,
    )


def tell(perform: Perform, matter: Matter, told: dict[str, Any]) -> None:
    """Tell the party what was recorded, and where it can be looked at."""
    perform(
        "cases.tell_monitored",
        "handler",
        evidence=_of(matter).uid,
        told_on=clocks.current().today(),
        told_how=told["told_how"],
    )


def _of(matter: Matter) -> Evidence:
    return Evidence.objects.get(case=case_of(matter), recorded_at__isnull=False)
