"""Reads of matters: only what this person may see."""

from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import NinjaAPI, Query

from gongjian.common import reads
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.common.db.prepared import FIXED, prepared
from gongjian.documents.queries import held_among, lines_of
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Deadline, Matter, Step
from gongjian.matters.ports import facts_of
from gongjian.matters.queries import (
    Position,
    history_of,
    listed,
    next_acts,
    open_deadlines,
    visible_matter,
    visible_matters,
    visible_parts,
    warning_of,
)
from gongjian.ui.pager import first, first_page, page

from .answers import pages, told
from .matter_answers import LINE, MATTER
from .person import caller

Json = dict[str, Any]
WINDOW = 30
ORDER = ("-opened_at", "-id")
NAMES = ("agency", "unit", "lead", "second")


def add_routes(api: NinjaAPI) -> None:
    """Open the list and the single matter."""
    api.get(
        "/matters",
        url_name="matters",
        summary="我能看到的案件",
        tags=["matters"],
        openapi_extra=told(pages(LINE), 401, 404, 422),
    )(matter_list)
    api.get(
        "/matters/{uuid:uid}",
        url_name="matter",
        summary="一件案件",
        tags=["matters"],
        openapi_extra=told(MATTER, 401, 404, 422),
    )(matter_detail)


def matter_list(
    request: HttpRequest,
    after: str = "",
    size: int = Query(20, ge=1, le=100),  # type: ignore[type-arg]  # a function at run time
) -> Json:
    """List matters, newest first; `next` is the `after` of the next page."""
    actor, clock = caller(request)
    if after:
        seen, parts = listed(visible_matters(actor)), visible_parts(actor)
        found = page(seen, order=ORDER, after=after, size=size, parts=parts)
    else:
        found = first_page(_newest(actor, size + 1), order=ORDER, size=size)
    return {"items": [_line(m, clock) for m in found.rows], "next": found.next}


@prepared
def _newest(actor: Actor, number: Annotated[int, FIXED]) -> QuerySet[Matter]:
    return first(listed(visible_matters(actor)), ORDER, number, visible_parts(actor))


def matter_detail(request: HttpRequest, uid: UUID, before: int | None = None) -> Json:
    """Return one matter: where it stands, what ran, what runs out, what this person may do.

    The newest thirty steps; earlier ones with `before`, the number of the oldest one shown.
    """
    actor, clock = caller(request)
    matter = visible_matter(actor, uid)
    with reads.shared():
        return _detail(actor, matter, before, clock)


def _detail(actor: Actor, matter: Matter, before: int | None, clock: Clock) -> Json:
    papers = lines_of(matter)
    at = Position(history_of(matter), facts_of(matter, clock), held_among(papers))
    return _row(matter, clock) | {
        "places": _places(matter),
        "steps": _steps(matter, before),
        "deadlines": [_deadline(d, clock) for d in open_deadlines(matter)],
        "documents": papers,
        "next_acts": _next(actor, matter, clock, at),
    }


def _line(matter: Any, clock: Clock) -> Json:
    """Return a line of the list, from a matter as `matters.queries.listed` reads it."""
    names = {name: getattr(matter, f"{name}_name") for name in NAMES}
    return _facts(matter, clock) | names


def _row(matter: Matter, clock: Clock) -> Json:
    second = matter.second.name if matter.second else None
    names = (matter.agency.name, matter.unit.name, matter.lead.name, second)
    return _facts(matter, clock) | dict(zip(NAMES, names, strict=True))


def _facts(matter: Matter, clock: Clock) -> Json:
    return {
        "uid": matter.uid,
        "seq": matter.seq,
        "number": matter.number,
        "title": matter.title,
        "party": matter.party_name,
        "opened_at": matter.opened_at,
        "filed_on": matter.filed_on,
        "decided_on": matter.decided_on,
        "closed_at": matter.closed_at,
        "due_on": matter.due_on,
        "warning": str(warning_of(matter.due_on, clock.today())),
    }


def _places(matter: Matter) -> list[Json]:
    places = process_of(matter).places
    return [{"code": code, "name": places[code].name} for code in matter.marking]


def _steps(matter: Matter, before: int | None) -> list[Json]:
    newest = _newest_steps(matter, before if before is not None else matter.seq + 1)
    return [
        {
            "uid": step.uid,
            "seq": step.seq,
            "code": step.code,
            "name": step.name,
            "by": step.by_name,
            "at": step.at,
            "made": step.made,
        }
        for step in reversed(newest)
    ]


@prepared
def _newest_steps(matter: Matter, before: int) -> QuerySet[Step]:
    steps = Step.objects.filter(matter=matter, seq__lt=before).order_by("-seq")
    return steps.defer("data")[:WINDOW]


def _deadline(deadline: Deadline, clock: Clock) -> Json:
    return {
        "uid": deadline.uid,
        "code": deadline.code,
        "label": deadline.label,
        "starts_on": deadline.starts_on,
        "due_on": deadline.due_on,
        "provisional": deadline.provisional,
        "explanation": deadline.explanation,
        "source": deadline.source,
        "warning": str(warning_of(deadline.due_on, clock.today())),
    }


def _next(actor: Actor, matter: Matter, clock: Clock, at: Position) -> list[Json]:
    return [
        {"act": offer.code, "title": offer.title, "side": offer.step.side}
        for offer in next_acts(actor, matter, clock, at)
    ]
