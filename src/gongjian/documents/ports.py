"""What higher apps tell `documents` at start-up: what a matter already knows."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from gongjian.matters.models import Matter

Values = Mapping[str, Any]


def _nothing(matter: Matter) -> Collection[int]:
    return frozenset()


relied_on: Callable[[Matter], Collection[int]] = _nothing
_values: dict[str, Callable[[Matter], Values]] = {}


def provide_values(kind: str, provider: Callable[[Matter], Values]) -> None:
    """Let `provider(matter)` fill the forms of documents: values by the codes of their fields."""
    _values[kind] = provider


def values_of(matter: Matter) -> Values:
    """Return what is known of a matter, by field code; nothing where no app provides it."""
    provider = _values.get(matter.kind)
    return provider(matter) if provider else {}


def rely_on(provider: Callable[[Matter], Collection[int]]) -> None:
    """Let `provider(matter)` name the documents (ids) that have reached somebody or prove that."""
    global relied_on
    relied_on = provider
