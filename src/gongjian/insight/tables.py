"""The tables of the yearly report as data: columns, counting rules, order of severity. Pure."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from gongjian.common.data import data_folder

STATED = "stated"
# Counted by `counting.penalties` or added up; every other word is a kind of `CountedAct`.
OF_PENALTIES = frozenset({"heaviest", "total", "money", "summary", "ordinary"})
SUM = "sum"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `rule` says what is counted on which day, `source` which note or law says so."""

    code: str
    name: str
    count: str
    kinds: tuple[str, ...]
    money: bool
    rule: str
    source: str

    @property
    def table(self) -> str:
        return self.code.partition(".")[0]

    @property
    def takes_more(self) -> bool:
        """Whether acts outside the system may be added: it is counted, and no sum of others."""
        return self.count not in {STATED, SUM, "total", "remade"}


@dataclass(frozen=True, slots=True)
class TableDef:
    code: str
    name: str
    unit: str
    note: str
    recompute: str


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
    def counted(self) -> tuple[Column, ...]:
        """Return the numbers that this system counts and a person may add to."""
        return tuple(c for c in self.columns if c.takes_more and c.count != "money")

    @property
    def sums(self) -> tuple[Column, ...]:
        """Return which of the stated columns ask for a sum as well."""
        return tuple(column for column in self.columns if column.money)

    def column(self, code: str) -> Column | None:
        """Return a column by its code."""
        return next((column for column in self.columns if column.code == code), None)

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
        Column(
            code=c["code"],
            name=c["name"],
            count=c["count"],
            kinds=tuple(c.get("kinds", ())),
            money=c.get("money", False),
            rule=c.get("rule", ""),
            source=c.get("source", ""),
        )
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
