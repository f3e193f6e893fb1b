"""Counting a year: what is public now, what was and is gone, what the law keeps closed.

Counted are the rows that `tallying` and `keeping` keep. The public part of the penalties rests on
the renditions alone, hence anyone recomputes it from the open data; the rest is told beside it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Sum

from gongjian.cases.common_name import ON_ITS_OWN
from gongjian.cases.models import Decision, Overturn
from gongjian.orgs.models import Agency

from .choices import Share
from .models import CountedAct, CountedDecision
from .tables import ReportDef
from .visits import FOLLOWED

SHARES = tuple(share.value for share in Share)
Cells = dict[str, Counter[str]]


def below(agency: Agency) -> list[Agency]:
    """Return an agency and those below it, itself first."""
    return list(Agency.objects.filter(path__startswith=agency.path).order_by("path", "pk"))


def penalties(agencies: Sequence[Agency], year: int, form: ReportDef) -> dict[UUID, Cells]:
    """Return the cells of T2 for each agency, by its uid: column, share, number; one query.

    Source: 行政执法统计年报 表二注.
    """
    found: dict[UUID, Cells] = {one.uid: defaultdict(Counter) for one in agencies}
    made = CountedDecision.objects.filter(agency_uid__in=found, decided_on__range=days(year))
    groups = made.values_list("agency_uid", "share", "kinds", "procedure")
    for agency, share, kinds, procedure, n, fen in groups.annotate(n=Count("id"), sum=Sum("fen")):
        count_group(found[agency], form, kinds.split(","), procedure, fen, share, n)
    return found


def count_group(
    cells: Cells,
    form: ReportDef,
    kinds: Iterable[str],
    procedure: str,
    fen: int,
    share: str,
    n: int,
) -> None:
    """Add decisions alike to the cells: once in the heaviest column, and in every sum."""
    column = form.column_of(kinds)
    if column is None:
        return
    cells[column.code][share] += n
    for counted in form.columns:
        if counted.count in {"total", procedure}:
            cells[counted.code][share] += n
        elif counted.count == "money":
            cells[counted.code][share] += fen


def acts(agencies: Sequence[Agency], year: int) -> dict[UUID, Counter[str]]:
    """Return what else the records of each agency tell, by the word of the column; two queries."""
    found: dict[UUID, Counter[str]] = {one.uid: Counter() for one in agencies}
    done = CountedAct.objects.filter(agency_uid__in=found, counted_on__range=days(year))
    each = done.filter(once="").values_list("agency_uid", "kind").annotate(n=Count("id"))
    # Most visits lead to a penalty and are told by it: nobody asks which of those are one.
    once = done.exclude(once="").exclude(kind=FOLLOWED).values_list("agency_uid", "kind")
    for agency, kind, n in [*each, *once.annotate(n=Count("once", distinct=True))]:
        found[agency][kind] += n
    return found


def overturned(agency: Agency, year: int) -> int:
    """Return how many decisions of the year no longer stand; they stay counted."""
    own = Decision.objects.filter(ON_ITS_OWN, void=False)
    made = own.filter(decided_on__range=days(year))
    here = made.filter(case__matter__agency__path__startswith=agency.path)
    # Asked row by row: few are overturned, and a join may begin with all that were decided.
    return Overturn.objects.filter(Exists(here.filter(pk=OuterRef("decision")))).count()


def total_of(agency: Agency, year: int) -> int:
    """Return how many penalties were decided in a year, at and below an agency; one query."""
    here = Agency.objects.filter(path__startswith=agency.path).values("uid")
    made = CountedDecision.objects.filter(agency_uid__in=here)
    return made.filter(decided_on__range=days(year)).count()


def days(year: int) -> tuple[date, date]:
    """Return the first and the last day that a report counts."""
    return date(year, 1, 1), date(year, 12, 31)
