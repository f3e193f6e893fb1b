"""How old the party was at the act, whatever is known, and what the law makes of it."""

from datetime import date
from typing import Any

import pytest

from gongjian.cases.ages import Age, age_at_act, not_lighter, too_young
from gongjian.cases.models import Case
from gongjian.matters.models import Matter
from gongjian.parties.models import Party
from gongjian.parties.rules import was_minor

TODAY = date(2026, 3, 2)


def case(born: str = "2010-06-01", kind: str = "natural", **values: Any) -> Case:
    matter = Matter(profile="dazhou", domain="environment")
    return Case(matter=matter, party=Party(kind=kind, born_on=born), **values)


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ({"act_ended_on": date(2026, 1, 1)}, Age(15, 14)),
        ({"act_ended_on": date(2024, 6, 1)}, Age(13, 14)),  # full only the day after
        ({"act_ended_on": date(2024, 6, 2)}, Age(14, 14)),
        ({"born": "2000-06-01", "act_ended_on": date(2026, 1, 1)}, Age(25, 14)),
        ({"born": "2012-03-01"}, Age(14, 14)),  # goes on: the day itself
        ({"born": ""}, None),
        ({"kind": "enterprise"}, None),
    ],
)
def test_the_age_is_that_at_the_end_of_the_act(known: dict[str, Any], found: Age | None) -> None:
    assert age_at_act(case(**known), TODAY) == found


CHILD, MINOR, ADULT = Age(13, 14), Age(14, 14), Age(18, 14)


def test_nobody_below_the_age_is_punished_and_the_police_ask_by_a_fact() -> None:
    ordinary, public = case(), case(public_order=True)

    assert "13周岁，不满14周岁" in too_young(ordinary, CHILD)
    assert [CHILD.punished, MINOR.punished] == [False, True]
    passed = [(ordinary, MINOR), (ordinary, ADULT), (ordinary, None), (public, CHILD)]
    assert [too_young(*one) for one in passed] == [""] * 4


@pytest.mark.parametrize(
    ("minor", "reasons", "lacks"),
    [
        (True, "依裁量基准处罚。", True),
        (True, "不满十八周岁，从轻处罚。", False),
        (True, "不满十八周岁，减轻处罚。", False),
        (False, "依裁量基准处罚。", False),
    ],
)
def test_a_minor_is_punished_more_lightly_in_words(minor: bool, reasons: str, lacks: bool) -> None:
    told = not_lighter(minor, reasons)

    assert ("应当从轻或者减轻处罚" in told) == lacks
    assert lacks or told == ""


@pytest.mark.parametrize(
    ("acted", "years", "minor"),
    [(date(2028, 6, 1), 17, True), (date(2028, 6, 2), 18, False)],
)
def test_who_acts_on_the_eighteenth_birthday_is_under_age(
    acted: date, years: int, minor: bool
) -> None:
    found = age_at_act(case(act_ended_on=acted), acted)

    assert found is not None
    assert (found.years, found.minor, was_minor(date(2010, 6, 1), acted)) == (years, minor, minor)
