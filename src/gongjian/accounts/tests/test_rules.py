"""How names and passwords are spelt, and how long a session lives."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.accounts.rules import (
    IDLE,
    LONGEST,
    clean_password,
    clean_username,
    session_problem,
    too_plain,
)

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["wang.li", " Wang.Li ", "ＷＡＮＧ．ＬＩ"])
def test_a_user_name_has_one_spelling(typed: str) -> None:
    assert clean_username(typed) == "wang.li"


def test_a_password_keeps_its_case_and_inner_spaces() -> None:
    assert clean_password(" Ab c ") == "Ab c"
    assert clean_password("e\u0301") == "\u00e9"


@pytest.mark.parametrize(
    "password",
    ["aaaaaaaaaaaa", "abcdefghijklmn", "210987654321", "a1b2a1b2a1b2", "甲乙甲乙甲乙甲乙"],
)
def test_a_long_password_that_is_soon_guessed_is_too_plain(password: str) -> None:
    assert too_plain(password)


@pytest.mark.parametrize(
    "password", ["correcthorsebattery", "山外青山楼外楼西湖歌舞", "730912558164"]
)
def test_no_kind_of_character_is_asked_of_a_password(password: str) -> None:
    assert not too_plain(password)


@given(st.integers(0, 10**5), st.integers(0, 10**5))
def test_a_session_lives_until_idle_or_old(idle: int, age: int) -> None:
    seen = NOW - timedelta(seconds=min(idle, age))
    signed_in = NOW - timedelta(seconds=age)

    problem = session_problem(signed_in=signed_in, seen=seen, now=NOW)

    assert bool(problem) == (NOW - seen > IDLE or age > LONGEST.total_seconds())
