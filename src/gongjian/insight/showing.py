"""Frozen tables laid out for a page and as CSV: the columns of the form become lines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongjian.common.money import yuan

SHARES = {"public": "其中公示中", "gone": "已撤下", "closed": "未公开"}
NONE = "—"
CSV_HEAD = ("table", "column", "name", "agency", "n", "public", "gone", "closed", "amount_fen")


@dataclass(frozen=True, slots=True)
class Shown:
    """One table: a head, and lines of a label and its cells."""

    code: str
    name: str
    unit: str
    note: str
    head: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]


def laid_out(tables: Sequence[Mapping[str, Any]]) -> list[Shown]:
    """Return the tables for a page: a line for each column, a column for each agency."""
    return [_shown(table) for table in tables]


def _shown(table: Mapping[str, Any]) -> Shown:
    rows, shared = table["rows"], table["code"] == "T2"
    head = [row["agency"] for row in rows] if len(rows) > 1 else []
    head = [*head, "合计" if head else "数量", *(SHARES.values() if shared else ())]
    money = any(c["money"] for c in table["columns"])
    lines = []
    for column in table["columns"]:
        cells = [row["cells"][column["code"]] for row in rows]
        words = [_number(column, c.get("n")) for c in cells] if len(rows) > 1 else []
        words.append(_number(column, _sum(cells, "n")))
        if shared:
            words += [_number(column, _sum(cells, share)) for share in SHARES]
        if money:
            fen = _sum(cells, "fen")
            words.append(NONE if fen is None else yuan(fen))
        lines.append((column["name"], tuple(words)))
    if money:
        head.append("金额（元）")
    return Shown(
        table["code"], table["name"], table["unit"], table["note"], tuple(head), tuple(lines)
    )


def _sum(cells: Sequence[Mapping[str, int | None]], name: str) -> int | None:
    known = [n for cell in cells if (n := cell.get(name)) is not None]
    return sum(known) if known else None


def _number(column: Mapping[str, Any], n: int | None) -> str:
    if n is None:
        return NONE
    return yuan(n) if column["how"] == "money" else str(n)


def csv_lines(tables: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    """Yield every cell as one line of `CSV_HEAD`; money in fen, what is not told empty."""
    for table in tables:
        for column in table["columns"]:
            for row in table["rows"]:
                cell = row["cells"][column["code"]]
                n, fen = cell.get("n"), cell.get("fen")
                if column["how"] == "money":
                    n, fen = None, n
                told = [n, *(cell.get(share) for share in SHARES), fen]
                numbers = ["" if v is None else str(v) for v in told]
                yield [table["code"], column["code"], column["name"], row["agency"], *numbers]
