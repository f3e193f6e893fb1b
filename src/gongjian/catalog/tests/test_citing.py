"""Provisions as decisions quote them."""

from datetime import date

import pytest

from gongjian.catalog.citing import chinese, cited
from gongjian.catalog.library import cause_on, causes

TODAY = date(2026, 3, 2)


def basis(code: str) -> str:
    cause = cause_on(code, TODAY)
    assert cause is not None
    return cited(a for a in cause.articles if a.role == "basis")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (24, "二十四"),
        (30, "三十"),
        (100, "一百"),
        (108, "一百零八"),
        (112, "一百一十二"),
        (118, "一百一十八"),
        (500, "五百"),
        (1000, "一千"),
        (1010, "一千零一十"),
        (1095, "一千零九十五"),
        (1108, "一千一百零八"),
        (1120, "一千一百二十"),
    ],
)
def test_numbers_of_articles_are_written_in_chinese(number: int, text: str) -> None:
    assert chinese(number) == text


def test_what_law_and_article_share_is_said_once() -> None:
    assert basis("waste-sign") == (
        "《中华人民共和国固体废物污染环境防治法》第一百一十二条第一款第一项、第二款"
    )
    assert basis("air-excess") == "《中华人民共和国大气污染防治法》第九十九条第二项"


def test_every_cause_cites_duty_and_basis() -> None:
    for cause in causes():
        assert cited(a for a in cause.articles if a.role == "violated").startswith("《")
        assert cited(a for a in cause.articles if a.role == "basis").startswith("《")
