"""Money: strict reading, separators, capital characters against a naive reference."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongjian.common.money import MOST_FEN, capital_yuan, parse_capital, parse_yuan, yuan

DIGITS = "零壹贰叁肆伍陆柒捌玖"


def read_capital(text: str) -> int:
    """Read capital characters back into fen, knowing only what each character is worth."""
    total = part = digit = 0
    fen = 0
    small = {"拾": 10, "佰": 100, "仟": 1000}
    for char in text.removesuffix("整"):
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in small:
            part, digit = part + digit * small[char], 0
        elif char == "万":
            total, part, digit = total + (part + digit) * 10**4, 0, 0
        elif char == "亿":
            total, part, digit = (total + part + digit) * 10**8, 0, 0
        elif char == "元":
            fen, part, digit, total = (total + part + digit) * 100, 0, 0, 0
        elif char == "角":
            fen, digit = fen + digit * 10, 0
        elif char == "分":
            fen, digit = fen + digit, 0
    return fen


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (120_000, "壹仟贰佰元整"),
        (5_212_000, "伍万贰仟壹佰贰拾元整"),
        (10_050, "壹佰元伍角整"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (1_680_32, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (100_050_000, "壹佰万零伍佰元整"),
        (10_000_000_000, "壹亿元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (123_456_789_012_34, "壹仟贰佰叁拾肆亿伍仟陆佰柒拾捌万玖仟零壹拾贰元叁角肆分"),
        (12_345_678_901_234_56, "壹拾贰万叁仟肆佰伍拾陆亿柒仟捌佰玖拾万壹仟贰佰叁拾肆元伍角陆分"),
    ],
)
def test_sums_are_written_as_banks_ask(fen: int, text: str) -> None:
    assert capital_yuan(fen) == text


@given(st.integers(0, MOST_FEN))
@example(MOST_FEN)
def test_capital_characters_read_back_to_the_same_sum(fen: int) -> None:
    text = capital_yuan(fen)

    assert read_capital(text) == fen
    assert "零零" not in text
    assert not re.search("零[万亿元]", text.removeprefix("零元"))


@pytest.mark.parametrize("fen", [-1, MOST_FEN + 1])
def test_sums_out_of_range_are_a_programmer_s_mistake(fen: int) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        capital_yuan(fen)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1234.5", 123_450),
        ("1,234.50 元", 123_450),
        ("￥１，２３４．５０", 123_450),
        ("0", 0),
        ("0.01", 1),
        ("1,234,567", 123_456_700),
    ],
)
def test_typed_sums_are_read_to_the_fen(typed: str, fen: int) -> None:
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-1",
        "1.234",
        "1,23.4",
        "12,34",
        "1e5",
        "一百",
        "1 000",
        "1.",
        ".5",
        "１٣",
        "0x10",
        "1万",
    ],
)
def test_nothing_is_guessed_or_rounded(typed: str) -> None:
    with pytest.raises(ValueError, match="请核对"):
        parse_yuan(typed)


def test_a_sum_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="过大"):
        parse_yuan("9" * 17)


@given(st.integers(0, MOST_FEN))
def test_what_is_shown_reads_back(fen: int) -> None:
    assert parse_yuan(yuan(fen)) == fen
    assert yuan(fen) == f"{fen // 100:,}.{fen % 100:02}"


def test_a_negative_sum_keeps_its_sign() -> None:
    assert yuan(-5) == "-0.05"


@given(st.integers(0, MOST_FEN))
def test_a_sum_in_capitals_is_read_back(fen: int) -> None:
    assert parse_capital(capital_yuan(fen)) == fen


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("伍万贰仟壹佰贰拾圆正", 5_212_000),
        ("人民币壹仟零伍元零叁分", 100_503),
        ("壹拾万元", 10_000_000),
        ("伍角", 50),
        ("零元整", 0),
    ],
)
def test_usual_ways_to_write_a_sum_are_read(written: str, fen: int) -> None:
    assert parse_capital(written) == fen


@pytest.mark.parametrize(
    "written",
    ["", "伍贰仟元整", "五万元整", "伍万", "伍万元整整", "拾元元整", "贰仟叁万元整", "元整"],
)
def test_what_is_no_sum_in_capitals_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="请核对"):
        parse_capital(written)
