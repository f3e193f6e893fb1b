"""The written part of the report, drafted from its own tables. Pure; nobody is ranked by fines."""

from collections.abc import Mapping, Sequence
from typing import Any

from gongjian.common.money import yuan

Table = Mapping[str, Any]
MEASURES = ("seal", "seize", "freeze", "other_measure")


def analysed(
    agency: str, year: int, tables: Sequence[Table], last_total: int, overturned: int
) -> str:
    """Return paragraphs on the year: what was decided, compared with the year before, how open."""
    penalties = next(t for t in tables if t["code"] == "T2")
    total = _sum(penalties, "T2.total", "n")
    said = [_headline(agency, year, penalties, total)]
    if total:
        said.append(_kinds(penalties))
        said.append(_compared(year, total, last_total))
        said.append(_open(penalties))
    if overturned:
        said.append(
            f"上述决定中有{overturned}件其后被依法撤销、变更或者确认无效，依计数规则仍然计入。"
        )
    said += filter(None, [_reviewed(penalties), _remedied(penalties), _besides(tables)])
    said += filter(None, [_others(tables)])
    return "\n".join(said)


def _headline(agency: str, year: int, table: Table, total: int) -> str:
    several = len(table["rows"]) - 1
    who = f"{agency}及所属{several}个机关" if several else agency
    if not total:
        return f"{year}年，{who}没有作出行政处罚决定。"
    summary = _sum(table, "T2.summary", "n")
    return (
        f"{year}年，{who}共作出行政处罚决定{total}件，其中适用简易程序{summary}件、"
        f"普通程序{total - summary}件；决定罚没金额{yuan(_sum(table, 'T2.money', 'n'))}元。"
    )


def _kinds(table: Table) -> str:
    counts = [
        f"{c['name']}{n}件"
        for c in table["columns"]
        if c["how"] == "heaviest" and (n := _sum(table, c["code"], "n"))
    ]
    return f"按最重的处罚种类计：{'、'.join(counts)}。"


def _compared(year: int, total: int, last: int) -> str:
    if not last:
        return f"本系统没有{year - 1}年的行政处罚决定，不作比较。"
    change = total - last
    if not change:
        return f"与{year - 1}年（{last}件）持平。"
    share = f"{abs(change) * 100 / last:.1f}%"
    return f"比{year - 1}年（{last}件）{'增加' if change > 0 else '减少'}{abs(change)}件，{share}。"


def _open(table: Table) -> str:
    public, gone, closed = (_sum(table, "T2.total", s) for s in ("public", "gone", "closed"))
    text = f"至汇总时，公示中{public}件"
    text += f"，公示后依法撤下{gone}件" if gone else ""
    text += f"，依法不予公开或者尚未公示{closed}件" if closed else ""
    return f"{text}。"


def _reviewed(table: Table) -> str:
    reviews, corrected = (_sum(table, f"T2.{c}", "n") for c in ("reviews", "corrected"))
    moved = _sum(table, "T2.transfers", "n")
    said = [f"法制审核{reviews}件次，其中提出纠正意见{corrected}件次"] if reviews else []
    said += [f"向司法机关移送涉嫌犯罪案件{moved}件"] if moved else []
    return f"{'；'.join(said)}。" if said else ""


def _remedied(table: Table) -> str:
    said = []
    for taken_up, lost, words in (
        ("reconsidered", "reconsidered_lost", "被申请行政复议{}件，其中被纠错{}件"),
        ("sued", "sued_lost", "被提起行政诉讼{}件，其中败诉{}件"),
    ):
        counts = [_sum(table, f"T2.{code}", "n") for code in (taken_up, lost)]
        said += [words.format(*counts)] if any(counts) else []
    return f"{'；'.join(said)}。" if said else ""


def _besides(tables: Sequence[Table]) -> str:
    """Tell of measures, applications to the court and inspections, where there were any."""
    compulsion, others = (next(t for t in tables if t["code"] == code) for code in ("T3", "T4"))
    measures = sum(_sum(compulsion, f"T3.{c}", "n") for c in MEASURES)
    said = [f"采取行政强制措施{measures}件"] if measures else []
    asked = _sum(compulsion, "T3.court", "n")
    said += [f"申请法院强制执行{asked}件"] if asked else []
    visits = _sum(others, "T4.inspections", "n")
    said += [f"开展行政检查{visits}次"] if visits else []
    return f"{'；'.join(said)}。" if said else ""


def _others(tables: Sequence[Table]) -> str:
    missing = sum(
        cell["n"] is None
        for table in tables
        for row in table["rows"]
        for cell in row["cells"].values()
    )
    if not missing:
        return ""
    return "各表中标为“—”的栏目不由本系统统计，本年度没有填报数据。"


def _sum(table: Table, code: str, name: str) -> int:
    return sum(row["cells"][code].get(name) or 0 for row in table["rows"])
