"""Reads of hall boards: which there are, who stands there today, who may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.db.models import Q, QuerySet

from gongjian.catalog.queries import domains_of
from gongjian.catalog.words import DOMAINS
from gongjian.orgs.models import Agency, Certificate, Officer
from gongjian.orgs.queries import certificates_in_force, serving_officers

from .models import Board, PublicDuty, Roster, Withholding


@dataclass(frozen=True, slots=True)
class Standing:
    """What a board says of one person on duty; `certificate` is "" for who holds none."""

    name: str
    unit: str
    post: str
    areas: str
    certificate: str
    desk: str
    duties: str


def open_boards(agency: Agency | int | None = None) -> QuerySet[Board]:
    """Return the boards that hang, of one agency or of all."""
    found = Board.objects.filter(closed_on__isnull=True).select_related("agency")
    return found if agency is None else found.filter(agency=agency)


def board_of(code: str) -> Board | None:
    """Return a board by its address."""
    return open_boards().filter(code=code).first()


def may_stand(agency: Agency | int, on: date) -> QuerySet[Officer]:
    """Return who may be shown on duty: in service, not withheld, no certificate out of force.

    Who never held a certificate (a clerk at a desk) may be; whose certificate is suspended or has
    expired may not. Source: REQUIREMENTS P3, P11; KM4.3.
    """
    hidden = Withholding.objects.filter(to_on__isnull=True).values("officer")
    holders = Certificate.objects.values("officer")
    holding = certificates_in_force(on).values("officer")
    able = serving_officers(agency, on).exclude(pk__in=hidden)
    return able.filter(Q(pk__in=holding) | ~Q(pk__in=holders)).select_related("unit")


def roster_on(board: Board, on: date) -> Roster | None:
    """Return the roster that holds on a day: the one planned last."""
    covering = Roster.objects.filter(board=board, from_on__lte=on, to_on__gte=on)
    return covering.order_by("-id").first()


def on_duty(board: Board, on: date) -> list[Standing]:
    """Return who is on duty on a day; who may no longer stand there is left out at once.

    Reads what the portal may read alone; the rule is that of `may_stand`. Two queries.
    """
    roster = roster_on(board, on)
    if roster is None:
        return []
    serving = PublicDuty.objects.filter(Q(left_on=None) | Q(left_on__gt=on), roster=roster.pk)
    rows = list(serving.order_by("duty", "valid_from", "number"))
    areas = "、".join(DOMAINS.get(d, d) for d in domains_of(board.agency.domain))
    known = [list(papers) for _, papers in groupby(rows, key=attrgetter("duty"))]
    return [standing for papers in known if (standing := _standing(papers, areas, on))]


def rosters_ahead(agency: int, on: date) -> Sequence[Roster]:
    """Return the rosters of an agency that hold today or later, in the order of days."""
    ahead = Roster.objects.filter(board__agency=agency, board__closed_on=None, to_on__gte=on)
    shown = ahead.select_related("board", "planned_by").prefetch_related("duties__officer")
    return list(shown.order_by("board_id", "from_on", "id"))


def _standing(rows: Sequence[PublicDuty], areas: str, on: date) -> Standing | None:
    """Return how one person stands there: `rows` are his certificates; None if none is in force."""
    numbers = [row.number for row in rows if row.number and _in_force(row, on)]
    one = rows[0]
    if one.number and not numbers:
        return None
    shown = areas if numbers else ""
    number = numbers[-1] if numbers else ""
    return Standing(one.name, one.unit, one.post, shown, number, one.desk, one.duties)


def _in_force(row: PublicDuty, on: date) -> bool:
    if row.valid_from is None or row.valid_to is None or not row.valid_from <= on <= row.valid_to:
        return False
    return row.suspended_on is None or row.suspended_on > on
