"""The fields of the credit platform as data: read once, every fault named at reading."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from gongjian.common.data import data_folder

PENALTY = "credit-penalty"
KINDS = ("text", "amount", "date")
CHECKS = ("", "unified_code", "categories", "past")
CONDITIONS = ("", "no_code", "representative_id_kind", "fine", "confiscation", "licence")


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its kind, its length in characters, and when it must be filled.

    `who`: the kinds of party (L, N, G) that have it; for others it stays empty. `required_for`
    lists those that must have it, `required_if` names what else makes it necessary.
    """

    code: str
    name: str
    kind: str
    length: int
    decimals: int
    required_for: str
    required_if: str
    who: str
    values: tuple[str, ...]
    check: str
    aliases: tuple[str, ...]
    note: str

    @property
    def names(self) -> tuple[str, ...]:
        """Return every heading under which a file may carry this column."""
        return (self.code, self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Format:
    """The columns in order, and how our words are written in them."""

    code: str
    name: str
    version: str
    source: str
    separator: str
    long_term: date
    no_code: str
    party_kinds: Mapping[str, str]
    party_labels: Mapping[str, str]
    categories: Mapping[str, str]
    fields: tuple[Field, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(field.code for field in self.fields)

    def field(self, code: str) -> Field:
        """Return one column.

        Raises:
            KeyError: there is none of that code.
        """
        return {field.code: field for field in self.fields}[code]


@cache
def format_of(code: str = PENALTY) -> Format:
    """Return a shipped format, read once in the life of the process."""
    path = data_folder("formats") / f"{code}.toml"
    return read_format(path.read_text(encoding="utf-8"))


def read_format(text: str) -> Format:
    """Return the format that a text defines.

    Raises:
        ValueError: a column is defined twice, or with a word that means nothing.
    """
    found = tomllib.loads(text)
    head = found["format"]
    fields = tuple(_field(entry) for entry in found["field"])
    headings = [name for field in fields for name in field.names]
    if doubled := {name for name in headings if headings.count(name) > 1}:
        raise ValueError(f"数据项的名称重复：{'、'.join(sorted(doubled))}")
    return Format(
        code=head["code"],
        name=head["name"],
        version=head["version"],
        source=head["source"],
        separator=head["separator"],
        long_term=head["long_term"],
        no_code=head["no_code"],
        party_kinds=found["party_kinds"],
        party_labels=found["party_labels"],
        categories=found["categories"],
        fields=fields,
    )


def _field(entry: Mapping[str, Any]) -> Field:
    who = entry["who"]
    required = entry.get("required", "no")
    field = Field(
        code=entry["code"],
        name=entry["name"],
        kind=entry.get("kind", "text"),
        length=entry.get("length", entry.get("digits", 10)),
        decimals=entry.get("decimals", 0),
        required_for=who if required == "yes" else entry.get("required_for", ""),
        required_if=entry.get("required_if", ""),
        who=who,
        values=tuple(entry.get("values", ())),
        check=entry.get("check", ""),
        aliases=tuple(entry.get("aliases", ())),
        note=entry.get("note", ""),
    )
    known = (
        field.kind in KINDS
        and field.check in CHECKS
        and field.required_if in CONDITIONS
        and required in {"yes", "no"}
        and set(field.required_for) <= set(who) <= set("LNG")
    )
    if not known:
        raise ValueError(f"数据项“{field.code}”的定义不对：种类、校验、必填或者适用对象无法识别")
    return field
