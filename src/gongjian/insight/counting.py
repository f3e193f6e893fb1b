"""Counting a year: what is public now, what was and is gone, what the law keeps closed.

Counted are the rows that `tallying` keeps. The public part rests on the renditions alone, hence
anyone recomputes it from the open data; the other two are told as numbers beside it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time

from django.db.models import Count, Exists, OuterRef, Q, Sum

from gongjian.cases.choices import OPENING, PoliceAnswer
from gongjian.cases.common_name import ON_ITS_OWN
from gongjian.cases.models import Case, CrimeTransfer, Decision, Overturn, Review
from gongjian.common.clock import HOME_ZONE
from gongjian.orgs.models import Agency
from gongjian.payments.models import CourtApplication

from .choices import Share
from .models import CountedDecision
from .tables import ReportDef

SHARES = tuple(share.value for share in Share)
Cells = dict[str, Counter[str]]


def penalties(agency: Agency, year: int, form: ReportDef) -> dict[str, Cells]:
    """Return the cells of T2 for each agency at and below one, by its name: column, share, number.

    Source: 行政执法统计年报 表二注.
    """
    found: dict[str, Cells] = {}
    for below in Agency.objects.filter(path__startswith=agency.path).order_by("path"):
        cells: Cells = defaultdict(Counter)
        _add(below, year, form, cells)
        found[below.name] = cells
    return found


def _add(agency: Agency, year: int, form: ReportDef, cells: Cells) -> None:
    """Add what was decided in a year, grouped by the database; one query on one index."""
    made = CountedDecision.objects.filter(agency_uid=agency.uid, decided_on__range=_days(year))
    groups = made.values_list("share", "kinds", "procedure").annotate(n=Count("id"), sum=Sum("fen"))
    for share, kinds, procedure, n, fen in groups:
        _count(cells, form, kinds.split(","), procedure, fen, share, n)


def _count(
    cells: Cells,
    form: ReportDef,
    kinds: Iterable[str],
    procedure: str,
    fen: int,
    share: str,
    n: int,
) -> None:
    column = form.column_of(kinds)
    if column is None:
        return
    cells[column.code][share] += n
    for counted in form.columns:
        if counted.count in {"total", procedure}:
            cells[counted.code][share] += n
        elif counted.count == "money":
            cells[counted.code][share] += fen


def acts(agency: Agency, year: int) -> Mapping[str, int]:
    """Return what else the records of the agency tell, by the word of the column; four queries."""
    days, reviews = _days(year), Review.objects.filter(case__matter__agency=agency)
    corrected = Count("pk", filter=~Q(outcome__in=OPENING))
    made = reviews.filter(at__range=_moments(year)).aggregate(n=Count("pk"), corrected=corrected)
    here = Case.objects.filter(pk=OuterRef("case"), matter__agency=agency)
    moved = CrimeTransfer.objects.filter(Exists(here))
    return {
        "reviews": made["n"],
        "corrected": made["corrected"],
        "transfers": moved.filter(made_on__range=days).count(),
        "accepted": moved.filter(answered_on__range=days, answer=PoliceAnswer.ACCEPTED).count(),
        "court": CourtApplication.objects.filter(
            notice__agency=agency, applied_on__range=days
        ).count(),
    }


def overturned(agency: Agency, year: int) -> int:
    """Return how many decisions of the year no longer stand; they stay counted."""
    own = Decision.objects.filter(ON_ITS_OWN, void=False)
    made = own.filter(decided_on__range=_days(year))
    here = made.filter(case__matter__agency__path__startswith=agency.path)
    # Asked row by row: few are overturned, and a join may begin with all that were decided.
    return Overturn.objects.filter(Exists(here.filter(pk=OuterRef("decision")))).count()


def total_of(agency: Agency, year: int) -> int:
    """Return how many penalties were decided in a year, at and below an agency; one query."""
    below = Agency.objects.filter(path__startswith=agency.path).values("uid")
    made = CountedDecision.objects.filter(agency_uid__in=below)
    return made.filter(decided_on__range=_days(year)).count()


def _days(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _moments(year: int) -> tuple[datetime, datetime]:
    first, last = _days(year)
    begins = datetime.combine(first, time.min, HOME_ZONE).astimezone(UTC)
    return begins, datetime.combine(last, time.max, HOME_ZONE).astimezone(UTC)
