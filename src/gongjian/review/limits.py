"""How much time the review has, and whether it leaves enough before the decision is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Deadline, Matter


@dataclass(frozen=True, slots=True)
class Margin:
    """The day by which a review should end, so that `days` working days are left to decide.

    `kept` is false where the review's own limit (begun today, if it does not run yet) ends later.
    """

    end_by: date
    days: int
    decide_by: date
    source: str
    kept: bool


def margin_of(
    matter: Matter, today: date, deadlines: Sequence[Deadline] | None = None
) -> Margin | None:
    """Return the margin before the decision limit; None where no such limit runs.

    `deadlines`: the running ones, where the caller knows them already.

    Source: XM4.3.4（为局领导预留必要的审批时间）; V10.
    """
    if deadlines is None:
        deadlines = list(matter.deadlines.filter(ended_on__isnull=True))
    running = {d.code: d for d in deadlines}
    limit = running.get("decision-limit")
    if limit is None:
        return None
    rules = profile(matter.profile)
    rule = rules.parameter("review-margin", matter.domain, on=limit.starts_on)
    days = int(rule.number)
    end_by = rules.calendar.add_working_days(limit.due_on, -days)
    review = running.get("review-limit")
    ends = review.due_on if review else rules.due("review-limit", today, matter.domain).due_on
    return Margin(end_by, days, limit.due_on, rule.citation, kept=max(today, ends) <= end_by)
