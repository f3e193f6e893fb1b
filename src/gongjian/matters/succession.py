"""Who handled a matter when, and passing a seat in it on to somebody else (承办人变更)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from gongjian.common.acts import Act
from gongjian.common.db.prepared import prepared
from gongjian.common.events import publish
from gongjian.orgs.models import Officer

from .choices import Ground, Seat
from .events import SeatPassedOn
from .models import Matter, Succession, Todo

HANDLING = (Seat.LEAD, Seat.SECOND)
Pairs = dict[tuple[int, int], str]
# Why each officer may not take the seat in each matter on a day; pairs that fit are absent.
Unfit = Callable[[Sequence[Matter], Sequence[Officer], date], Pairs]
_unfit: dict[Seat, Unfit] = {}
_working: dict[Seat, Q] = {}


def provide_seat(seat: Seat, unfit: Unfit, *, working: Q) -> None:
    """Let an app judge who may take a seat; `working` finds the matters with work in it now."""
    _unfit[seat], _working[seat] = unfit, working


def unfit(matters: Sequence[Matter], seat: Seat, officers: Sequence[Officer], on: date) -> Pairs:
    """Return why officers may not take a seat, by (matter, officer); a few queries for any number.

    Source: 行政处罚法 第四十二条、第四十三条.
    """
    return _unfit[seat](matters, officers, on) if matters and officers else {}


def desk_of(officer: Officer) -> list[tuple[Matter, Seat]]:
    """Return every matter that waits for one officer, with his seat in it; one query a seat."""
    related = ("stream", "agency", "unit", "lead", "second")
    return [
        (matter, seat)
        for seat, working in _working.items()
        for matter in Matter.objects.filter(working, **{seat.value: officer})
        .select_related(*related)
        .order_by("id")
    ]


def pass_on(
    act: Act, matter: Matter, seat: str, successor: Officer, reason: str, ground: Ground
) -> Succession:
    """Give a seat of a matter to somebody else within the running act; both stay on record."""
    row = Succession(
        matter=matter,
        seat=seat,
        ground=ground,
        leaving_id=getattr(matter, f"{seat}_id"),
        successor=successor,
        reason=reason,
        approved_by_id=act.officer,
        at=act.now,
    )
    setattr(matter, seat, successor)
    act.write(row, matter, stream=matter.stream)
    Todo.objects.filter(matter=matter).update(lead=matter.lead, second=matter.second)
    matter.__dict__.pop("_successions", None)
    publish(act, SeatPassedOn(row))
    return row


def successions_of(matter: Matter) -> list[Succession]:
    """Return every change of a seat, oldest first; asked once for each matter object."""
    known: list[Succession] | None = matter.__dict__.get("_successions")
    if known is None:
        known = matter.__dict__["_successions"] = _successions(matter)
    return known


@prepared
def _successions(matter: Matter) -> QuerySet[Succession]:
    rows = Succession.objects.filter(matter=matter).order_by("id")
    return rows.select_related("leaving", "successor", "approved_by")


def former_handlers(matter: Matter) -> set[int]:
    """Return who handled a matter until he passed it on (database ids)."""
    return {s.leaving_id for s in successions_of(matter) if s.seat in HANDLING}


def handled_once(matter: Matter, officer: int) -> bool:
    """Tell whether an officer handles a matter, or did until he passed it on."""
    return officer in {matter.lead_id, matter.second_id} or officer in former_handlers(matter)


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which one officer held one seat; `until` is empty for who holds it now."""

    officer: Officer
    seat: Seat
    since: datetime
    until: datetime | None
    first: bool


def spans_of(matter: Matter) -> list[Span]:
    """Return who handled a matter when, lead first, each from the oldest on."""
    spans = []
    for seat in HANDLING:
        since, first = matter.opened_at, True
        for row in (s for s in successions_of(matter) if s.seat == seat):
            spans.append(Span(row.leaving, seat, since, row.at, first))
            since, first = row.at, False
        holder: Officer | None = getattr(matter, seat)
        if holder is not None:
            spans.append(Span(holder, seat, since, None, first))
    return spans
