"""Filters and tags."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from gongjian.ui.templatetags import ui

TODAY = date(2026, 11, 24)


def test_dates_are_written_as_tables_and_as_prose() -> None:
    late_evening_utc = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)

    assert ui.day(late_evening_utc) == "2026-11-22"
    assert ui.date_zh(late_evening_utc) == "2026年11月22日"
    assert ui.moment(late_evening_utc) == "2026-11-22 01:00"
    assert ui.weekday(TODAY) == "星期二"


def test_money_has_separators_and_its_unit() -> None:
    assert ui.yuan(123456) == "1,234.56元"
    assert ui.yuan(None) == ""


@pytest.mark.parametrize(
    ("due_on", "words", "tone"),
    [
        (date(2026, 11, 23), "超期 1 日", "late"),
        (date(2026, 11, 24), "今日到期", "near"),
        (date(2026, 11, 27), "剩 3 日", "near"),
        (date(2026, 11, 28), "剩 4 日", "plain"),
    ],
)
def test_colour_is_only_for_late_and_near(due_on: date, words: str, tone: str) -> None:
    html = Template("{% due on today %}").render(Context({"on": due_on, "today": TODAY}))

    assert words in html
    assert f'class="badge {tone} due"' in html


@pytest.mark.parametrize(
    ("due_on", "words"), [(date(2026, 11, 23), "已届满"), (date(2026, 11, 25), "剩 1 日")]
)
def test_the_end_of_a_right_is_no_lateness(due_on: date, words: str) -> None:
    html = Template("{% due on today True %}").render(Context({"on": due_on, "today": TODAY}))

    assert words in html
    assert 'class="badge plain due"' in html
