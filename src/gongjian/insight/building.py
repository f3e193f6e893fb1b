"""The report put together: tables that are frozen, the text that is drafted, the query told."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

from gongjian.cases.choices import PenaltyKind
from gongjian.orgs.models import Agency

from .analysis import analysed
from .counting import SHARES, acts, overturned, penalties, total_of
from .tables import STATED, Column, ReportDef

Told = Mapping[str, tuple[int | None, int | None]]
Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Built:
    tables: list[Table]
    analysis: str
    query: str
    digest: str


def build(agency: Agency, year: int, told: Told, form: ReportDef, analysis: str = "") -> Built:
    """Return the report of a year: counted, stated, and explained by the system unless written."""
    tables = _tables(agency, year, told, form)
    text = analysis or analysed(
        agency.name, year, tables, total_of(agency, year - 1), overturned(agency, year)
    )
    return Built(tables, text, _query(agency, year, form), digest(tables))


def digest(tables: list[Table]) -> str:
    """Return the SHA-256 of the frozen tables (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(tables)).hexdigest()


def _tables(agency: Agency, year: int, told: Told, form: ReportDef) -> list[Table]:
    by_agency = penalties(agency, year, form)
    below = {a.name: a for a in Agency.objects.filter(path__startswith=agency.path)}
    known = {name: acts(a, year) for name, a in below.items()}
    made = []
    for table in form.tables:
        columns = form.columns_of(table.code)
        names = [name for name in by_agency if table.code == "T2" or name == agency.name]
        rows = [
            {
                "agency": name,
                "cells": {c.code: _cell(c, by_agency[name], known[name], told) for c in columns},
            }
            for name in names
        ]
        made.append(
            {
                "code": table.code,
                "name": table.name,
                "unit": table.unit,
                "note": table.note,
                "columns": [
                    {"code": c.code, "name": c.name, "how": c.count, "money": c.money}
                    for c in columns
                ],
                "rows": rows,
            }
        )
    return made


def _cell(
    column: Column, cells: Mapping[str, Counter[str]], known: Mapping[str, int], told: Told
) -> dict[str, int | None]:
    """Return one cell: `n`, for penalties its three shares, where asked the sum in fen."""
    if column.count == STATED:
        n, fen = told.get(column.code, (None, None))
        return {"n": n} | ({"fen": fen} if column.money else {})
    if column.count in known:
        return {"n": known[column.count]}
    shares = cells.get(column.code, Counter())
    found: dict[str, int | None] = {"n": sum(shares.values())}
    return found | {share: shares[share] for share in SHARES}


def _query(agency: Agency, year: int, form: ReportDef) -> str:
    order = "、".join(f"{PenaltyKind(kind).label}（{kind}）" for kind in form.severity)
    return (
        f"{form.code}/{form.version}：{agency.name}及所属机关（机关代码路径 {agency.path}），"
        f"处罚决定书日期 {year}-01-01 至 {year}-12-31，给予处罚且未作废。"
        "表二“公示中”一栏等于开放数据 decisions.jsonl 中 agency 为该机关、decided_on 在此期间、"
        "kinds 不为空的各行，每行按轻重次序列入最重的一种，procedure 分程序，"
        f"fine_fen 与 confiscated_fen 之和为金额（分）。轻重次序（自轻至重）：{order}"
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
    for row in cells["T1"]:
        known = {name: row[f"T1.{name}"]["n"] or 0 for name in ("granted", "refused")}
        come = (row["T1.accepted"]["n"] or 0) + (row["T1.carried"]["n"] or 0)
        if sum(known.values()) > come:
            found.append("表一“许可”与“不予许可”之和大于“受理”与“上年结转”之和，请核对")
    return found
