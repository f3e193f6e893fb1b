"""The catalogue of what must be reviewed, drawn from the table that decides it (审核目录清单)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.models import ScopeChange
from gongjian.cases.widening import conditions, rules_on
from gongjian.common.money import yuan
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.tables import table
from gongjian.orgs.models import Agency
from gongjian.process.tables import Cell, InputDef, Span

from .checks import check_items, items_of

WHOLE = "适用普通程序的全部案件"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue: when it applies in words, whether review is due, by which rule."""

    name: str
    when: tuple[str, ...]
    due: bool
    answer: str
    source: str


def catalogue_of(agency: Agency, on: date) -> Mapping[str, Any]:
    """Return scope, checklist, materials and outcomes of an agency, each with its rule.

    `added` is what the agency has reviewed beyond the table of its place.

    Source: 国办发〔2018〕118号 （十二）; HN26; KM2.3.2; LF3.3.
    """
    profile_code = agency.profile
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
        "added": [_added(rule, scope.answers[True]) for rule in rules_on(agency.pk, on)],
        "checks": check_items(profile_code, on),
        "materials": items_of("review.materials", profile_code, on),
        "outcomes": profile(profile_code).outcomes,
        "outcome_rule": profile(profile_code).parameter("review.outcomes", on=on).citation,
    }


def _added(rule: ScopeChange, answer: str) -> Entry:
    when = conditions(rule) or [WHOLE]
    return Entry(rule.name, tuple(when), True, answer, rule.clause)


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
