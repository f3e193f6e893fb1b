"""Conditions on the persons who review; each is asked once for each matter object."""

from typing import Any

from gongjian.cases.queries import case_of
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer
from gongjian.orgs.reviewers import reviewer_problem
from gongjian.review.pool import advised
from gongjian.review.queries import has_handled


def qualified(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the person is a named, qualified reviewer. Source: 行政处罚法 第五十八条第二款."""
    known: dict[Any, str] = matter.__dict__.setdefault("_qualified", {})
    asked = (actor.officer, clock.today())
    if asked not in known:
        found = Officer.objects.filter(pk=actor.officer or 0).select_related("agency").first()
        known[asked] = reviewer_problem(found, clock.today())
    return known[asked]


def no_former_handler(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the reviewer never handled the case, not even before a change of handlers.

    Source: 国办发〔2018〕118号 （十四）; V3.
    """
    known: dict[Any, bool] = matter.__dict__.setdefault("_handled", {})
    if actor.officer not in known:
        known[actor.officer] = actor.officer is not None and has_handled(matter, actor.officer)
    return "您办理过本案，不能审核" if known[actor.officer] else ""


def no_adviser(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that whoever signs the opinion was not consulted on the case as an adviser.

    Source: DZ9(2)（协助研究）; V4.
    """
    if actor.officer is not None and advised(case_of(matter), actor.officer):
        return "您已作为顾问就本案提出意见，不能再签署审核意见"
    return ""
