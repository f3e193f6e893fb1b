"""The inbox and the lists of matters: what waits for a person, what runs, what runs out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any

from django.db.models import Q, QuerySet

from gongjian.common.acts import Actor
from gongjian.common.db.prepared import FIXED, prepared
from gongjian.common.reads import once
from gongjian.matters.choices import Warning
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter, Todo
from gongjian.matters.queries import (
    NEAR,
    inbox,
    inbox_parts,
    visible_matters,
    visible_parts,
    warning_of,
)
from gongjian.orgs.choices import Role
from gongjian.process.ways import Stage, stage_of
from gongjian.ui.pager import SIZE, Page, capped, first, first_page, page, read

from .finding import containing, holding
from .making import may_find_papers

STATES = (("open", "在办"), ("near", "临期"), ("late", "已超期"), ("closed", "已办结"))
WATCHERS = frozenset({Role.UNIT_HEAD, Role.AGENCY_HEAD, Role.SUPERVISOR})
WATCHED = 8
COUNTED = 500  # at the head of the inbox: who has more than that is told so
BY_LIMIT, NEWEST = ("due_on", "id"), ("-opened_at", "-id")
# What the lines of lists show.
LINE = (
    "uid",
    "title",
    "party_name",
    "number",
    "process_id",
    "marking",
    "opened_at",
    "closed_at",
    "due_on",
    "lead__name",
)
TODO_SHOWN = (
    "step",
    "limit",
    "due_on",
    "also",
    "matter__uid",
    "matter__title",
    "matter__party_name",
    "matter__number",
    "matter__lead__name",
    "matter__second",
    "matter__process",
    "matter__marking",
)
FOREVER = date.max.year


@dataclass(frozen=True, slots=True)
class Figure:
    """One number at the head of the inbox, with the list behind it."""

    label: str
    value: str
    tone: str
    link: str
    note: str = ""


def headline(actor: Actor, today: date) -> list[Figure]:
    """Return the four figures of the inbox, each capped; four queries at most, mostly two."""
    running, near, late = _running(actor, today)
    return [
        Figure("待我办理", capped(len(_waiting(actor, COUNTED)), COUNTED), "brand", "/staff/"),
        Figure("在办案件", running, "plain", "/staff/matters/?state=open"),
        Figure("三日内到期", near, "near", "/staff/matters/?state=near"),
        Figure("已超期", late, "late", "/staff/matters/?state=late"),
    ]


def _running(actor: Actor, today: date) -> tuple[str, str, str]:
    """Return how many matters run, how many of them are near their limit, and how many late.

    The dates of a few hundred are counted here; of more, the database counts what is near or late.
    """
    soon = today + NEAR
    dates = [matter.due_on for matter in running_of(actor)]
    if len(dates) > COUNTED:
        near, late = (
            capped(len(_some(actor, state, today, soon, COUNTED)), COUNTED)
            for state in ("near", "late")
        )
        return capped(len(dates), COUNTED), near, late
    known = [on for on in dates if on is not None]
    soonest = sum(today <= on <= soon for on in known)
    return f"{len(dates):,}", f"{soonest:,}", f"{sum(on < today for on in known):,}"


@prepared
def _waiting(actor: Actor, most: Annotated[int, FIXED]) -> QuerySet[Todo, int]:
    return first(inbox(actor), (), most + 1, _parts(actor)).values_list("pk", flat=True)


@once
def running_of(actor: Actor) -> Sequence[Matter]:
    """Return running matters of this person in no order, one more than are counted at most."""
    return _some_open(actor, COUNTED)


@prepared
def _some_open(actor: Actor, most: Annotated[int, FIXED]) -> QuerySet[Matter]:
    narrow = partial(_narrowed, state="open")
    return _any(actor, narrow, most).only("due_on", "process_id", "marking")


@prepared
def _some(
    actor: Actor, state: Annotated[str, FIXED], today: date, soon: date, most: Annotated[int, FIXED]
) -> QuerySet[Matter, int]:
    narrow = partial(_narrowed, state=state, today=today, soon=soon)
    return _any(actor, narrow, most).values_list("pk", flat=True)


def _any(
    actor: Actor, narrow: Callable[[QuerySet[Matter]], QuerySet[Matter]], most: int
) -> QuerySet[Matter]:
    """Return visible matters in no order, one more than `most` at most.

    Where there are parts, they are all that is seen: it need not be asked once more of each row.
    """
    parts = [narrow(part) for part in visible_parts(actor)]
    seen = Matter.objects.all() if parts else narrow(visible_matters(actor))
    return first(seen, (), most + 1, parts)


def todos_page(actor: Actor, after: str) -> Page[Todo]:
    """Return a page of what waits for this person, nearest deadline first; one query."""
    if after:
        found = inbox(actor).only(*TODO_SHOWN)
        return page(found, order=BY_LIMIT, after=after, parts=_parts(actor))
    return first_page(_first_todos(actor), order=BY_LIMIT)


@prepared
def _first_todos(actor: Actor) -> QuerySet[Todo]:
    return first(inbox(actor).only(*TODO_SHOWN), BY_LIMIT, SIZE + 1, _parts(actor))


def _parts(actor: Actor) -> Sequence[QuerySet[Todo]]:
    """Return the ways in which something waits, where there are several."""
    parts = inbox_parts(actor)
    return parts if len(parts) > 1 else ()


@dataclass(frozen=True, slots=True)
class TodoRow:
    """A line of the inbox."""

    todo: Todo
    matter: Matter
    due_on: date | None
    warning: Warning
    days: int | None
    papers: bool
    stage: Stage | None


def todo_rows(actor: Actor, todos: Iterable[Todo], today: date) -> list[TodoRow]:
    """Pair each todo with how near its deadline is, and whether papers may be made besides."""
    rows = []
    for todo in todos:
        due_on = todo.due_on if todo.due_on.year < FOREVER else None
        days = (due_on - today).days if due_on else None
        papers = may_find_papers(actor, todo.matter)
        stage = stage_of(process_of(todo.matter), frozenset(todo.matter.marking))
        warned = warning_of(due_on, today)
        rows.append(TodoRow(todo, todo.matter, due_on, warned, days, papers, stage))
    return rows


def matters_page(actor: Actor, *, words: str, state: str, today: date, after: str) -> Page[Matter]:
    """Return a page of visible matters by state and words; one query, with words two to four.

    Newest first; what is near its limit or late begins with what was or is due first, which an
    index by limits gives: newest first would walk through all open matters to find the late ones.
    """
    if not words and not after:
        return first_page(_first_matters(actor, state, today, today + NEAR), order=_order(state))
    found, parts = _found(actor, state, today, today + NEAR)
    if words:
        shown = _by_key(actor, found, words, _order(state), after)
        if shown is not None:
            return shown
        found, parts = found.filter(containing(words)), [p.filter(containing(words)) for p in parts]
    return page(found, order=_order(state), after=after, parts=parts)


def _by_key(
    actor: Actor, found: QuerySet[Matter], words: str, order: Sequence[str], after: str
) -> Page[Matter] | None:
    """Return a page of those that the index names; None where it names too few to fill one."""
    backwards, values = read(Matter, order, after)
    by_age = order == NEWEST
    since = values[0] if by_age and values else None
    for held in holding(actor, words, by_age=by_age, since=since, older=not backwards):
        shown = page(found.filter(held.condition), order=order, after=after)
        if held.whole or (shown.previous if backwards else shown.next):
            return shown
    return None


@prepared
def _first_matters(
    actor: Actor, state: Annotated[str, FIXED], today: date, soon: date
) -> QuerySet[Matter]:
    found, parts = _found(actor, state, today, soon)
    return first(found, _order(state), SIZE + 1, parts)


def _order(state: str) -> tuple[str, ...]:
    return BY_LIMIT if state in {"near", "late"} else NEWEST


def _found(
    actor: Actor, state: str, today: date, soon: date
) -> tuple[QuerySet[Matter], list[QuerySet[Matter]]]:
    narrow = partial(_narrowed, state=state, today=today, soon=soon)
    parts = [narrow(part) for part in visible_parts(actor)]
    return narrow(visible_matters(actor)).select_related("lead").only(*LINE), parts


def _narrowed(
    found: QuerySet[Matter], *, state: str, today: date | None = None, soon: date | None = None
) -> QuerySet[Matter]:
    if state == "open":
        found = found.filter(closed_at__isnull=True)
    elif state == "near":
        found = found.filter(closed_at__isnull=True, due_on__gte=today, due_on__lte=soon)
    elif state == "late":
        found = found.filter(closed_at__isnull=True, due_on__lt=today)
    elif state == "closed":
        found = found.filter(closed_at__isnull=False)
    return found


def watched_rows(actor: Actor, today: date) -> list[dict[str, Any]]:
    """Return the running matters nearest to their limit, for who answers for others' work."""
    if not actor.offices & WATCHERS:
        return []
    return matter_rows(_nearest(actor), today)


@prepared
def _nearest(actor: Actor) -> QuerySet[Matter]:
    wanted = Q(closed_at__isnull=True, due_on__isnull=False)
    running = visible_matters(actor).filter(wanted).select_related("lead").only(*LINE)
    parts = [part.filter(wanted) for part in visible_parts(actor)]
    return first(running, ("due_on", "id"), WATCHED, parts)


def place_names(matter: Matter) -> str:
    """Return where a matter stands, in words."""
    places = process_of(matter).places
    return "、".join(places[code].name for code in matter.marking)


def matter_rows(matters: Iterable[Matter], today: date) -> list[dict[str, Any]]:
    """Return the lines of a list of matters; no query beyond those of the list."""
    return [
        {
            "matter": matter,
            "place": place_names(matter),
            "warning": warning_of(matter.due_on, today) if not matter.closed_at else Warning.NONE,
            "days": (matter.due_on - today).days if matter.due_on else None,
        }
        for matter in matters
    ]
