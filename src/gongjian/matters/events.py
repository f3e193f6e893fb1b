"""News of a matter for higher apps."""

from collections.abc import Mapping
from dataclasses import dataclass

from .models import Matter, Succession


@dataclass(frozen=True, slots=True)
class ActDone:
    """An act on a matter was done; `moved`: it stands elsewhere now, so others are asked to act.

    `waits`: the steps it waits for by office, where the act has just noted them.
    """

    matter: Matter
    moved: bool
    waits: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SeatPassedOn:
    """A seat in a matter went to somebody else."""

    succession: Succession
