"""What higher apps tell `orgs` at start-up."""

from collections.abc import Callable, Mapping

from .models import Officer

_held: list[Callable[[Officer], int]] = []


def hold(count: Callable[[Officer], int]) -> None:
    """Let `count(officer)` tell how much work would be left without a hand if he went."""
    _held.append(count)


_hides: list[Callable[[Officer], bool]] = []


def hide(test: Callable[[Officer], bool]) -> None:
    """Let `test(officer)` tell that nobody outside may see his photo."""
    _hides.append(test)


def photo_hidden(officer: Officer) -> bool:
    """Tell whether an officer's photo is kept from the public."""
    return any(test(officer) for test in _hides)


def still_held(officer: Officer) -> int:
    """Return how many things wait for an officer who is about to leave."""
    return sum(count(officer) for count in _held)


_domains: dict[str, str] = {}


def list_domains(domains: Mapping[str, str]) -> None:
    """Let the catalogue name the domains an agency may work in: code, then name."""
    _domains.update(domains)


def agency_domains() -> dict[str, str]:
    """Return the names of the domains by their codes."""
    return dict(_domains)
