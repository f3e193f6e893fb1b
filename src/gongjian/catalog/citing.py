"""Provisions in the words that a decision quotes them with."""

import re
from collections.abc import Iterable

from .definitions import MOST_ARTICLES, Article

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Return a whole number below 10,000 in Chinese: 112 → 一百一十二, 1095 → 一千零九十五.

    Raises:
        ValueError: another number.
    """
    if not 0 < number < MOST_ARTICLES:
        msg = f"no article is numbered {number}"
        raise ValueError(msg)
    text = "".join(
        f"{_DIGITS[int(digit)]}{place}" if digit != "0" else "零"
        for digit, place in zip(f"{number:04}", ("千", "百", "十", ""), strict=True)
    )
    text = re.sub("零+", "零", text).strip("零")
    return text.removeprefix("一") if 10 <= number < 20 else text


def place(article: Article) -> str:
    """Return article, paragraph and item: 第一百一十二条第一款第一项."""
    return f"第{chinese(article.article)}条{_inside(article)}"


def cited(articles: Iterable[Article]) -> str:
    """Return provisions as a decision quotes them; what law and article share is said once."""
    text, last = "", None
    for article in articles:
        if last is not None and (last.law, last.article) == (article.law, article.article):
            text += f"、{_inside(article)}"
        elif last is not None and last.law == article.law:
            text += f"、{place(article)}"
        else:
            text += f"{'；' if text else ''}《{article.law}》{place(article)}"
        last = article
    return text


def _inside(article: Article) -> str:
    text = f"第{chinese(article.paragraph)}款" if article.paragraph else ""
    return text + (f"第{chinese(article.item)}项" if article.item else "")
