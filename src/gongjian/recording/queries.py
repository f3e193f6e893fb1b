"""Reads: the recordings of a matter, and what a page needs to play them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from gongjian.common.acts import Actor
from gongjian.common.clock import HOME_ZONE, Clock
from gongjian.common.db.prepared import prepared
from gongjian.matters.models import Matter

from .models import Recording
from .services.playing import ticket_for


@prepared
def recordings_of(matter: Matter) -> QuerySet[Recording]:
    """Return the recordings of a matter, in the order in which they began."""
    rows = Recording.objects.filter(matter=matter).order_by("started_at", "id")
    return rows.select_related("step", "officer")


@dataclass(frozen=True, slots=True)
class Player:
    """A recording with what its player needs; `mark` names the viewer and the time."""

    recording: Recording
    ticket: str
    mark: str


def players(actor: Actor, matter: Matter, clock: Clock) -> list[Player]:
    """Return the recordings of a matter this person sees, each ready to be played; one query."""
    return [player(actor, recording, clock) for recording in recordings_of(matter)]


def player(actor: Actor, recording: Recording, clock: Clock) -> Player:
    """Return one recording, ready to be played."""
    mark = f"{actor.name} {clock.now().astimezone(HOME_ZONE):%Y-%m-%d %H:%M}"
    return Player(recording, ticket_for(actor, recording, clock), mark)


def by_step(matter: Matter) -> Mapping[int, list[Recording]]:
    """Return the recordings of a matter by their step; one query."""
    found: dict[int, list[Recording]] = {}
    for recording in recordings_of(matter):
        found.setdefault(recording.step_id, []).append(recording)
    return found
