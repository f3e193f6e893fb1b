"""What the rules of a place want public beforehand, and what its registers must say of each.

Source: 国办发〔2018〕118号 （四）; KM2.1.1; LF1.2; XM4.1.2; REQUIREMENTS P1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.exante.choices import ListKind
from gongjian.jurisdiction.parameters import Parameter
from gongjian.jurisdiction.profiles import profile
from gongjian.orgs.models import Agency

from .form import public_source

EX_ANTE = "publication.ex_ante"
# What a rule names -> the list that shows it.
SHOWN_BY: Mapping[str, ListKind] = {
    "bodies": ListKind.BODIES,
    "officers": ListKind.OFFICERS,
    "duties": ListKind.POWERS,
    "powers": ListKind.POWERS,
    "basis": ListKind.POWERS,
    "procedure": ListKind.FLOWCHARTS,
    "remedies": ListKind.REMEDIES,
    "supervision": ListKind.REMEDIES,
    "complaints": ListKind.REMEDIES,
    "random_list": ListKind.SPOT_CHECKS,
    "materials": ListKind.GUIDES,
}
# What a rule wants of each line -> the column that says it; "" where another list does.
PHOTO = "photo"
COLUMNS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    ListKind.BODIES: (
        "publication.body_fields",
        {
            "name": "name",
            "head": "head",
            "address": "address",
            "categories": "domain",
            "area": "area",
            "contact": "phone",
            "supervision_phone": "phone",
            "duties": "",
            "remedies": "",
        },
    ),
    ListKind.OFFICERS: (
        "publication.officer_fields",
        {
            "name": "name",
            PHOTO: PHOTO,
            "unit": "unit",
            "post": "post",
            "categories": "domain",
            "area": "area",
            "certificate": "number",
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Lacking:
    """What lines of a register do not say, by the rule that wants it."""

    told: Sequence[str]
    source: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rules want public, and the list that shows it; None where no list does."""

    label: str
    kind: ListKind | None


def wanted(agency: Agency, on: date) -> tuple[Sequence[Wanted], str]:
    """Return what is to be public beforehand, and where that is said."""
    rule = profile(agency.profile).parameter(EX_ANTE, agency.domain, on=on)
    rows = [Wanted(label, SHOWN_BY.get(code)) for code, label in _named(rule)]
    return rows, public_source(rule.citation)


def lacking(kind: str, agency: Agency, content: Mapping[str, Any], on: date) -> Lacking:
    """Return which lines of a register leave empty what the rules want of each."""
    if kind not in COLUMNS:
        return Lacking((), "")
    parameter, columns = COLUMNS[kind]
    rule = profile(agency.profile).parameter(parameter, agency.domain, on=on)
    told = []
    for code, label in _named(rule):
        if column := columns.get(code):
            names = [_name(row) for row in content["rows"] if not _says(content, row, column)]
            told += [f"{label}：{'、'.join(dict.fromkeys(names))}"] if names else []
    return Lacking(told, public_source(rule.citation))


def _named(rule: Parameter) -> list[tuple[str, str]]:
    rows = [item for item in rule.items if isinstance(item, dict)]
    return [(str(row["code"]), str(row["label"])) for row in rows]


def _says(content: Mapping[str, Any], row: Mapping[str, Any], column: str) -> bool:
    if column == PHOTO:
        return row["key"] in content.get("photos", {})
    return bool(row["cells"].get(column))


def _name(row: Mapping[str, Any]) -> str:
    return str(row["cells"]["name"])
