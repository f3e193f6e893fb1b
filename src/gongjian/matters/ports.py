"""What higher apps tell `matters` at start-up: facts of their kind of matter, documents held."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
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


def await_limit(code: str, role: str, name: str) -> None:
    """Let an open limit of this code stand in the inbox of an office until it is met."""
    awaited[code] = Awaited(role, name)


def hold_documents(held: Callable[[Matter], Collection[str]]) -> None:
    """Let `held(matter)` name the kinds of documents a matter has."""
    global documents_held
    documents_held = held
