"""What higher apps tell `matters` at start-up: facts of their kind of matter, documents held."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.common.clock import Clock

from .models import Matter

Facts = Mapping[str, Any]
_facts: dict[str, Callable[[Matter, Clock], Facts]] = {}


def _no_documents(matter: Matter) -> Collection[str]:
    return frozenset()


documents_held: Callable[[Matter], Collection[str]] = _no_documents


def provide_facts(kind: str, provider: Callable[[Matter, Clock], Facts]) -> None:
    """Let `provider(matter, clock)` compute the facts of this kind, anew in every act."""
    _facts[kind] = provider


def facts_of(matter: Matter, clock: Clock) -> Facts:
    """Return the facts of a matter as they are now.

    Raises:
        KeyError: no app provides facts for this kind of matter.
    """
    return _facts[matter.kind](matter, clock)


@dataclass(frozen=True, slots=True)
class Awaited:
    """For whom a limit beside the procedure waits, and for what."""

    role: str
    name: str


awaited: dict[str, Awaited] = {}

# Acts whose record no correction may change, each with what is to be done instead.
redone: dict[str, str] = {}


def redo_instead(code: str, how: str) -> None:
    """Let no correction touch what an act recorded, as gates rest on it: it is done anew."""
    redone[code] = how


def await_limit(code: str, role: str, name: str) -> None:
    """Let an open limit of this code stand in the inbox of an office until it is met."""
    awaited[code] = Awaited(role, name)


Waiting = tuple[str, str, date]
_also: list[Callable[[Matter], Iterable[Waiting]]] = []


def await_also(tell: Callable[[Matter], Iterable[Waiting]]) -> None:
    """Let `tell(matter)` name the office, the work and its day where something waits beside."""
    _also.append(tell)


def waiting_beside(matter: Matter) -> list[Waiting]:
    """Return what waits on a matter besides its procedure; one query for each app that tells."""
    return [row for tell in _also for row in tell(matter)]


_near: list[Callable[[date], Iterable[Matter]]] = []


def await_day(near: Callable[[date], Iterable[Matter]]) -> None:
    """Let `near(today)` find the matters whose inbox tells of something new as its day is near."""
    _near.append(near)


def near_on(today: date) -> list[Matter]:
    """Return the matters whose inbox is to be noted anew on a day."""
    return [matter for find in _near for matter in find(today)]


def hold_documents(held: Callable[[Matter], Collection[str]]) -> None:
    """Let `held(matter)` name the kinds of documents a matter has."""
    global documents_held
    documents_held = held
