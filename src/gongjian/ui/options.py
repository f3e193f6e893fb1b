"""What a person may choose from, where a command's field refers to a row (`fields.ref(of=…)`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.common.acts import Actor

Choices = list[tuple[str, str]]
Provider = Callable[[Actor, Any], Choices]
_providers: dict[str, Provider] = {}


@dataclass(frozen=True, slots=True)
class Beside:
    """The matter of a form, with what was typed in the rows that a list depends on."""

    matter: Any
    rows: tuple[Mapping[str, str], ...] = ()


class Grouped(str):
    """A label of a choice that stands in a group of its list: the whole, the group, what is left.

    The whole says both, as one who sends it by another door than the page sees no groups.
    """

    __slots__ = ("group", "text")

    group: str
    text: str

    def __new__(cls, group: str, text: str) -> "Grouped":
        made = super().__new__(cls, f"{group}：{text}")
        made.group, made.text = group, text
        return made


def options(name: str) -> Callable[[Provider], Provider]:
    """Register `provider(actor, matter) -> [(uid, label)]` under the name that fields use."""

    def register(provider: Provider) -> Provider:
        if name in _providers:
            msg = f"two providers of options are called {name}"
            raise ValueError(msg)
        _providers[name] = provider
        return provider

    return register


def choices(name: str, actor: Actor, matter: Any) -> Choices:
    """Return what this person may choose (`matter` is None outside a matter).

    Where the list depends on another field of the form (`fields.chosen_by`), `matter` is what was
    typed there; where that field are rows, a `Beside`.

    Raises:
        KeyError: no such provider.
    """
    return _providers[name](actor, matter)


def names() -> frozenset[str]:
    """Return the names of every provider."""
    return frozenset(_providers)
