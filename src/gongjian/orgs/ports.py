"""What higher apps tell `orgs` at start-up."""

from collections.abc import Callable

from .models import Officer

_held: list[Callable[[Officer], int]] = []


def hold(count: Callable[[Officer], int]) -> None:
    """Let `count(officer)` tell how much work would be left without a hand if he went."""
    _held.append(count)


def still_held(officer: Officer) -> int:
    """Return how many things wait for an officer who is about to leave."""
    return sum(count(officer) for count in _held)
