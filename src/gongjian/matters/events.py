"""News of a matter for higher apps."""

from dataclasses import dataclass

from .models import Matter, Succession


@dataclass(frozen=True, slots=True)
class ActDone:
    """An act on a matter was done; `moved`: it stands elsewhere now, so others are asked to act."""

    matter: Matter
    moved: bool


@dataclass(frozen=True, slots=True)
class SeatPassedOn:
    """A seat in a matter went to somebody else."""

    succession: Succession
