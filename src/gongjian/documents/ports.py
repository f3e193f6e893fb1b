"""What higher apps tell `documents` at start-up: what a matter already knows."""

from collections.abc import Callable, Mapping
from typing import Any

from gongjian.matters.models import Matter

Values = Mapping[str, Any]
_values: dict[str, Callable[[Matter], Values]] = {}


def provide_values(kind: str, provider: Callable[[Matter], Values]) -> None:
    """Let `provider(matter)` fill the forms of documents: values by the codes of their fields."""
    _values[kind] = provider


def values_of(matter: Matter) -> Values:
    """Return what is known of a matter, by field code; nothing where no app provides it."""
    provider = _values.get(matter.kind)
    return provider(matter) if provider else {}
