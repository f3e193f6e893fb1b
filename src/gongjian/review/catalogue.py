"""The catalogue of what must be reviewed, drawn from the table that decides it (审核目录清单)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.common.money import yuan
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.tables import table
from gongjian.process.tables import Cell, InputDef, Span

from .checks import check_items, items_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue: when it applies in words, whether review is due, by which rule."""

    name: str
    when: tuple[str, ...]
    due: bool
    answer: str
    source: str


def catalogue_of(profile_code: str, on: date) -> Mapping[str, Any]:
    """Return scope, checklist, materials and outcomes of a jurisdiction, each with its rule.

    Source: 国办发〔2018〕118号 （十二）; HN26; KM2.3.2; LF3.3.
    """
    scope = table("review-scope", profile_code)
    entries = [
        Entry(
            row.name,
            tuple(_words(scope.inputs[code], cell) for code, cell in row.when.items()),
            bool(row.then),
            scope.answers[row.then],
            row.source,
        )
        for row in scope.rows
    ]
    return {
        "scope": scope,
        "entries": entries,
        "checks": check_items(profile_code, on),
        "materials": items_of("review.materials", profile_code, on),
        "outcomes": profile(profile_code).outcomes,
        "outcome_rule": profile(profile_code).parameter("review.outcomes", on=on).citation,
    }


def _words(asked: InputDef, cell: Cell) -> str:
    """Say in words what a cell of the table asks."""
    if isinstance(cell, Span):
        return f"{asked.label}{_sum(cell)}"
    if asked.kind == "bool":
        return asked.label if True in cell else f"不属于“{asked.label}”"
    names = [label for code, label in asked.values.items() if code in cell]
    return f"{asked.label}：{'、'.join(names)}"


def _sum(cell: Span) -> str:
    if cell.high is None:
        return f"{yuan(cell.low)}元以上"
    return f"{yuan(cell.low)}元以上、不满{yuan(cell.high)}元"
