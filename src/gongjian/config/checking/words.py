"""The report as Chinese tables for a terminal: columns aligned by the width of characters."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from .report import CheckReport, Departure

EFFECTS = {
    "stricter": "更严，依本地",
    "looser": "较宽，依上层",
    "equal": "相同",
    "added": "本地新增",
    "joined": "与上层合并",
    "own": "由各地自定",
}


def printed(report: CheckReport) -> Iterator[str]:
    """Yield the lines of the report."""
    yield from _section(
        "程序",
        ("名称", "版本", "环节", "步骤", "旁步", "要求", "状态", "毫秒"),
        [
            (p["name"], p["version"], p["places"], p["steps"], p["side_steps"], p["invariants"],
             p["states"], p["milliseconds"])
            for p in report.processes
        ],
    )  # fmt: skip
    yield from _section(
        "规则表",
        ("代码", "法域", "名称", "版本", "输入", "行"),
        [
            (t["code"], t["profile"], t["name"], t["version"], t["inputs"], t["rows"])
            for t in report.tables
        ],
    )
    yield from _section(
        "法域",
        ("代码", "名称", "上层", "参数", "其中期限", "条款", "自有规则表"),
        [
            (p["code"], p["name"], p["base"] or "—", p["parameters"], p["limits"], p["clauses"],
             p["tables"])
            for p in report.profiles
        ],
    )  # fmt: skip
    yield from _totals(report)
    yield from _differences(report.differences)
    yield ""
    yield f"问题 {len(report.problems)} 个（{report.milliseconds:.0f} 毫秒）"


def _totals(report: CheckReport) -> Iterator[str]:
    limits, years = report.limits, report.holidays
    yield ""
    yield f"期限：{limits['codes']} 个代码、{limits['rows']} 行，其中本系统设定 {limits['ours']} 行"
    fields = sum(d["fields"] for d in report.documents)
    outward = sum(bool(d["outward"]) for d in report.documents)
    yield f"文书：{len(report.documents)} 种、{fields} 个字段，其中对外文书 {outward} 种"
    yield f"案由：{report.causes} 个，裁量基准和证据指引均已验证"
    if years:
        unsure = "、".join(map(str, years["unannounced"])) or "无"
        yield f"放假安排：{years['first']}–{years['last']} 年，尚未公布：{unsure}"


def _differences(found: Sequence[Departure]) -> Iterator[str]:
    for place, members in groupby(found, key=lambda one: one.place):
        rows = list(members)
        yield ""
        yield f"【{place}与上层规定的差别】{len(rows)} 处"
        for number, one in enumerate(rows, 1):
            yield f"{number:>3}. {one.matter} · {EFFECTS[one.effect]}"
            yield f"     本地：{one.here}　—— {one.here_clause}"
            if one.above_clause:
                yield f"     上层：{one.above or '（空）'}　—— {one.above_clause}"


def _section(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(heads, *cells, strict=True)]
    numeric = [bool(rows) and all(isinstance(r[n], int | float) for r in rows)
               for n in range(len(heads))]  # fmt: skip
    yield ""
    yield f"【{title}】{len(rows)} 份"
    for row in (heads, *cells):
        padded = (_pad(c, w, right=r) for c, w, r in zip(row, widths, numeric, strict=True))
        yield "  ".join(padded).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
