"""Which law may be cited on which day, and what the refusal says."""

from datetime import date

import pytest

from gongjian.catalog.laws import laws, load_laws, not_in_force, same_law, versions, wrong_laws
from gongjian.catalog.library import causes
from gongjian.catalog.reading import read
from gongjian.catalog.testing import REPEALED
from gongjian.process import DefinitionError

pytestmark = pytest.mark.requirement("Q9")
LAST, FIRST = date(2026, 8, 14), date(2026, 8, 15)
ON = date(2026, 11, 27)


def told(text: str, *days: date, on: date = ON) -> str:
    return "；".join(wrong_laws(text, days, on))


@pytest.mark.parametrize("law", REPEALED)
def test_what_the_ecological_code_repealed_is_cited_until_its_last_day(law: str) -> None:
    """Source: 生态环境法典 第一千二百四十二条."""
    text = f"《中华人民共和国{law}》第一条"

    assert told(text, LAST) == ""
    assert "应当引用《中华人民共和国生态环境法典》" in told(text, FIRST)
    assert "2026年8月14日以后不再施行" in told(text, FIRST)


def test_a_law_is_not_cited_before_its_first_day() -> None:
    text = "《中华人民共和国生态环境法典》第一千一百七十五条"

    assert told(text, FIRST) == ""
    assert "自2026年8月15日起施行，2026年8月14日还没有施行" in told(text, LAST)
    assert "环境保护法" in told(text, LAST)


def test_any_of_the_days_that_may_decide_will_do() -> None:
    assert told("《中华人民共和国环境保护法》第一条", FIRST, LAST) == ""


def test_what_was_replaced_twice_names_what_is_in_force() -> None:
    text = "《中华人民共和国环境噪声污染防治法》第一条"

    assert "应当引用《中华人民共和国噪声污染防治法》" in told(text, LAST)
    assert "应当引用《中华人民共和国生态环境法典》" in told(text, FIRST)


@pytest.mark.parametrize(
    ("text", "day", "part"),
    [
        ("《治安管理处罚法》第一百一十九条", date(2025, 12, 31), ""),
        ("《治安管理处罚法》第一百二十条", date(2025, 12, 31), "共119条，没有第一百二十条"),
        ("《治安管理处罚法》第一百二十条", date(2026, 1, 1), ""),
        ("《治安管理处罚法》第一百四十五条", date(2026, 1, 1), "共144条"),
        (
            "《治安管理处罚法》（2012年修正）第二十三条",
            date(2026, 1, 1),
            "2026年1月1日起施行",
        ),
        ("《治安管理处罚法》（2012年修正）第二十三条", date(2025, 12, 31), ""),
        ("《治安管理处罚法》（2025年修订）第二十六条", date(2026, 1, 1), ""),
        ("《治安管理处罚法》（公安部令第1号）第二十六条", date(2026, 1, 1), ""),
    ],
)
def test_versions_of_one_name_are_told_apart(text: str, day: date, part: str) -> None:
    assert told(text, day) == "" if not part else part in told(text, day)


def test_a_law_of_procedure_binds_by_the_day_of_the_proceedings() -> None:
    text = "《中华人民共和国行政处罚法》第八十条"

    assert told(text, date(2021, 7, 1), on=ON) == ""
    assert "共64条" in told(text, date(2021, 7, 1), on=date(2021, 7, 14))


def test_a_short_name_is_the_same_law() -> None:
    assert "生态环境法典" in told("《环评法》第三条", FIRST)
    assert same_law("环保法", "中华人民共和国环境保护法")
    assert same_law("《甲法》", "中华人民共和国甲法")
    assert not same_law("环境保护法", "海洋环境保护法")


def test_what_the_table_does_not_know_is_not_judged() -> None:
    assert told("《青川市扬尘污染防治条例》第三百条", FIRST) == ""
    assert versions("青川市扬尘污染防治条例") == ()


def test_each_fault_is_told_once() -> None:
    assert len(list(wrong_laws("《环境保护法》第一条、第二条", [FIRST], ON))) == 1


def test_every_cause_cites_what_was_in_force_through_all_its_days() -> None:
    for cause in causes():
        for article in cause.articles:
            cited = read(f"《{article.law}》第{article.article}条")[0]
            for day in (cause.effective_from, cause.effective_to or ON):
                assert not_in_force(cited, (day,), day) == "", cause.origin


