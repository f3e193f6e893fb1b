"""Several acts of one person: decided apart, executed together."""

from typing import Any

import pytest

from gongjian.cases.public_order.separate import (
    MOST_ACTS,
    Days,
    act_of,
    days_of,
    faults,
    merged,
    numbers,
    of_act,
)

FIGHT, DAMAGE = ("殴打他人", "第五十一条第一款"), ("故意损毁财物", "第五十九条")
BASIS = "《治安管理处罚法》第五十一条第一款、第五十九条"


def detained(days: int, act: int | None = None) -> dict[str, Any]:
    return {"kind": "detention", "days": days} | ({"act": act} if act else {})


def wrong(
    *items: dict[str, Any], acts: Any = (FIGHT, DAMAGE), basis: str = BASIS, most: int = 15
) -> dict[str, str]:
    return faults(acts, items, basis=basis, most_of_one=most)


def test_acts_are_numbered_in_words() -> None:
    listed = numbers()

    assert listed[0] == ("1", "第一种违法行为")
    assert [code for code, _ in listed] == [str(n) for n in range(1, MOST_ACTS + 1)]


def test_an_item_without_a_number_speaks_of_the_only_act() -> None:
    first, second = detained(5), detained(3, 2)

    assert (act_of(first), act_of(second)) == (1, 2)
    assert of_act([first, second], 1) == [first]
    assert of_act([first, second], 2) == [second]


@pytest.mark.parametrize(
    ("items", "most", "days"),
    [
        ([], 20, Days(0, 0, 0)),
        ([{"kind": "warning"}], 20, Days(0, 0, 0)),
        ([detained(5)], 20, Days(5, 5, 5)),
        ([detained(10, 1), detained(10, 2)], 20, Days(10, 20, 20)),
        ([detained(15, 1), detained(10, 2)], 20, Days(15, 25, 20)),
        ([detained(5, 1), detained(4, 1), detained(8, 2)], 20, Days(9, 17, 17)),
        ([detained(15, 1), detained(10, 2)], None, Days(15, 25, 25)),
    ],
)
def test_each_act_has_its_days_and_at_most_twenty_are_executed(
    items: list[dict[str, Any]], most: int | None, days: Days
) -> None:
    assert days_of(items, most) == days


def test_two_acts_with_a_penalty_each_are_right() -> None:
    assert wrong(detained(15, 1), detained(10, 2)) == {}
    assert wrong(detained(15), acts=()) == {}


def test_one_act_is_not_several() -> None:
    assert "acts" in wrong(detained(5, 1), acts=(FIGHT,))
    assert "请不要选择" in wrong(detained(5), detained(5, 1), acts=())["items.1.conduct"]


def test_every_item_says_which_act_it_punishes_and_every_act_has_one() -> None:
    told = wrong(detained(5), detained(5, 3), detained(2, 1))

    assert set(told) == {"items.0.conduct", "items.1.conduct", "items"}
    assert "分别决定" in told["items.0.conduct"]
    assert "“故意损毁财物”" in told["items"]


def test_the_first_act_without_an_item_is_named() -> None:
    told = wrong({"kind": "warning", "act": 3}, acts=(FIGHT, DAMAGE, ("偷窥", "第五十九条")))

    assert "“殴打他人”" in told["items"]


@pytest.mark.parametrize("days", [(16,), (10, 6)])
def test_one_act_has_at_most_fifteen_days(days: tuple[int, ...]) -> None:
    told = wrong(*(detained(n) for n in days), acts=())

    assert told.keys() == {f"items.{len(days) - 1}.days"}
    assert "最长15日，现为16日" in next(iter(told.values()))
    assert wrong(detained(1, 1), detained(16, 2)).keys() == {"items.1.days"}


def test_acts_are_named_once_and_rest_on_what_the_decision_cites() -> None:
    twice = wrong(detained(5, 1), detained(5, 2), acts=(FIGHT, FIGHT))
    uncited = wrong(detained(5, 1), detained(5, 2), basis="第五十一条第一款")

    assert twice.keys() == {"acts.1.name"}
    assert uncited.keys() == {"acts.1.own_basis"}


def test_one_act_has_one_fine() -> None:
    fines = [{"kind": "fine", "amount_fen": 100, "act": act} for act in (1, 2, 2)]

    assert wrong(*fines[:2]) == {}
    assert wrong(detained(2, 1), detained(3, 1), detained(5, 2)) == {}
    assert wrong(*fines) == {"items.2.kind": "“故意损毁财物”的罚款请合为一项"}


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (Days(0, 0, 0), "以上处罚合并执行。"),
        (Days(5, 10, 10), "以上处罚合并执行：行政拘留十日。"),
        (
            Days(15, 25, 20),
            "以上处罚合并执行：行政拘留二十日（合计二十五日，合并执行最长不超过二十日）。",
        ),
    ],
)
def test_the_decision_says_how_all_is_executed_together(days: Days, said: str) -> None:
    assert merged(days) == f"依照《中华人民共和国治安管理处罚法》第十六条的规定，{said}"
