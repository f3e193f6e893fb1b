"""Names: one spelling, and shown without their owner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.common.text import (
    clean_name,
    first_few,
    item_zh,
    mask_middle,
    mask_name,
    shorten,
    statutes,
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  张 三 ", "张三"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提 ・ 艾力", "买买提·艾力"),
        ("喆堃䶮", "喆堃䶮"),
        ("𬱖", "𬱖"),
        ("John  Smith", "John Smith"),
        ("Ｊohn", "Ｊohn"),
        ("", ""),
    ],
)
def test_names_get_one_spelling(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张某"),
        ("张三丰", "张某"),
        ("欧阳震华", "欧阳某"),
        ("司马光", "司马某"),
        ("欧阳", "欧某"),
        ("买买提·艾力", "买某"),
        ("欧阳·艾力", "欧某"),
        ("𬱖三", "𬱖某"),
        ("John Smith", "J某"),
        ("", ""),
    ],
)
def test_a_masked_name_keeps_the_surname_only(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@given(st.text(alphabet="张王李赵欧阳诸葛司马艾力·买提", min_size=2, max_size=12))
def test_a_masked_name_never_tells_length_or_given_name(name: str) -> None:
    shown = mask_name(name)

    assert shown == "" or (shown.endswith("某") and len(shown) <= 3)


@given(st.text())
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    assert clean_name(clean_name(typed)) == clean_name(typed)


@pytest.mark.parametrize(
    ("value", "shown"), [("13800138000", "138****8000"), ("1234567", "*******"), ("", "")]
)
def test_the_middle_is_hidden_and_short_values_whole(value: str, shown: str) -> None:
    assert mask_middle(value, head=3, tail=4) == shown


def test_a_shortened_text_says_so() -> None:
    assert shorten("一二三四五", 3) == "一二…"
    assert shorten("一二三", 3) == "一二三"


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("行政处罚法 第五十八条; DZ10", "行政处罚法 第五十八条"),
        ("达州市实施方案 DZ1(1)；国办发〔2018〕118号 四", "达州市实施方案；国办发〔2018〕118号 四"),
        ("电子签名法 第十三条; GB/T 33358", "电子签名法 第十三条；GB/T 33358"),
        ("HN25", ""),
        ("行政处罚法 第六十条；decision-extension", "行政处罚法 第六十条"),
    ],
)
def test_a_source_is_read_without_the_codes_of_our_rule_list(source: str, read: str) -> None:
    assert statutes(source) == read


@pytest.mark.parametrize(
    ("clause", "read"),
    [
        ("DZ4(1)", "第4（1）项"),
        ("HN6", "第6项"),
        ("XM4.1.1、XM4.1.5", "第4.1.1项、第4.1.5项"),
        ("行政处罚法 第六十条", "行政处罚法 第六十条"),
        ("", ""),
    ],
)
def test_a_clause_of_a_local_document_is_read_as_the_document_counts(
    clause: str, read: str
) -> None:
    assert item_zh(clause) == read


def test_of_many_names_a_sentence_lists_the_first_and_counts_all() -> None:
    assert first_few(["甲", "乙", "丙"]) == "甲、乙、丙"
    assert first_few([f"第{n}人" for n in range(60)]) == "第0人、第1人、第2人等60人"
    assert first_few([]) == ""
