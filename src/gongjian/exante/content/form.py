"""The one form of every list, and its bytes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongjian.exante.choices import ListKind
from gongjian.orgs.models import Agency

SCHEMA = "gongjian.list/1"
# The clauses of our own rule list, which mean nothing to a reader: HN26, KM2.3.2, DZ9(1).
_OWN_CODE = re.compile(r"\s*\b(?:HN|DZ|XM|KM|LF|LAW|REQUIREMENTS)\s?[\d.]+(?:\(\d+\))*")


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `key` names the thing across versions, `cells` say it, column by column."""

    key: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A list as drawn: `charts` holds drawings by the key of their row and medium.

    `photos`: the hash of the portrait that belongs to a row, by its key.
    """

    columns: Sequence[tuple[str, str]]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    charts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    photos: Mapping[str, str] = field(default_factory=dict)


def as_content(kind: str, agency: Agency, drawn: Drawn) -> dict[str, Any]:
    """Return a drawn list as plain data.

    Raises:
        ValueError: two rows share a key, or a row says a column that the list does not have.
    """
    keys = [row.key for row in drawn.rows]
    if len(keys) != len(set(keys)):
        msg = f"two rows of the list {kind} share a key"
        raise ValueError(msg)
    codes = [code for code, _ in drawn.columns]
    if strange := {code for row in drawn.rows for code in row.cells} - set(codes):
        msg = f"the list {kind} has no columns {sorted(strange)}"
        raise ValueError(msg)
    content = {
        "schema": SCHEMA,
        "kind": str(kind),
        "title": ListKind(kind).label,
        "agency": agency.name,
        "columns": [{"code": code, "label": label} for code, label in drawn.columns],
        "rows": [
            {"key": row.key, "cells": {code: str(row.cells.get(code, "")) for code in codes}}
            for row in drawn.rows
        ],
        "notes": list(drawn.notes),
        "charts": {key: dict(media) for key, media in drawn.charts.items()},
    }
    return {**content, "photos": dict(drawn.photos)} if drawn.photos else content


def public_source(source: str) -> str:
    """Write a source as the public reads it: statutes and documents, without our own codes."""
    parts = (_OWN_CODE.sub("", part).strip() for part in re.split("[;；]", source))
    return "；".join(dict.fromkeys(part for part in parts if part))
