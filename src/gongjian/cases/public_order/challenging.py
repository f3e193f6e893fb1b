"""Whether the punished person challenges the decision, as a higher app tells it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from gongjian.cases.models import Decision


@dataclass(frozen=True, slots=True)
class Challenge:
    """A review or a lawsuit of the punished person that is not over: in words, and since when."""

    words: str
    lodged_on: date


_told: list[Callable[[Decision], Challenge | None]] = []


def also_challenged(told: Callable[[Decision], Challenge | None]) -> None:
    """Let a higher app tell of a review or a lawsuit of the punished person that runs."""
    _told.append(told)


def challenge_of(decision: Decision) -> Challenge | None:
    """Return what the punished person lodged against a decision, if it is not over."""
    return next((found for told in _told if (found := told(decision))), None)
