"""The report put together: tables that are frozen, the text that is drafted, the query told."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import rfc8785

from gongjian.cases.choices import PenaltyKind
from gongjian.orgs.models import Agency

from .analysis import analysed
from .counting import SHARES, Cells, acts, below, overturned, penalties, total_of
from .stating import Stated, Told, told_below
from .tables import OF_PENALTIES, STATED, SUM, Column, ReportDef, TableDef

Table = dict[str, Any]
Cell = dict[str, Any]
Lines = Mapping[UUID, Mapping[str, Cell]]


class BelowCounted(ValueError):
    """A stated figure is less than what the system holds."""

    def __init__(self, column: Column, counted: int) -> None:
        self.column, self.counted = column, counted
        super().__init__(f"{column.code}: {counted}")


@dataclass(frozen=True, slots=True)
class Built:
    tables: list[Table]
    analysis: str
    query: str
    digest: str


def build(agency: Agency, year: int, told: Told, form: ReportDef, analysis: str = "") -> Built:
    """Return the report of a year: counted, stated, and explained by the system unless written.

    A fixed number of queries, however many agencies and years there are.

    Raises:
        BelowCounted: a stated figure is less than what the system itself counted.
    """
    tables = tables_of(agency, year, told, form)
    text = analysis or analysed(
        agency.name, year, tables, total_of(agency, year - 1), overturned(agency, year)
    )
    return Built(tables, text, _query(agency, year, form), digest(tables))


def digest(tables: list[Table]) -> str:
    """Return the SHA-256 of the frozen tables (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(tables)).hexdigest()


def tables_of(agency: Agency, year: int, told: Told, form: ReportDef) -> list[Table]:
    """Return the tables, a line for the agency and each one below it; five queries."""
    agencies = below(agency)
    of_penalties, others = penalties(agencies, year, form), acts(agencies, year)
    stated = {**told_below(agencies[1:], year), agency.uid: told}
    lines = {
        one.uid: line_of(form, of_penalties[one.uid], others[one.uid], stated.get(one.uid, {}))
        for one in agencies
    }
    return [_table(table, form.columns_of(table.code), agencies, lines) for table in form.tables]


def _table(
    table: TableDef, columns: tuple[Column, ...], agencies: Sequence[Agency], lines: Lines
) -> Table:
    return {
        "code": table.code,
        "name": table.name,
        "unit": table.unit,
        "note": table.note,
        "recompute": table.recompute,
        "columns": [
            {
                "code": c.code,
                "name": c.name,
                "how": c.count,
                "money": c.money,
                "rule": c.rule,
                "source": c.source,
            }
            for c in columns
        ],
        "rows": [
            {
                "agency": one.name,
                "uid": str(one.uid),
                "cells": {c.code: lines[one.uid][c.code] for c in columns},
            }
            for one in agencies
        ],
    }


def line_of(form: ReportDef, cells: Cells, known: Counter[str], told: Told) -> dict[str, Cell]:
    """Return every cell of one agency; what was stated adds to the sums it belongs to."""
    line = {c.code: _cell(c, cells, known, told.get(c.code, Stated())) for c in form.columns}
    for column in form.columns:
        if column.count == SUM:
            parts = [line[c.code]["n"] for c in form.columns_of(column.table) if c is not column]
            line[column.code] = {"n": sum(n for n in parts if n is not None)}
        elif column.count == "total":
            parts = [line[c.code].get("beyond", 0) for c in form.columns if c.count == "heaviest"]
            _add(line[column.code], sum(parts), "")
    return line


def _cell(column: Column, cells: Cells, known: Counter[str], told: Stated) -> Cell:
    """Return one cell: `n`, for penalties its three shares, where asked the sum in fen.

    Where a person stated more than was counted: `counted`, `beyond` and the `reason` as well.
    """
    if column.count == STATED:
        return {"n": told.n} | ({"fen": told.fen} if column.money else {})
    if column.count in OF_PENALTIES:
        shares = cells.get(column.code, Counter())
        cell: Cell = {"n": sum(shares.values())} | {share: shares[share] for share in SHARES}
    else:
        cell = {"n": known[column.count]}
    whole = told.fen if column.count == "money" else told.n
    if whole is not None and whole < cell["n"]:
        raise BelowCounted(column, cell["n"])
    _add(cell, told.beyond or (0 if whole is None else whole - cell["n"]), told.reason)
    return cell


def _add(cell: Cell, beyond: int, reason: str) -> None:
    """Put what was done outside the system on top of what was counted, both to be seen."""
    if beyond:
        cell |= {"n": cell["n"] + beyond, "counted": cell["n"], "beyond": beyond, "reason": reason}


def _query(agency: Agency, year: int, form: ReportDef) -> str:
    order = "、".join(f"{PenaltyKind(kind).label}（{kind}）" for kind in form.severity)
    return (
        f"{form.code}/{form.version}：{agency.name}及所属机关（机关代码路径 {agency.path}），"
        f"处罚决定书日期 {year}-01-01 至 {year}-12-31，给予处罚且未作废。"
        "表二“公示中”一栏等于开放数据 decisions.jsonl 中 agency 为该机关、decided_on 在此期间、"
        "kinds 不为空的各行，每行按轻重次序列入最重的一种，procedure 分程序，"
        f"fine_fen 与 confiscated_fen 之和为金额（分）。轻重次序（自轻至重）：{order}。"
        "其余各栏按所列规则逐件计数；下级机关各行另加其已审定年报中填报的数字。"
    )


def faults_of(tables: list[Table]) -> list[str]:
    """Return which cross-checks of the tables do not hold; [] when all do.

    Source: 行政执法统计年报 表间关系.
    """
    cells = {t["code"]: [r["cells"] for r in t["rows"]] for t in tables}
    found = []
    for row in cells["T2"]:
        total = row["T2.total"]["n"]
        kinds = [c["code"] for t in tables for c in t["columns"] if c["how"] == "heaviest"]
        if sum(row[code]["n"] for code in kinds) != total:
            found.append("表二各种类之和不等于合计")
        if row["T2.summary"]["n"] + row["T2.ordinary"]["n"] != total:
            found.append("表二简易程序与普通程序之和不等于合计")
        if row["T2.remade"]["n"] > total:
            found.append("表二“其中重新作出”大于合计")
    for row in cells["T1"]:
        known = {name: row[f"T1.{name}"]["n"] or 0 for name in ("granted", "refused")}
        come = (row["T1.accepted"]["n"] or 0) + (row["T1.carried"]["n"] or 0)
        if sum(known.values()) > come:
            found.append("表一“许可”与“不予许可”之和大于“受理”与“上年结转”之和，请核对")
    return found
