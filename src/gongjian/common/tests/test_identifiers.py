"""Citizen numbers, credit codes and telephones."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.common import identifiers as ids

TODAY = date(2026, 11, 24)
AREAS = ["110105", "533001", "532331", "511702", "340402"]


def naive_citizen_check(body: str) -> str:
    """Follow the standard to the letter: weights are 2^(18-i) mod 11 from the left."""
    total = sum(int(c) * (2 ** (17 - i) % 11) for i, c in enumerate(body))
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def naive_unified_check(body: str) -> str:
    """Multiply out instead of reducing each weight."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * 3**i for i, c in enumerate(body))
    return alphabet[(31 - total % 31) % 31]


@pytest.mark.parametrize(
    ("typed", "value", "born_on", "sex"),
    [
        ("11010519491231002X", "11010519491231002X", date(1949, 12, 31), "女"),
        ("11010519491231002x", "11010519491231002X", date(1949, 12, 31), "女"),
        (" 532331 20050601 0015", "532331200506010015", date(2005, 6, 1), "男"),
        ("５３２３３１２００５０６０１００１５", "532331200506010015", date(2005, 6, 1), "男"),
    ],
)
def test_the_standard_s_examples_are_read(typed: str, value: str, born_on: date, sex: str) -> None:
    found = ids.citizen_id(typed, TODAY)

    assert (found.value, found.born_on, found.sex) == (value, born_on, sex)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("110105194912310021", "校验不通过"),
        ("110105491231002", "15位"),
        ("1101051949123100", "18位"),
        ("1101051949123100AX", "18位"),
        ("", "18位"),
        ("990105194912310024", "地区代码"),
        ("000000194912310021", "地区代码"),
        ("110105194902300022", "不存在"),
        ("110105199913010019", "不存在"),
        ("110105000001010019", "不存在"),
        ("110105203001010019", "晚于今天"),
    ],
)
def test_a_wrong_citizen_number_is_refused_with_its_reason(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        ids.citizen_id(typed, TODAY)


@given(
    st.sampled_from(AREAS),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)
def test_every_well_formed_number_agrees_with_the_naive_check(
    area: str, born_on: date, serial: int
) -> None:
    body = f"{area}{born_on:%Y%m%d}{serial:03}"

    found = ids.citizen_id(body + naive_citizen_check(body), TODAY)

    assert found.born_on == born_on
    assert found.sex == ("男" if serial % 2 else "女")


@given(st.data())
def test_one_wrong_digit_in_a_citizen_number_is_always_found(data: st.DataObject) -> None:
    good = "532331200506010015"
    place = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from(sorted(set("0123456789") - {good[place]})))

    with pytest.raises(ValueError, match="公民身份号码"):
        ids.citizen_id(good[:place] + other + good[place + 1 :], TODAY)


def test_a_person_born_today_is_accepted_and_one_born_tomorrow_is_not() -> None:
    today, tomorrow = (f"110105{d:%Y%m%d}001" for d in (TODAY, TODAY + timedelta(days=1)))

    assert ids.citizen_id(today + naive_citizen_check(today), TODAY).born_on == TODAY
    with pytest.raises(ValueError, match="晚于今天"):
        ids.citizen_id(tomorrow + naive_citizen_check(tomorrow), TODAY)


@pytest.mark.parametrize("code", ["91530100MA0000015A", "91320105780688132K", "92530100MA000002XJ"])
def test_published_examples_of_credit_codes_are_read(code: str) -> None:
    assert ids.unified_code(f" {code.lower()} ") == code


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("91530100MA0000015B", "校验不通过"),
        ("91530100MA0000016A", "校验不通过"),
        ("91530100MA000001", "18位"),
        ("91530100MAO000015A", "18位"),
        ("91990100MA0000015A", "登记地"),
        ("9153A100MA0000015A", "登记地"),
        ("00000000000000000X", "占位"),
        ("", "18位"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_its_reason(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        ids.unified_code(typed)


def test_a_company_s_inner_organisation_code_must_hold_too() -> None:
    body = "91530100MA0000016"

    with pytest.raises(ValueError, match="校验不通过"):
        ids.unified_code(body + naive_unified_check(body))


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_the_credit_check_agrees_with_the_naive_one(body: str) -> None:
    assert ids.unified_check(body) == naive_unified_check(body)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("13800138000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0818-2222222", "0818-2222222"),
        ("08182222222", "0818-2222222"),
        ("（010）88888888", "010-88888888"),
        ("0878-3456789-12", "0878-3456789-12"),
    ],
)
def test_telephones_get_one_spelling(typed: str, value: str) -> None:
    assert ids.phone(typed) == value


@pytest.mark.parametrize("typed", ["", "12345", "12800138000", "1380013800", "abc", "0818-1222222"])
def test_a_wrong_telephone_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape("请核对")):
        ids.phone(typed)


@given(st.text(max_size=40))
def test_no_text_brings_anything_but_a_plain_refusal(typed: str) -> None:
    for read in (lambda t: ids.citizen_id(t, TODAY), ids.unified_code, ids.phone):
        assert read_or_refusal(read, typed)


def read_or_refusal(read: Callable[[str], object], typed: str) -> bool:
    try:
        return bool(read(typed))
    except ValueError as error:
        return "请" in str(error)
