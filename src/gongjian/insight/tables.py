"""The tables of the yearly report as data: columns, counting rules, order of severity. Pure."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from gongjian.common.data import data_folder

STATED = "stated"


@dataclass(frozen=True, slots=True)
class Column:
    code: str
    name: str
    count: str
    kinds: tuple[str, ...]
    money: bool

    @property
    def table(self) -> str:
        return self.code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class TableDef:
    code: str
    name: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class ReportDef:
    """The report's tables and columns; `severity` from the lightest kind of penalty."""

    code: str
    version: str
    source: str
    period: str
    severity: tuple[str, ...]
    tables: tuple[TableDef, ...]
    columns: tuple[Column, ...]

    def columns_of(self, table: str) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.table == table)

    @property
    def stated(self) -> tuple[Column, ...]:
        """Return what a person must tell, since this system does not know it."""
        return tuple(column for column in self.columns if column.count == STATED)

    def column_of(self, kinds: Iterable[str]) -> Column | None:
        """Return where a decision with these kinds counts, once: the heaviest; None without any."""
        known = [kind for kind in kinds if kind in self.severity]
        if not known:
            return None
        heaviest = max(known, key=self.severity.index)
        return next(c for c in self.columns if heaviest in c.kinds)


@cache
def report_def() -> ReportDef:
    """Return the shipped report, read once in the life of the process.

    Raises:
        ValueError: a kind of penalty has no column, or two.
    """
    path = data_folder("formats") / "annual-report.toml"
    return read_report(path.read_text(encoding="utf-8"))


def read_report(text: str) -> ReportDef:
    """Return the report that a text defines."""
    found = tomllib.loads(text)
    head: Mapping[str, str] = found["report"]
    columns = tuple(
        Column(c["code"], c["name"], c["count"], tuple(c.get("kinds", ())), c.get("money", False))
        for c in found["column"]
    )
    severity = tuple(found["report"]["severity"])
    placed = sorted(kind for column in columns for kind in column.kinds)
    if placed != sorted(severity):
        raise ValueError("每一种处罚应当恰好列入一列，并列入轻重次序")
    return ReportDef(
        code=head["code"],
        version=head["version"],
        source=head["source"],
        period=head["period"],
        severity=severity,
        tables=tuple(TableDef(**t) for t in found["table"]),
        columns=columns,
    )
