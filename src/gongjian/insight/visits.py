"""Inspections and re-checks as the yearly report counts them: one visit to one subject.

A visit after which a penalty was decided, or a measure on property ordered, does not count as an
inspection: it is told in the figure of what followed. Source: 行政执法统计年报 表四说明（检查1个
检查对象，有完整、详细的检查记录，计为检查1次；检查后作出行政处罚等其他行政执法行为的，不计）.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gongjian.cases.choices import Proposal, RecheckResult
from gongjian.cases.models import Decision, Inspection, Recheck
from gongjian.common.clock import local_date

from .seizures import ordered

COUNTED, FOLLOWED = "inspections", "followed"
HEAD = ("pk", "case__matter", "case__matter__agency__uid")
BEHIND = ("subject_of", "decided", "seized")
Visit = tuple[int, int, Any, str, date, str]


def inspections(rows: QuerySet[Inspection]) -> Iterator[Visit]:
    """Yield the inspections of premises; not what the police search in a case of theirs.

    A case split off holds a copy of the record of the first case: that visit counted there.
    Source: 治安管理处罚法 第一百零三条（办案中的检查）.
    """
    copied = Inspection.objects.filter(
        case=OuterRef("case__split_from"), began_at=OuterRef("began_at")
    )
    own = _told(rows.filter(~Exists(copied), subject=""))
    for *head, began, subject, decided, seized in own.values_list(*HEAD, "began_at", *BEHIND):
        yield _visit(head, local_date(began), subject, decided, seized)


def rechecks(rows: QuerySet[Recheck]) -> Iterator[Visit]:
    """Yield the re-checks in which something could be looked at."""
    by_the_day = penalties().filter(case__daily__recheck=OuterRef("pk"))
    own = _told(rows.exclude(result=RecheckResult.UNABLE)).annotate(by_day=Exists(by_the_day))
    named = own.values_list(*HEAD, "checked_on", *BEHIND, "by_day")
    for *head, day, subject, decided, seized, by_day in named:
        yield _visit(head, day, subject, day if by_day else decided, seized)


def penalties() -> QuerySet[Decision]:
    """Return the decisions that punish and were not taken back."""
    return Decision.objects.filter(void=False, draft__proposal=Proposal.PENALTY)


def _told(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add to each visit whom it concerned, and the last decision and measure of its case."""
    decisions = penalties().filter(case=OuterRef("case")).order_by("-decided_on")
    papers = ordered().filter(matter=OuterRef("case__matter"))
    told: QuerySet[Any] = rows.order_by().annotate(
        subject_of=Coalesce("case__split_from__party", "case__party"),
        decided=Subquery(decisions.values("decided_on")[:1]),
        seized=Subquery(papers.values("made_at")[:1]),
    )
    return told


def _visit(head: list[Any], day: date, subject: int, decided: Any, seized: Any) -> Visit:
    after = [decided, local_date(seized) if seized else None]
    kind = FOLLOWED if any(on is not None and on >= day for on in after) else COUNTED
    row, matter, agency = head
    return row, matter, agency, kind, day, f"{subject} {day.isoformat()}"


def left_behind(day: date) -> Q:
    """Return which visits a decision or a measure of this day follows."""
    return Q(kind=COUNTED, counted_on__lte=day)
