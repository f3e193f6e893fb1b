"""The rows behind a figure, for who may see them; of the others only the number is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from gongjian.common.acts import Actor
from gongjian.common.errors import NotFound
from gongjian.matters.models import Matter
from gongjian.matters.queries import may_see
from gongjian.orgs.models import Agency

from .choices import Share
from .counting import days
from .models import CountedAct, CountedDecision
from .sources import NAMES
from .tables import OF_PENALTIES, Column, ReportDef, report_def

DECIDED = "decision__case__matter"


@dataclass(frozen=True, slots=True)
class Behind:
    """A column of a year: which rows count, those this person may see, and how many in all."""

    column: Column
    agency: Agency | None
    visible: QuerySet[Any]
    matter: str
    rows: int
    seen: int

    @property
    def unseen(self) -> int:
        return self.rows - self.seen


@dataclass(frozen=True, slots=True)
class Row:
    """One line: the matter, the day by which it counts, what was recorded."""

    matter: Matter
    counted_on: date
    said: str


def behind(actor: Actor, year: int, code: str, agency: UUID | None) -> Behind:
    """Return what is behind a column, at and below the person's agency; four queries.

    Raises:
        NotFound: no such column, one that nothing is counted for, or another's agency.
    """
    form = report_def()
    column = form.column(code)
    if column is None or not (column.takes_more or column.count in {"total", "remade"}):
        raise NotFound("没有这一栏，或者这一栏由机关填报，没有逐件的记录")
    here = Agency.objects.filter(path__startswith=actor.agency_path)
    one = here.filter(uid=agency).first() if agency else None
    if not actor.agency_path or (agency and one is None):
        raise NotFound("没有这个机关，或者您无权查看。请从年报的表中打开")
    uids = [one.uid] if one else list(here.values_list("uid", flat=True))
    rows, matter = _rows(form, column, uids, year)
    visible = rows.filter(may_see(actor, matter))
    return Behind(column, one, visible, matter, rows.count(), visible.count())


def _rows(
    form: ReportDef, column: Column, agencies: Sequence[UUID], year: int
) -> tuple[QuerySet[Any], str]:
    """Return the rows that a column counts, and where each leads to its matter."""
    if column.count not in OF_PENALTIES:
        done = CountedAct.objects.filter(agency_uid__in=agencies, kind=column.count)
        return done.filter(counted_on__range=days(year)), "matter"
    made = CountedDecision.objects.filter(agency_uid__in=agencies, decided_on__range=days(year))
    if column.count in {"summary", "ordinary"}:
        made = made.filter(procedure=column.count)
    elif column.count == "heaviest":
        known = made.order_by().values_list("kinds", flat=True).distinct()
        made = made.filter(kinds__in=[k for k in known if form.column_of(k.split(",")) is column])
    return made.annotate(counted_on=F("decided_on")), DECIDED


def lines(found: Behind, rows: Sequence[Any]) -> Iterator[Row]:
    """Yield the lines of a page of visible rows, which came with their matters."""
    for row in rows:
        if isinstance(row, CountedDecision):
            yield Row(row.decision.case.matter, row.decided_on, Share(row.share).label)
        else:
            yield Row(row.matter, row.counted_on, NAMES[row.source])
