"""Where a rule table answers otherwise than the table of the layer above, row by row.

The inputs of both are cut at every number that a row of either names: what lies between two cuts
is answered alike, so one value stands for it and the comparison is complete.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from .tables import Hit, InputDef, Span, Table


@dataclass(frozen=True, slots=True)
class TableDifference:
    """Two rows that answer the same cases differently; `example` is one of `cases` kinds of them.

    `effect`: "stricter" or "looser" by the order of the answers.
    """

    above: Hit
    here: Hit
    effect: str
    cases: int
    example: str


def table_differences(here: Table, above: Table) -> tuple[TableDifference, ...]:
    """Return every pair of rows by which `here` departs from `above`, in the order of `here`.

    Raises:
        ValueError: the two do not ask the same inputs or know the same answers.
    """
    if here.inputs.keys() != above.inputs.keys() or list(here.answers) != list(above.answers):
        msg = f"规则表“{here.name}”与上层的输入或者答案不同，不能比较"
        raise ValueError(msg)
    rank = list(above.answers).index
    found: dict[tuple[int, int], tuple[Hit, Hit, int, str]] = {}
    for inputs in _kinds_of_cases(here, above):
        own, theirs = here.decide(inputs), above.decide(inputs)
        if own.value == theirs.value:
            continue
        key = (own.row, theirs.row)
        known = found.get(key)
        told = known[3] if known else _words(here, above, inputs)
        found[key] = (theirs, own, (known[2] if known else 0) + 1, told)
    return tuple(
        TableDifference(
            theirs,
            own,
            "stricter" if rank(own.value) > rank(theirs.value) else "looser",
            cases,
            told,
        )
        for _, (theirs, own, cases, told) in sorted(found.items())
    )


def _kinds_of_cases(here: Table, above: Table) -> Iterator[Mapping[str, Any]]:
    axes = {code: _values(wanted, here, above) for code, wanted in here.inputs.items()}
    for values in product(*axes.values()):
        yield dict(zip(axes, values, strict=True))


def _values(wanted: InputDef, *tables: Table) -> list[Any]:
    """Return one value for each class of values that no row of either table tells apart."""
    cells = [r.when[wanted.code] for t in tables for r in t.rows if wanted.code in r.when]
    if wanted.kind == "interval":
        spans = [cell for cell in cells if isinstance(cell, Span)]
        return sorted({0, *(s.low for s in spans), *(s.high for s in spans if s.high is not None)})
    every: list[Any] = [False, True] if wanted.kind == "bool" else list(wanted.values)
    told_apart = {tuple(value in cell for cell in cells): value for value in reversed(every)}
    return [value for value in every if value in told_apart.values()]


def _words(here: Table, above: Table, inputs: Mapping[str, Any]) -> str:
    """Return a case in words; what neither table asks is left out, and so is every plain "no"."""
    asked = {code for t in (here, above) for row in t.rows for code in row.when}
    parts = []
    for code, wanted in here.inputs.items():
        value = inputs[code]
        if code not in asked or value is False:
            continue
        if wanted.kind == "interval":
            parts.append(f"{wanted.label} {value:,} {wanted.unit}".rstrip())
        else:
            parts.append(wanted.values[value] if wanted.kind == "choice" else wanted.label)
    return "，".join(parts)
