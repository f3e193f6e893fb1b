"""The demo's people, told by `orgs` (which knows agencies and offices; this app does not)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One button: who one would be."""

    username: str
    name: str
    post: str
    roles: Sequence[str]


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """The people of one agency."""

    agency: str
    about: str
    people: Sequence[DemoPerson]


def _nobody() -> Sequence[DemoGroup]:
    return ()


_tell: Callable[[], Sequence[DemoGroup]] = _nobody


def provide_people(tell: Callable[[], Sequence[DemoGroup]]) -> None:
    """Let `tell()` list the demo's people (called once at start-up)."""
    global _tell
    _tell = tell


def people() -> Sequence[DemoGroup]:
    """Return the demo's people, grouped by agency."""
    return _tell()
