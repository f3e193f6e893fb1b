"""How old the party was at the act, whatever is known, and what the law makes of it."""

from datetime import date
from typing import Any

import pytest

from gongjian.cases.ages import Age, age_at_act, not_lighter, too_young
from gongjian.cases.models import Case
from gongjian.matters.models import Matter
from gongjian.parties.models import Party

TODAY = date(2026, 3, 2)


def case(born: str = "2010-06-01", kind: str = "natural", **values: Any) -> Case:
    matter = Matter(profile="dazhou", domain="environment")
    return Case(matter=matter, party=Party(kind=kind, born_on=born), **values)


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({"act_ended_on": date(2026, 1, 1)}, Age(15, 14, minor=True)),
        ({"act_ended_on": date(2024, 6, 1)}, Age(13, 14, minor=True)),  # full only the day after
        ({"act_ended_on": date(2024, 6, 2)}, Age(14, 14, minor=True)),
        ({"born": "2000-06-01", "act_ended_on": date(2026, 1, 1)}, Age(25, 14, minor=False)),
        ({"born": "2012-03-01"}, Age(14, 14, minor=True)),  # goes on: the day itself
        ({"born": ""}, None),
        ({"kind": "enterprise"}, None),
    ],
)
def test_the_age_is_that_at_the_end_of_the_act(known: dict[str, Any], found: Age | None) -> None:
    assert age_at_act(case(**known), TODAY) == found


CHILD, MINOR, ADULT = Age(13, 14, minor=True), Age(14, 14, minor=True), Age(18, 14, minor=False)


def test_nobody_below_the_age_is_punished_and_the_police_ask_by_a_fact() -> None:
    ordinary, public = case(), case(public_order=True)

    assert "13周岁，不满14周岁" in too_young(ordinary, CHILD)
    assert [CHILD.punished, MINOR.punished] == [False, True]
    passed = [(ordinary, MINOR), (ordinary, ADULT), (ordinary, None), (public, CHILD)]
    assert [too_young(*one) for one in passed] == [""] * 4


@pytest.mark.parametrize(
    ("age", "reasons", "lacks"),
    [
        (MINOR, "依裁量基准处罚。", True),
        (MINOR, "不满十八周岁，从轻处罚。", False),
        (MINOR, "不满十八周岁，减轻处罚。", False),
        (ADULT, "依裁量基准处罚。", False),
        (None, "依裁量基准处罚。", False),
    ],
)
def test_a_minor_is_punished_more_lightly_in_words(
    age: Age | None, reasons: str, lacks: bool
) -> None:
    told = not_lighter(age, reasons)

    assert ("应当从轻或者减轻处罚" in told) == lacks
    assert lacks or told == ""
