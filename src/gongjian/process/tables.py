"""Rule tables: typed inputs, rows in order, one answer with the row and clause it came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Value = bool | str


@dataclass(frozen=True, slots=True)
class InputDef:
    """One input: "bool", "choice" (of `values`) or "interval" (whole numbers from 0)."""

    code: str
    label: str
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""

    def fault(self, value: object) -> str | None:
        """Return in Chinese what is wrong with a value, or None."""
        if self.kind == "bool":
            right = isinstance(value, bool)
        elif self.kind == "choice":
            right = isinstance(value, str) and value in self.values
        else:
            right = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return None if right else f"“{self.label}”不能是 {value!r}"


@dataclass(frozen=True, slots=True)
class Span:
    """Whole numbers from `low` up to but without `high` (None: no end)."""

    low: int
    high: int | None

    def __contains__(self, number: int) -> bool:
        return self.low <= number and (self.high is None or number < self.high)


Cell = frozenset[Value] | Span


def covers(cell: Cell, value: Value | int) -> bool:
    """Tell whether a cell of a row admits a value of its input's kind."""
    if isinstance(cell, Span):
        return not isinstance(value, str) and value in cell
    return value in cell


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the cells it asks for (absent: any value), its answer, its clause."""

    number: int
    when: Mapping[str, Cell]
    then: Value
    source: str
    name: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer. `row` counts from 1; `name` says in Chinese what the row stands for."""

    value: Value
    row: int
    source: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A loaded rule table. `answers` are ordered from the mildest to the strictest."""

    code: str
    name: str
    profile: str
    version: str
    hit: str
    source: str
    inputs: Mapping[str, InputDef]
    output: str
    answers: Mapping[Value, str]
    rows: tuple[Row, ...]
    sha256: str
    origin: str = "<text>"
    _tests: tuple[tuple[tuple[tuple[str, Cell], ...], Hit], ...] = ()

    def decide(self, inputs: Mapping[str, Any]) -> Hit:
        """Return the answer for these inputs; others than the table's own are passed over.

        Raises:
            ValueError: an input is missing or impossible, or not exactly one answer is found, which
                `check_table` would have told.
        """
        for code, wanted in self.inputs.items():
            if fault := wanted.fault(inputs.get(code)):
                msg = f"规则表“{self.name}”：{fault}"
                raise ValueError(msg)
        found: Hit | None = None
        for when, hit in self._tests:
            if all(inputs[code] in cell for code, cell in when):
                if self.hit == "first":
                    return hit
                if found is not None:
                    msg = f"规则表“{self.name}”的第 {found.row} 行和第 {hit.row} 行同时适用"
                    raise ValueError(msg)
                found = hit
        if found is None:
            msg = f"规则表“{self.name}”没有适用的行"
            raise ValueError(msg)
        return found

    def bounds(self, code: str) -> list[int]:
        """Return where the rows begin or end a span of an input, and 0, in order."""
        spans = [row.when[code] for row in self.rows if code in row.when]
        ends = {end for span in spans if isinstance(span, Span) for end in (span.low, span.high)}
        return sorted({0, *(end for end in ends if end is not None)})

    def strictest(self, items: Iterable[Mapping[str, Any]]) -> Hit:
        """Return the strictest answer among several inputs (the penalties of one decision).

        Raises:
            ValueError: as `decide`, or there are no inputs.
        """
        rank = list(self.answers).index
        return max((self.decide(item) for item in items), key=lambda hit: rank(hit.value))


def tests_of(rows: Iterable[Row]) -> tuple[tuple[tuple[tuple[str, Cell], ...], Hit], ...]:
    """Return the rows in the form that `decide` walks through."""
    return tuple((tuple(r.when.items()), Hit(r.then, r.number, r.source, r.name)) for r in rows)
