"""Counting a year: what is public now, what was and is gone, what the law keeps closed.

The public part rests on the renditions alone, hence anyone recomputes it from the open data; the
other two are told as numbers beside it.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum
from django.db.models.fields import BigIntegerField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from gongjian.cases.choices import OPENING, PenaltyKind, PoliceAnswer, Proposal
from gongjian.cases.models import CrimeTransfer, Decision, Overturn, Review
from gongjian.common.clock import HOME_ZONE
from gongjian.orgs.models import Agency
from gongjian.payments.models import CourtApplication
from gongjian.publicity.choices import ItemState
from gongjian.publicity.models import PublicItem

from .tables import ReportDef

PUBLIC, GONE, CLOSED = "public", "gone", "closed"
SHARES = (PUBLIC, GONE, CLOSED)
MONEY = frozenset({PenaltyKind.FINE, PenaltyKind.CONFISCATE_GAIN, PenaltyKind.CONFISCATE_GOODS})
Cells = dict[str, Counter[str]]


def penalties(agency: Agency, year: int, form: ReportDef) -> dict[str, Cells]:
    """Return the cells of T2 for each agency at and below one, by its name: column, share, number.

    Source: 行政执法统计年报 表二注.
    """
    found: dict[str, Cells] = {}
    for below in Agency.objects.filter(path__startswith=agency.path).order_by("path"):
        cells: Cells = defaultdict(Counter)
        _public(below, year, form, cells)
        _others(below, year, form, cells)
        found[below.name] = cells
    return found


def _public(agency: Agency, year: int, form: ReportDef, cells: Cells) -> None:
    """Add what is on the portal, grouped by the database; one query."""
    live = PublicItem.objects.filter(
        state=ItemState.LIVE, agency_uid=agency.uid, decided_on__range=_days(year)
    )
    told = live.order_by().annotate(
        kinds=KeyTextTransform("kinds", "data"),
        procedure=KeyTextTransform("procedure", "data"),
        fine=Cast(KeyTextTransform("fine_fen", "data"), BigIntegerField()),
        confiscated=Cast(KeyTextTransform("confiscated_fen", "data"), BigIntegerField()),
    )
    rows = told.values_list("kinds", "procedure").annotate(
        n=Count("id"), fined=Sum("fine"), taken=Sum("confiscated")
    )
    for kinds, procedure, n, fined, taken in rows:
        fen = (fined or 0) + (taken or 0)
        _count(cells, form, json.loads(kinds or "[]"), procedure or "ordinary", fen, PUBLIC, n)


def _others(agency: Agency, year: int, form: ReportDef, cells: Cells) -> None:
    """Add what is not on the portal now; one query."""
    items = PublicItem.objects.filter(decision=OuterRef("pk"))
    rows = (
        _decisions(agency, year)
        .filter(~Exists(items.filter(state=ItemState.LIVE)))
        .annotate(known=Exists(items))
        .values_list("draft__items", "on_spot_id", "known")
    )
    for penalty, on_spot, known in rows.iterator():
        kinds = [item["kind"] for item in penalty]
        fen = sum(item["amount_fen"] or 0 for item in penalty if item["kind"] in MONEY)
        procedure = "ordinary" if on_spot is None else "summary"
        _count(cells, form, kinds, procedure, fen, GONE if known else CLOSED, 1)


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
    """Return what else the records of the agency tell, by the word of the column; five queries."""
    days, reviews = _days(year), Review.objects.filter(case__matter__agency=agency)
    made = reviews.filter(at__range=_moments(year))
    moved = CrimeTransfer.objects.filter(case__matter__agency=agency)
    return {
        "reviews": made.count(),
        "corrected": made.exclude(outcome__in=OPENING).count(),
        "transfers": moved.filter(made_on__range=days).count(),
        "accepted": moved.filter(answered_on__range=days, answer=PoliceAnswer.ACCEPTED).count(),
        "court": CourtApplication.objects.filter(
            notice__agency=agency, applied_on__range=days
        ).count(),
    }


def overturned(agency: Agency, year: int) -> int:
    """Return how many decisions of the year no longer stand; they stay counted."""
    below = Decision.objects.filter(case__matter__agency__path__startswith=agency.path)
    made = below.filter(decided_on__range=_days(year), void=False)
    return Overturn.objects.filter(decision__in=made).count()


def total_of(agency: Agency, year: int) -> int:
    """Return how many penalties were decided in a year, at and below an agency; one query."""
    below = Decision.objects.filter(case__matter__agency__path__startswith=agency.path)
    made = below.filter(decided_on__range=_days(year), void=False)
    return made.filter(draft__proposal=Proposal.PENALTY).count()


def _decisions(agency: Agency, year: int) -> QuerySet[Decision]:
    made = Decision.objects.filter(case__matter__agency=agency, decided_on__range=_days(year))
    return made.filter(void=False, draft__proposal=Proposal.PENALTY)


def _days(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _moments(year: int) -> tuple[datetime, datetime]:
    first, last = _days(year)
    begins = datetime.combine(first, time.min, HOME_ZONE).astimezone(UTC)
    return begins, datetime.combine(last, time.max, HOME_ZONE).astimezone(UTC)
