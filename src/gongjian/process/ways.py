"""The straight way through a procedure, and how far along it a matter has come. Pure."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from .definition import Process, StepDef

DONE_SHOWN, AHEAD_SHOWN = 5, 6


@lru_cache(maxsize=64)
def main_line(process: Process) -> Sequence[StepDef]:
    """Return the steps on the straight way from the beginning to the last end.

    Of several ways on, the one drawn nearest to the middle column is taken.
    """
    place, steps, seen = process.starts_in[0], [], set()
    while place not in seen:
        seen.add(place)
        onward = [s for s in _leaving(process, place) if not set(s.to) & seen]
        if not onward:
            break
        column = process.places[place].col
        step = min(onward, key=lambda s: (abs(s.col - column), s.row))
        steps.append(step)
        place = min(step.to, key=lambda p: (abs(process.places[p].col - 2), process.places[p].row))
    return steps


def ahead_of(process: Process, history: Sequence[str], marking: Set[str]) -> Sequence[StepDef]:
    """Return the rest of the main line, from where a matter stands or after its last step there.

    Beside the line, as before a hearing, nothing is guessed of how it comes back. [] at an end.
    """
    line = main_line(process)
    if not any(_leaving(process, place) for place in marking):
        return []
    for number, step in enumerate(line):
        if not marking.isdisjoint(step.frm or step.frm_any):
            return line[number:]
    known = {step.code: number for number, step in enumerate(line)}
    last = next((known[code] for code in reversed(history) if code in known), -1)
    return line[last + 1 :]


def _leaving(process: Process, place: str) -> list[StepDef]:
    return [s for s in process.steps.values() if not s.side and place in (s.frm or s.frm_any)]


@dataclass(frozen=True, slots=True)
class Stage:
    """How many steps of the main line lie behind, and how many there are."""

    behind: int
    whole: int


def stage_of(process: Process, marking: Set[str]) -> Stage | None:
    """Return how far along the main line a place of it is; None beside it."""
    line = main_line(process)
    for number, step in enumerate(line):
        if not marking.isdisjoint(step.frm or step.frm_any):
            return Stage(number, len(line))
    return None


@dataclass(frozen=True, slots=True)
class Strip:
    """A few steps behind, where a matter stands, a few steps ahead; numbers of what is left out."""

    before: int
    done: Sequence[str]
    now: Sequence[str]
    ahead: Sequence[str]
    beyond: int


def strip_of(process: Process, history: Sequence[str], marking: Set[str]) -> Strip:
    """Return the strip of a matter: steps that moved it on, each where it was last taken."""
    moved = [c for c in history if (s := process.steps.get(c)) and not s.side]
    done = [process.steps[c].name for c in reversed(dict.fromkeys(reversed(moved)))]
    here = sorted(marking, key=lambda p: process.places[p].row)
    ahead = ahead_of(process, history, marking)
    return Strip(
        before=max(len(done) - DONE_SHOWN, 0),
        done=done[-DONE_SHOWN:],
        now=[process.places[place].name for place in here],
        ahead=[step.name for step in ahead[:AHEAD_SHOWN]],
        beyond=max(len(ahead) - AHEAD_SHOWN, 0),
    )