def test_every_law_a_cause_cites_is_in_the_table() -> None:
    assert {a.law for c in causes() for a in c.articles} <= {law.name for law in laws()}


LAW = """
[[law]]
name = "甲法"
layer = "law"
effective_from = 2020-01-01
source = "甲法 第九条"
confidence = "SRC"
"""


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (LAW + LAW, "效力期间重叠"),
        (LAW + 'instead = "乙法"\n', "不在表中"),
        (LAW + "effective_to = 2019-12-31\n", "早于"),
        (LAW.replace('"law"', '"x"'), "layer"),
        (LAW.replace("SRC", "x"), "confidence"),
        (LAW + 'years = ["二〇二〇"]\n', "年份的列表"),
        (LAW + "misspelt = 1\n", "misspelt"),
        (LAW.replace("source", "sourc"), "source"),
    ],
)
def test_a_faulty_table_is_refused_with_its_reason(text: str, part: str) -> None:
    with pytest.raises(DefinitionError, match=part):
        load_laws(text)


def test_two_versions_follow_each_other() -> None:
    first = LAW + "effective_to = 2020-12-31\n"

    assert len(load_laws(first + LAW.replace("2020-01-01", "2021-01-01"))) == 2


@pytest.mark.parametrize(
    ("text", "days", "whole"),
    [
        (
            "《生态环境法典》第一条",
            (date(2026, 8, 13), LAST),
            "《中华人民共和国生态环境法典》自2026年8月15日起施行，2026年8月14日还没有施行。请引用当时有效的规定"
            "（《中华人民共和国环境保护法》、《中华人民共和国环境影响评价法》、"
            "《中华人民共和国海洋环境保护法》等）",
        ),
        (
            "《治安管理处罚法》第一条",
            (date(1990, 1, 1),),
            "《中华人民共和国治安管理处罚法》自2006年3月1日起施行，1990年1月1日还没有施行。"
            "请引用当时有效的规定（《中华人民共和国治安管理处罚条例》）",
        ),
        (
            "《环境噪声污染防治法》第一条",
            (date(2022, 6, 5),),
            "《中华人民共和国环境噪声污染防治法》2022年6月4日以后不再施行"
            "（噪声污染防治法 第九十条）。2022年6月5日应当引用《中华人民共和国噪声污染防治法》",
        ),
        ("《环境噪声污染防治法》第一条", (date(2022, 6, 4),), ""),
        (
            "《生态环境法典》第一千二百四十三条",
            (FIRST,),
            "《生态环境法典》自2026年8月15日起施行的版本共1242条，没有第一千二百四十三条。请按该版本核对条号",
        ),
        (
            "《治安管理处罚法》（2012年修正）第二十三条",
            (date(2026, 1, 1),),
            "《治安管理处罚法》写的是“2012年修正”，应当适用2026年1月1日起施行的版本（2025年）。请改引该版本的条款",
        ),
        # An edition of no version is left to the reader, and so is an article of either day.
        ("《治安管理处罚法》（2019年）第二十三条", (date(2026, 1, 1),), ""),
        ("《治安管理处罚法》第一百二十条", (date(2025, 12, 31), date(2026, 1, 1)), ""),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_cite(
    text: str, days: tuple[date, ...], whole: str
) -> None:
    assert told(text, *days) == whole


def test_versions_may_last_a_day_and_never_share_one() -> None:
    day = LAW + "effective_to = 2020-01-01\n"

    assert len(load_laws(day + LAW.replace("2020-01-01", "2020-01-02"))) == 2
    with pytest.raises(DefinitionError, match="效力期间重叠"):
        load_laws(day + LAW)


def test_a_year_that_is_no_number_is_refused_beside_one_that_is() -> None:
    with pytest.raises(DefinitionError, match="年份的列表"):
        load_laws(LAW + 'years = [2020, "二〇二一"]\n')
    with pytest.raises(DefinitionError, match="年份的列表"):
        load_laws(LAW + "years = 2020\n")


def test_a_table_holds_laws_alone() -> None:
    with pytest.raises(DefinitionError, match="rule"):
        load_laws(LAW + '[[rule]]\nname = "x"\n')
