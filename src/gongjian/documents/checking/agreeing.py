"""Faults that show beside the rest of the case: names, dates, remedies, the notice, numbers."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from gongjian.documents.paper.values import day_zh

from .model import Beside, Finding, Paper, Severity

PAST = ("facts", "evidence", "statement", "findings")  # what these tell of has happened
TOLD = ("facts", "violated", "basis")
REMEDIES = ("review_body", "review_term", "court", "court_term")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,20}字〔\d{4}〕\d+号")
_GOODS = re.compile(r"^(?P<name>.+?)，价值(?P<worth>人民币[^，]*元）|无法确定)")
_WRONG_BRACKETS = re.compile(r"字[\[(（【［]\d{4}[\])）】］]\s*\d+号")


def names(paper: Paper, beside: Beside) -> Iterator[Finding]:
    """Find documents that call the party by another name than it is registered with.

    Source: 行政处罚法 第五十九条第一款第一项.
    """
    for one in (paper, *beside.others):
        for code in _party_fields(one):
            text = one.values.get(code)
            if text and text != beside.party:
                grave = one is paper or one is beside.told
                yield Finding(
                    "party-name",
                    Severity.ERROR if grave else Severity.WARNING,
                    one.place(code),
                    f"写的是“{text}”，登记的当事人是“{beside.party}”",
                    "请更正当事人名称或者重新制作这份文书" if grave else "请核对并说明情况",
                )


def _party_fields(paper: Paper) -> Sequence[str]:
    # A letter to somebody else names its recipient and, apart, the party it is about.
    known = paper.form.fields
    return ["party_name"] if "party_name" in known else [c for c in ("recipient",) if c in known]


def days(paper: Paper, beside: Beside) -> Iterator[Finding]:
    """Find days in the text that do not exist, and facts that lie ahead."""
    for code, text in paper.texts():
        for match in _DAY.finditer(text):
            on = _day(match)
            if on is None:
                yield _dated(paper, code, f"没有{match[0]}这一天")
            elif on > paper.made_on and code in PAST:
                yield _dated(paper, code, f"{match[0]}还没有到，不能写成已经发生的事")


def ahead(paper: Paper, beside: Beside) -> Iterator[Finding]:
    """Find dates that lie after the document where its definition does not look ahead."""
    for code, field in paper.form.fields.items():
        value = paper.values.get(code)
        if field.kind not in {"date", "moment"} or field.future or not value:
            continue
        on = date.fromisoformat(value[:10])
        if on > paper.made_on:
            yield _dated(paper, code, f"{day_zh(on)}晚于文书日期")


def order(paper: Paper, beside: Beside) -> Iterator[Finding]:
    """Find a decision before its notice was made or had reached the party.

    Source: 行政处罚法 第四十四条、第四十五条.
    """
    where = f"《{paper.form.name}》的日期"
    todo = "请先告知当事人并听取意见，再作出决定"
    if beside.told is not None and beside.told.made_on > paper.made_on:
        told = f"早于《{beside.told.form.name}》的日期（{day_zh(beside.told.made_on)}）"
        yield Finding("order", Severity.ERROR, where, told, todo)
    elif beside.told_on is not None and beside.told_on > paper.made_on:
        told = f"早于告知书送达的日期（{day_zh(beside.told_on)}）"
        yield Finding("order", Severity.ERROR, where, told, todo)


def remedies(paper: Paper, beside: Beside) -> Iterator[Finding]:
    """Find remedies that are missing, and terms or bodies that the rules of the place do not give.

    Source: 行政处罚法 第五十九条第一款第五项.
    """
    for code in (c for c in REMEDIES if c in paper.form.fields):
        if not paper.values.get(code):
            yield Finding(
                "remedy-missing", Severity.ERROR, paper.place(code), "没有写明", "请补充后再签发"
            )
    for code, wanted in beside.expected.items():
        text = paper.values.get(code)
        if text and wanted and text != wanted:
            yield Finding(
                "as-the-rules-say",
                Severity.ERROR,
                paper.place(code),
                f"写的是“{text}”，本地规定是“{wanted}”",
                "请按规定改正",
            )


def told(paper: Paper, beside: Beside) -> Iterator[Finding]:
    """Find facts or articles of a decision that the notice did not tell.

    Source: 行政处罚法 第四十四条、第四十五条第二款、第六十二条.
    """
    if beside.told is None:
        return
    for code in (c for c in TOLD if c in paper.form.fields and c in beside.told.form.fields):
        if paper.values.get(code) != beside.told.values.get(code):
            yield Finding(
                "beyond-notice",
                Severity.ERROR,
                paper.place(code),
                f"与《{beside.told.form.name}》告知的不一致",
                "请按告知的内容决定，或者重新告知",
            )


def goods(paper: Paper, beside: Beside) -> Iterator[Finding]:
    """Find goods that the notice did not name, and goods worth something else in another paper.

    Source: 行政处罚法 第四十四条、第四十五条第二款、第五十九条第一款第三项.
    """
    if "penalties" not in paper.form.fields:
        return
    mine = _goods_of(paper)
    for one in beside.others if mine else ():
        if "penalties" not in one.form.fields:
            continue
        theirs, words = _goods_of(one), "".join(text for _, text in one.texts("penalties"))
        for name, worth in mine.items():
            if name in theirs and theirs[name] != worth:
                told = f"“{name}”的价值是{worth}，《{one.form.name}》写的是{theirs[name]}"
                yield _of_goods(paper, told)
            elif one is beside.told and name.removeprefix("没收非法财物：") not in words:
                yield _of_goods(paper, f"“{name}”在《{one.form.name}》中没有告知")


def _goods_of(paper: Paper) -> dict[str, str]:
    found = (_GOODS.match(text) for _, text in paper.texts("penalties"))
    return {match["name"]: match["worth"] for match in found if match}


def _of_goods(paper: Paper, told: str) -> Finding:
    todo = "请核对没收的物品和价值，或者说明理由"
    return Finding("goods", Severity.WARNING, paper.place("penalties"), told, todo)


def numbers(paper: Paper, beside: Beside) -> Iterator[Finding]:
    """Find numbers of another form than the series has, and numbers of other cases.

    Source: GB/T 9704-2012 7.2.5.
    """
    for one in (paper, *beside.others):
        if one.number and not _well_formed(one, beside.short_name):
            yield Finding(
                "number-form",
                Severity.ERROR if one is paper else Severity.WARNING,
                f"《{one.form.name}》的文号",
                f"“{one.number}”不合本机关“{one.form.series}”的编号格式",
                "请核对机关代字和文号设置",
            )
    known = beside.rests_on | {one.number for one in (paper, *beside.others)}
    for code, text in paper.texts():
        if wrong := _WRONG_BRACKETS.search(text):
            told = f"文号“{wrong[0]}”的年份没有用六角括号〔〕"
            yield _cited_number(paper, code, told)
        for number in _NUMBER.findall(text):
            own = number[number.find(beside.short_name) :] if beside.short_name in number else ""
            if beside.short_name and own and own not in known:
                yield _cited_number(paper, code, f"文号“{own}”不是本案文书的文号")


def _well_formed(paper: Paper, short_name: str) -> bool:
    head = re.escape(f"{short_name}{paper.form.series}字〔{paper.made_on.year}〕")
    return re.fullmatch(rf"{head}[1-9]\d*号", paper.number) is not None


def _cited_number(paper: Paper, code: str, message: str) -> Finding:
    todo = "请核对文号，或者说明引用的是哪份文书"
    return Finding("number-cited", Severity.WARNING, paper.place(code), message, todo)


def _dated(paper: Paper, code: str, message: str) -> Finding:
    return Finding("date", Severity.ERROR, paper.place(code), message, "请核对日期后改正")


def _day(match: "re.Match[str]") -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
