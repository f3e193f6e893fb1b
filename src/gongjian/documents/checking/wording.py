"""Faults that a text shows by itself: blanks, sums, citations."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from gongjian.common.money import parse_capital, yuan

from .model import Beside, Finding, Paper, Severity

_BLANKS = (
    re.compile(r"[_＿]{2,}"),
    re.compile(r"(?<![A-Za-z0-9])[Xx×]{2,}(?![A-Za-z0-9])"),
    re.compile(r"【[^】0-9]*】"),
    re.compile(r"（(?:空白|待填|待补充|此处填写)[^）]*）"),
)
_WORDS = r"(?:人民币)?(?P<words>[零〇壹贰貳叁肆伍陆柒捌玖拾佰仟万萬亿億元圆角分整正]{2,})"
_SUM = r"(?:￥|¥|人民币)?(?P<digits>\d[\d,，]*(?:\.\d{1,2})?)(?P<wan>万)?元"
_PAIRS = (
    re.compile(rf"{_WORDS}[（(]{_SUM}[）)]"),
    re.compile(rf"{_SUM}[（(](?:大写)?[:：]?{_WORDS}[）)]"),
)
_BARE_SUM = re.compile(_SUM)
_LAW = re.compile(r"《([^》]+)》")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇\d]+条")
CITING = ("violated", "basis")


# A text with none of these has no blank, one without 元 no sum: most texts are looked at once.
_MARK = re.compile(r"[_＿Xx×【（]")


def blanks(paper: Paper, beside: Beside) -> Iterator[Finding]:
    """Find places left to be filled in: `____`, `XX`, `【】`."""
    for code, text in paper.texts():
        if not _MARK.search(text):
            continue
        found = next((match for blank in _BLANKS if (match := blank.search(text))), None)
        if found:
            yield Finding(
                "blank",
                Severity.ERROR,
                paper.place(code),
                f"还有没有填写的空白“{found[0]}”",
                "请填写或者删去后再签发",
            )


def sums_agree(paper: Paper, beside: Beside) -> Iterator[Finding]:
    """Find sums whose words and digits differ, and words that are no sum.

    Source: 支付结算办法 附一《正确填写票据和结算凭证的基本规定》.
    """
    for code, text in paper.texts():
        if "元" not in text:
            continue
        for match in (m for pair in _PAIRS for m in pair.finditer(text)):
            digits = _fen(match)
            try:
                words = parse_capital(match["words"])
            except ValueError as error:
                yield _sum(paper, code, str(error))
                continue
            if words != digits:
                told = f"大写是{yuan(words)}元，小写是{yuan(digits)}元，两者不一致"
                yield _sum(paper, code, told)


def fine_adds_up(paper: Paper, beside: Beside) -> Iterator[Finding]:
    """Find a fine that is not the sum of the penalty items, and items without words.

    Source: 行政处罚法 第五十九条第一款第三项.
    """
    if "fine" not in paper.form.fields or "penalties" not in paper.form.fields:
        return
    items = [text for _, text in paper.texts("penalties") if "罚款" in text]
    sums = [_fen(match) for text in items if (match := _BARE_SUM.search(text))]
    stated = paper.values.get("fine") or 0
    if sum(sums) != stated:
        yield Finding(
            "fine-total",
            Severity.ERROR,
            paper.place("fine"),
            f"罚款数额是{yuan(stated)}元，处罚内容中各项罚款合计{yuan(sum(sums))}元",
            "请核对各项金额后重新拟定",
        )
    for text in items:
        if _BARE_SUM.search(text) and not any(pair.search(text) for pair in _PAIRS):
            yield Finding(
                "sum-without-words",
                Severity.WARNING,
                paper.place("penalties"),
                f"“{text[:40]}”只有小写金额",
                "请同时写大写金额，或者说明理由",
            )


def citations(paper: Paper, beside: Beside) -> Iterator[Finding]:
    """Find laws cited without an article, and articles without the law's name in 《》.

    Source: 行政处罚法 第五十九条第一款第三项; 国办发〔2018〕118号 三（八）.
    """
    for code in (code for code in CITING if code in paper.form.fields):
        for _, text in paper.texts(code):
            laws = list(_LAW.finditer(text))
            head = text[: laws[0].start()] if laws else text
            if not laws or _ARTICLE.search(head):
                yield _cited(paper, code, f"“{text[:40]}”没有写在书名号《》中的法律名称")
            for law, following in zip_longest(laws, laws[1:]):
                end = following.start() if following else len(text)
                if not _ARTICLE.search(text[law.end() : end]):
                    yield _cited(paper, code, f"引用《{law[1]}》没有写明第几条")


def _cited(paper: Paper, code: str, message: str) -> Finding:
    todo = "请写法律全称和条、款、项，例如《中华人民共和国行政处罚法》第五十九条第一款"
    return Finding("citation", Severity.ERROR, paper.place(code), message, todo)


def _sum(paper: Paper, code: str, message: str) -> Finding:
    return Finding(
        "sum-words", Severity.ERROR, paper.place(code), message, "请改正大写或者小写金额"
    )


def _fen(match: "re.Match[str]") -> int:
    whole = Decimal(match["digits"].replace(",", "").replace("，", ""))
    return int(whole * (1_000_000 if match["wan"] else 100))
