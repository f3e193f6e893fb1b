"""Frozen tables laid out for a page and as CSV: the columns of the form become lines."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongjian.common.money import yuan

SHARES = {"public": "其中公示中", "gone": "已撤下", "closed": "未公开"}
NONE = "—"
CSV_HEAD = (
    *("table", "column", "name", "agency", "n", "public", "gone", "closed", "amount_fen"),
    *("counted", "beyond", "reason"),
)


Link = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One table: a head, lines of a label and its cells, what was added by whom for what reason.

    `rules`: name, counting rule and source of each column that has one.
    """

    code: str
    name: str
    unit: str
    note: str
    recompute: str
    head: tuple[str, ...]
    lines: tuple["Line", ...]
    added: tuple[str, ...]
    rules: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One column of the form: its name, its cells, and where each leads ("" where nowhere)."""

    label: str
    cells: tuple[str, ...]
    links: tuple[str, ...]

    @property
    def linked(self) -> list[tuple[str, str]]:
        return list(zip(self.cells, self.links, strict=True))


def nowhere(column: str, agency: str) -> str:
    """Lead nowhere: the public sees no row behind a figure."""
    return ""


def laid_out(tables: Sequence[Mapping[str, Any]], link: Link = nowhere) -> list[Shown]:
    """Return the tables for a page: a line for each column, a column for each agency.

    `link` returns where the rows behind a column of an agency are read ("" for all together).
    """
    return [_shown(table, link) for table in tables]


def _shown(table: Mapping[str, Any], link: Link) -> Shown:
    rows, shared = table["rows"], table["code"] == "T2"
    head = [row["agency"] for row in rows] if len(rows) > 1 else []
    head = [*head, "合计" if head else "数量", *(SHARES.values() if shared else ())]
    money = any(c["money"] for c in table["columns"])
    columns = table["columns"]
    return Shown(
        code=table["code"],
        name=table["name"],
        unit=table["unit"],
        note=table["note"],
        recompute=table.get("recompute", ""),
        head=(*head, "金额（元）") if money else tuple(head),
        lines=tuple(_line(table, c, link, shared=shared, money=money) for c in columns),
        added=tuple(_added(table)),
        rules=tuple((c["name"], c["rule"], c["source"]) for c in columns if c.get("rule")),
    )


def _line(
    table: Mapping[str, Any], column: Mapping[str, Any], link: Link, *, shared: bool, money: bool
) -> Line:
    rows, code = table["rows"], column["code"]
    cells = [row["cells"][code] for row in rows]
    several = len(rows) > 1
    words = [_number(column, c.get("n")) for c in cells] if several else []
    links = [
        _linked(column, c, link, row.get("uid", "")) for c, row in zip(cells, rows, strict=True)
    ]
    every = _linked(column, {"n": _sum(cells, "n")}, link, "")
    links = [*links, every] if several else [every]
    words.append(_number(column, _sum(cells, "n")))
    if shared:
        words += [_number(column, _sum(cells, share)) for share in SHARES]
    if money:
        fen = _sum(cells, "fen")
        words.append(NONE if fen is None else yuan(fen))
    links += [""] * (len(words) - len(links))
    return Line(column["name"], tuple(words), tuple(links))


def _linked(column: Mapping[str, Any], cell: Mapping[str, Any], link: Link, agency: str) -> str:
    """Lead to the rows behind a number, where the system holds any."""
    held = column["how"] not in {"stated", "sum"} and cell.get("n")
    return link(column["code"], agency) if held else ""


def _added(table: Mapping[str, Any]) -> Iterator[str]:
    """Tell of each figure to which acts outside the system were added: both parts, the reason."""
    for column in table["columns"]:
        for row in table["rows"]:
            cell = row["cells"][column["code"]]
            if not cell.get("reason"):
                continue
            counted, beyond = (_number(column, cell[part]) for part in ("counted", "beyond"))
            who = f"（{row['agency']}）" if len(table["rows"]) > 1 else ""
            yield (
                f"{column['name']}{who}：系统统计{counted}，另有{beyond}由机关填报。"
                f"{cell['reason'].rstrip('。')}。"
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
                told += [cell.get(name) for name in ("counted", "beyond", "reason")]
                numbers = ["" if v is None else str(v) for v in told]
                yield [table["code"], column["code"], column["name"], row["agency"], *numbers]
