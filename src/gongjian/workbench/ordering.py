"""Orders to correct as a case's page shows them, and what a refusal lets its handler do."""

from typing import Any

from gongjian.cases.correcting import orders_to_correct
from gongjian.cases.daily import daily_of, daily_source, refused_recheck
from gongjian.cases.models import Case
from gongjian.cases.queries import case_of
from gongjian.cases.services import open_daily
from gongjian.common import acts
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter


def corrections_told(case: Case) -> dict[str, Any]:
    """Return the orders to correct of a case with their re-checks; two queries."""
    return {"corrections": list(orders_to_correct(case))}


def refused_told(actor: Actor, matter: Matter, clock: Clock) -> dict[str, Any]:
    """Return the re-check that found refusal, and whether a penalty by the day may be opened now.

    One query in a decided case of a cause that is penalized by the day, a few more where a re-check
    found refusal; none elsewhere. Nothing for who may not open one: it is no duty.
    """
    case = _penalized_by_the_day(matter, clock)
    if case is None or not acts.may(actor, open_daily, matter):
        return {}
    found = refused_recheck(case)
    if found is None:
        return {}
    return {"refused": found, "not_by_day": "；".join(open_daily.unmet(actor, matter, clock))}


def _penalized_by_the_day(matter: Matter, clock: Clock) -> Case | None:
    """Return a decided case whose cause is one of those penalized by the day."""
    if matter.decided_on is None:
        return None
    case = case_of(matter)
    if not case.cause_code or daily_of(case) is not None:
        return None
    return case if daily_source(case, clock.today()) else None
