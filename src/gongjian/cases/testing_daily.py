"""Penalties by the day, played for tests."""

from typing import Any

from gongjian.matters.models import Matter

from . import testing as story
from .daily import daily_of
from .queries import case_of
from .testing import Cast
from .testing_correcting import order, recheck
from .testing_weighing import CAUSE, fine, weighed

BASE = 20_000 * 100


def refused_case(
    cast: Cast, days: int, *, result: str = "refused", decide: bool = True, **draft: Any
) -> Matter:
    """Return a case of construction dust that was ordered corrected and looked at days later."""
    matter = story.file_case(cast, story.open_case(cast, cause="", cause_code=CAUSE))
    if decide:
        story.investigate(cast, matter, **weighed(**draft))
        story.inform(cast, matter)
        story.let_time_run(cast, matter)
        story.decide(cast, matter)
        story.deliver(cast, matter)
    order(cast, matter)
    cast.wait(days=days)
    recheck(cast, matter, result=result, findings="仍在排放。")
    return matter


def open_daily(cast: Cast, matter: Matter) -> Matter:
    """Open the case that imposes the fine for each day."""
    reason = "复查时仍在排放，拒不改正。"
    opened: Matter = cast.do("handler", "cases.open_daily", matter, reason=reason)
    return opened


def decided_again(cast: Cast, new: Matter, until: str = "delivered") -> Matter:
    """Carry the new case through the ordinary procedure, up to its decision."""
    story.file_case(cast, new)
    story.inspect(cast, new)
    propose(cast, new)
    cast.do("handler", "cases.end_investigation", new, summary="事实清楚，证据充分。")
    story.inform(cast, new)
    story.let_time_run(cast, new)
    if until == "informed":
        return new
    story.decide(cast, new)
    return story.deliver(cast, new)


def propose(cast: Cast, new: Matter, **values: Any) -> Any:
    """Draft what the days come to."""
    row = daily_of(case_of(new))
    assert row is not None
    return story.propose(
        cast, new, **({"items": fine(row.total_fen // 100), "discretion": ""} | values)
    )
