"""Reads of hall boards: which there are, who stands there today, who may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongjian.catalog.queries import domains_of
from gongjian.catalog.words import DOMAINS
from gongjian.orgs.models import Agency, Certificate, Officer
from gongjian.orgs.queries import certificates_in_force, serving_officers

from .models import Board, Duty, Roster, Withholding


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
    """Return who is on duty on a day; who may no longer stand there is left out at once."""
    roster = roster_on(board, on)
    if roster is None:
        return []
    able = may_stand(board.agency, on).values("pk")
    duties = Duty.objects.filter(roster=roster, officer__in=able).select_related("officer__unit")
    rows = list(duties.order_by("id"))
    papers = certificates_in_force(on).filter(officer__in=[row.officer_id for row in rows])
    numbers = {paper.officer_id: paper.number for paper in papers}
    areas = "、".join(DOMAINS.get(d, d) for d in domains_of(board.agency.domain))
    return [_standing(row, areas, numbers.get(row.officer_id, "")) for row in rows]


def rosters_ahead(agency: int, on: date) -> Sequence[Roster]:
    """Return the rosters of an agency that hold today or later, in the order of days."""
    ahead = Roster.objects.filter(board__agency=agency, board__closed_on=None, to_on__gte=on)
    shown = ahead.select_related("board", "planned_by").prefetch_related("duties__officer")
    return list(shown.order_by("board_id", "from_on", "id"))


def _standing(row: Duty, areas: str, number: str) -> Standing:
    officer = row.officer
    return Standing(
        officer.name,
        officer.unit.name,
        officer.post,
        areas if number else "",
        number,
        row.desk,
        row.duties,
    )
