"""The register of personal data: what every column of the house says of people.

Types decide most of it; the rest stands in `personal_data.toml`. A text that nobody has classified
counts as free text, which may name anybody, so that a new column is never taken too lightly.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

CLASSES = {
    "none": "no personal data",
    "staff": "a public official or expert in office",
    "party": "a party or another person: who and where",
    "sensitive": "sensitive personal information (个人信息保护法 第二十八条), or what may hold any",
    "free": "free text that may name anybody",
    "public": "what is published, after gate and redaction",
}
OFFICE = frozenset({"orgs.Officer", "accounts.User"})
HEAD = """# Register of personal data

Written by `gongjian personal_data`; do not edit.
Source: 个人信息保护法 第五十一条, 第五十四条; 政府信息公开条例 第十五条.

Purpose of all of it: handling, reviewing, publishing and supervising administrative enforcement as
the law orders. The basis is the duty by law (个人信息保护法 第十三条第一款第三项). Who may read a
row is decided by `visible_matters` and `orgs/rights.toml`. The software never deletes rows of the
record: how long an archive keeps them is the archive's law; drafts, sign-in attempts, notices and
sessions are working data. **enc** marks columns that are encrypted or kept only as a keyed hash;
all others are readable to who owns the database. Columns without personal data are not listed.

Signatures on the screen and pictures of a finger (`documents.ScreenSignature`,
`documents.Fingerprint`, with the paper that shows them, `documents.SignedPaper`) are biometric data
(个人信息保护法 第二十八条): kept to prove that the person signed exactly this version, as long as
the case file, shown to who may see the case, never published, put into packets or copied for
readers. Only the pixels are kept: no speed or pressure of the pen, no data of the camera.

| class | meaning | columns |
| --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column with its class; `kept_secret`: never readable in the database."""

    table: str
    name: str
    kind: str
    kept_secret: bool


def columns() -> list[Column]:
    """Return every column of every table of the house with its class, in the order of tables."""
    return list(_columns())


def register() -> str:
    """Return the register as Markdown: every column that says anything of anybody."""
    known = columns()
    counts = {code: sum(c.kind == code for c in known) for code in CLASSES}
    lines = [f"| {code} | {told} | {counts[code]} |" for code, told in CLASSES.items()]
    tables = dict.fromkeys(c.table for c in known if c.kind != "none")
    lines += ["", "| table | columns |", "| --- | --- |"]
    lines += [f"| {table} | {_told(known, table)} |" for table in tables]
    return HEAD + "\n".join(lines) + "\n"


@cache
def told_by_name() -> tuple[dict[str, str], dict[str, str]]:
    """Return the classes by column name, and by column of one table."""
    path = Path(__file__).with_name("personal_data.toml")
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    names = {name: kind for kind, listed in told["names"].items() for name in listed}
    return names, told["fields"]


def _columns() -> Iterator[Column]:
    ours = (m for m in apps.get_models() if m.__module__.startswith("gongjian."))
    ours = (m for m in ours if m._meta.managed)  # a view shows columns of other tables
    for model in sorted(ours, key=lambda m: m._meta.label):
        secret: frozenset[str] = getattr(model, "SECRET", frozenset())
        for field in model._meta.concrete_fields:
            table = model._meta.label
            kind = _kind(table, field)
            yield Column(table, field.name, kind, field.column in secret)


def _kind(table: str, field: "models.Field[Any, Any]") -> str:
    names, fields = told_by_name()
    if known := fields.get(f"{table}.{field.name}"):
        return known
    if field.is_relation and field.related_model is not None:
        related = field.related_model
        label = related if isinstance(related, str) else related._meta.label
        return "staff" if label in OFFICE else "none"
    if known := names.get(field.name):
        return known
    text = isinstance(field, models.CharField | models.TextField | models.JSONField)
    open_ = text or isinstance(field, models.BinaryField)
    return "free" if open_ and not field.choices else "none"


def _told(known: list[Column], table: str) -> str:
    parts = []
    for kind in CLASSES:
        mine = [c for c in known if c.table == table and c.kind == kind and kind != "none"]
        if mine:
            named = ", ".join(f"`{c.name}`{' **enc**' if c.kept_secret else ''}" for c in mine)
            parts.append(f"{kind}: {named}")
    return "; ".join(parts)
