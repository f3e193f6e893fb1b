"""What of a file may be offered, what the law says at each stage, why it may be refused.

Data with its sources (`rules.toml`); a kind of document that stands in no class is not offered.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class KindClass:
    """Kinds of documents that are treated alike, and by which rule."""

    code: str
    name: str
    offered: bool
    source: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """What the law says of reading the file while a case stands so."""

    code: str
    name: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A ground on which a request may be refused."""

    code: str
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All of the file."""

    longest_days: int
    requests_in_30_days: int
    classes: tuple[KindClass, ...]
    stages: Mapping[str, Stage]
    refusals: Mapping[str, Refusal]

    def class_of(self, kind: str) -> KindClass | None:
        """Return the class of a kind of document, None where nobody has put it in one."""
        return next((one for one in self.classes if kind in one.kinds), None)

    @property
    def offered(self) -> tuple[str, ...]:
        """The kinds that may be offered, in order."""
        return tuple(kind for one in self.classes if one.offered for kind in one.kinds)


class BadRules(Exception):
    """A kind stands in two classes."""


def parse(text: str) -> Rules:
    """Read the rules.

    Raises:
        BadRules: a kind of document stands in two classes.
    """
    told: dict[str, Any] = tomllib.loads(text)
    classes = tuple(KindClass(**{**row, "kinds": tuple(row["kinds"])}) for row in told["class"])
    kinds = [kind for one in classes for kind in one.kinds]
    if twice := {kind for kind in kinds if kinds.count(kind) > 1}:
        raise BadRules(f"in two classes: {', '.join(sorted(twice))}")
    return Rules(
        told["longest_days"],
        told["requests_in_30_days"],
        classes,
        {row["code"]: Stage(**row) for row in told["stage"]},
        {row["code"]: Refusal(**row) for row in told["refusal"]},
    )


@cache
def rules() -> Rules:
    """Return the rules of this installation."""
    return parse(files(__package__).joinpath("rules.toml").read_text(encoding="utf-8"))
