"""Conditions between fields: broken ones are told at the field, near misses pass."""

from datetime import date
from typing import Any

import pytest

from gongjian.documents.catalogue import definitions
from gongjian.documents.paper.conditions import Condition, broken, condition_of, misfits
from gongjian.jurisdiction.profiles import profile

LABELS = {"a": "甲", "b": "乙"}


def said(condition: Condition, **values: Any) -> dict[str, str]:
    return broken([condition], values, LABELS, lambda code: 8)


@pytest.mark.parametrize(
    ("row", "bad", "good"),
    [
        (
            {"not_before": ["a", "b"]},
            {"a": "2026-03-12T09:29:00+08:00", "b": "2026-03-12T09:30:00+08:00"},
            {"a": "2026-03-12T09:30:00+08:00", "b": "2026-03-12T09:30:00+08:00"},
        ),
        (
            {"not_before": ["a", "b"]},
            {"a": "2026-03-11", "b": "2026-03-12T00:00:00+08:00"},
            {"a": "2026-03-12", "b": "2026-03-12T23:59:00+08:00"},
        ),
        (
            {"within": ["a", "b"], "limit": "hours"},
            {"a": "2026-03-12T09:30:00+08:00", "b": "2026-03-12T17:30:01+08:00"},
            {"a": "2026-03-12T09:30:00+08:00", "b": "2026-03-12T17:30:00+08:00"},
        ),
        ({"at_least_one_of": ["a", "b"]}, {"a": None, "b": None}, {"a": None, "b": "有"}),
        ({"differ": ["a", "b"]}, {"a": "李示例", "b": "李示例"}, {"a": "李示例", "b": None}),
    ],
)
def test_each_rule_refuses_the_fault_and_passes_the_near_miss(
    row: dict[str, Any], bad: dict[str, Any], good: dict[str, Any]
) -> None:
    condition = condition_of(row)

    assert list(said(condition, **bad)) in (["a"], ["b"])
    assert said(condition, **good) == {}


def test_a_sentence_of_the_definition_stands_in_place_of_the_usual_one() -> None:
    condition = condition_of({"differ": ["a", "b"], "message": "询问人和记录人不能是同一人"})

    assert said(condition, a="李", b="李") == {"b": "询问人和记录人不能是同一人"}


def test_the_usual_sentence_names_the_fields() -> None:
    condition = condition_of({"not_before": ["a", "b"]})

    assert said(condition, a="2026-03-11", b="2026-03-12") == {"a": "“甲”早于“乙”，请核对"}


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"not_before": ["a", "b"], "differ": ["a", "b"]},
        {"not_before": ["a"]},
        {"not_before": ["a", "b", "c"]},
        {"within": ["a", "b"]},
        {"differ": ["a", "b"], "limit": "hours"},
        {"differ": ["a", "b"], "surprise": 1},
    ],
)
def test_a_malformed_check_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="check"):
        condition_of(row)


@pytest.mark.parametrize(
    ("row", "kinds"),
    [
        ({"not_before": ["a", "b"]}, {"a": "date"}),
        ({"not_before": ["a", "b"]}, {"a": "date", "b": "text"}),
        ({"within": ["a", "b"], "limit": "x"}, {"a": "date", "b": "moment"}),
    ],
)
def test_a_check_of_fields_it_cannot_ask_is_refused(
    row: dict[str, Any], kinds: dict[str, str]
) -> None:
    assert list(misfits(condition_of(row), kinds))


def test_every_limit_that_a_shipped_check_names_is_a_number_of_hours() -> None:
    national = profile("national")
    for form in definitions().values():
        for condition in form.conditions:
            if condition.limit:
                assert national.limit(condition.limit, "", date(2026, 3, 2)).unit == "hour"
