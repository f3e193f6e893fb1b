"""Reads: the recordings of a matter, and what a page needs to play them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from gongjian.common.acts import Actor
from gongjian.common.clock import HOME_ZONE, Clock
from gongjian.common.db.prepared import prepared
from gongjian.matters.models import Matter, Step
from gongjian.ui.pager import Page, first_page, page

from .models import Recording
from .services.playing import ticket_for

ORDER = ("started_at", "id")
SHOWN = 30  # on one page: each brings a player of its own


@prepared
def _first(matter: Matter) -> QuerySet[Recording]:
    return _all(matter).order_by(*ORDER)[: SHOWN + 1]


@prepared
def _between(matter: Matter, oldest: int, newest: int) -> QuerySet[Recording]:
    return _all(matter).filter(step_id__gte=oldest, step_id__lte=newest).order_by(*ORDER)


def _all(matter: Matter) -> QuerySet[Recording]:
    return Recording.objects.filter(matter=matter).select_related("step", "officer")


@dataclass(frozen=True, slots=True)
class Player:
    """A recording with what its player needs; `mark` names the viewer and the time."""

    recording: Recording
    ticket: str
    mark: str


@dataclass(frozen=True, slots=True)
class Players:
    """Some recordings of a matter, each ready to be played, and the pages beside them."""

    rows: Sequence[Player]
    pages: Page[Recording]


def players(actor: Actor, matter: Matter, clock: Clock, after: str = "") -> Players:
    """Return a page of the recordings of a matter this person sees, oldest first; one query.

    Raises:
        NotFound: `after` is no token of this list.
    """
    if after:
        shown = page(_all(matter), order=ORDER, after=after, size=SHOWN)
    else:
        shown = first_page(_first(matter), order=ORDER, size=SHOWN)
    return Players([player(actor, recording, clock) for recording in shown.rows], shown)


def player(actor: Actor, recording: Recording, clock: Clock) -> Player:
    """Return one recording, ready to be played."""
    mark = f"{actor.name} {clock.now().astimezone(HOME_ZONE):%Y-%m-%d %H:%M}"
    return Player(recording, ticket_for(actor, recording, clock), mark)


def by_step(matter: Matter, steps: Sequence[Step]) -> Mapping[int, list[Recording]]:
    """Return the recordings of neighbouring steps of a matter by their step; at most one query."""
    found: dict[int, list[Recording]] = {}
    if steps:
        known = [step.pk for step in steps]
        for recording in _between(matter, min(known), max(known)):
            found.setdefault(recording.step_id, []).append(recording)
    return found
