"""Provisions in the words that a decision quotes them with."""

from collections.abc import Iterable

from .definitions import Article

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Return a whole number below 1,000 in Chinese: 112 → 一百一十二, 20 → 二十, 10 → 十.

    Raises:
        ValueError: another number.
    """
    if not 0 < number < 1000:
        msg = f"no article is numbered {number}"
        raise ValueError(msg)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


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
