"""What is checked, beside what, and what is found."""

import dataclasses
import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.catalog.holding import Governing, Sanction
from gongjian.documents.paper.definitions import Definition


class Severity(enum.StrEnum):
    """An error stops the signature; a warning must be answered with a reason."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: which rule, how grave, in which place, what is wrong and what to do."""

    rule: str
    severity: Severity
    where: str
    message: str
    todo: str

    def __str__(self) -> str:
        return f"{self.where}：{self.message}。{self.todo}"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document, made or about to be: its definition, its frozen values, its day and number."""

    form: Definition
    values: Mapping[str, Any]
    made_on: date
    number: str = ""

    def place(self, code: str) -> str:
        """Return where a field stands, in words."""
        return f"《{self.form.name}》的“{self.form.fields[code].label}”"

    def texts(self, *codes: str) -> Iterator[tuple[str, str]]:
        """Yield code and text of the fields (all where none is named), one for each text inside."""
        for code in codes or tuple(self.form.fields):
            value = self.values.get(code)
            if isinstance(value, str):  # nearly all
                yield code, value
            elif value:
                yield from ((code, text) for text in _texts(value))


@dataclass(frozen=True, slots=True)
class Beside:
    """What a document is held against.

    `party` is the party's name as registered; `expected` what the rules of the place say a field
    must read; `told` the prior notice, `told_on` the day it reached the party; `others` the other
    documents of the case; `rests_on` the numbers of papers of other cases that it may cite.
    `laws` are, act by act, the law that governs it and what is proposed under it; `reason` is why
    the draft cites otherwise than its cause.
    """

    party: str
    short_name: str = ""
    expected: Mapping[str, str] = dataclasses.field(default_factory=dict)
    told: Paper | None = None
    told_on: date | None = None
    others: Sequence[Paper] = ()
    rests_on: frozenset[str] = frozenset()
    laws: Sequence[tuple[Governing, Sanction | None]] = ()
    reason: str = ""


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Keep what stops the signature."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def warnings(findings: Iterable[Finding]) -> list[Finding]:
    """Keep what must be answered."""
    return [finding for finding in findings if finding.severity is Severity.WARNING]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
