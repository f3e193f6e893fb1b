"""Which grounds of 治安管理处罚法 stand on what was established, and which do not."""

from collections.abc import Callable
from typing import Any

import pytest

from gongjian.cases.choices import NoPenaltyGround
from gongjian.cases.public_order.supporting import (
    ESTABLISH,
    FORGIVEN,
    OVER_DEFENCE,
    PLEA,
    REPEAT,
    UNDER_AGE,
    WANT_VICTIM,
    Person,
    Proposed,
    unsupported,
)

NOBODY_HARMED: Callable[[], bool] = lambda: False  # noqa: E731
SOMEBODY_HARMED: Callable[[], bool] = lambda: True  # noqa: E731


def unasked() -> bool:
    raise AssertionError("nobody asks for victims where no ground speaks of them")


def person(**values: Any) -> Person:
    return Person(**({"age": 15, "minor": True, "pleaded": True, "repeated": True} | values))


def found(
    *grounds: str,
    spared_for: str = "",
    discretion: str = "从轻处罚。",
    of: Person | None = None,
    natural: bool = True,
    victims: Callable[[], bool] = unasked,
) -> dict[str, str]:
    proposed = Proposed(grounds, spared_for, discretion)
    return unsupported(proposed, natural=natural, person=of, punishable_from=14, victims=victims)


def test_a_proposal_without_such_grounds_asks_nothing() -> None:
    assert found("order-light", "order-merit") == {}
    assert found(spared_for=NoPenaltyGround.SLIGHT) == {}


@pytest.mark.parametrize(
    ("ground", "lacking", "told"),
    [
        (PLEA, {"pleaded": False}, "没有查明当事人如实陈述、承认违法事实、愿意接受处罚"),
        (REPEAT, {"repeated": False}, "没有查明当事人在本次行为以前一年以内受过治安管理处罚"),
        (UNDER_AGE, {"minor": False}, "没有查明当事人行为时不满十八周岁"),
    ],
)
def test_a_ground_of_the_person_stands_on_what_was_established(
    ground: str, lacking: dict[str, bool], told: str
) -> None:
    assert found(ground, of=person()) == {}
    assert found(ground, of=person(**lacking)) == {"grounds": told + ESTABLISH}
    assert found(ground) == {"grounds": told + ESTABLISH}
    assert found(ground, natural=False) == {}


def test_who_forgives_was_harmed() -> None:
    assert found(FORGIVEN, victims=SOMEBODY_HARMED) == {}
    assert found(FORGIVEN, victims=NOBODY_HARMED) == {"grounds": WANT_VICTIM}


@pytest.mark.parametrize("ground", [NoPenaltyGround.FORGIVEN, NoPenaltyGround.SETTLED])
def test_nobody_is_spared_for_a_victim_that_is_not_there(ground: NoPenaltyGround) -> None:
    assert found(spared_for=ground, victims=SOMEBODY_HARMED) == {}
    assert found(spared_for=ground, victims=NOBODY_HARMED) == {"no_penalty_ground": WANT_VICTIM}


@pytest.mark.parametrize(
    ("of", "natural", "stands"),
    [
        (person(age=13), True, True),
        (person(age=14), True, False),
        (None, True, False),
        (person(age=13), False, False),
    ],
)
def test_a_child_is_one_by_what_was_established(
    of: Person | None, natural: bool, stands: bool
) -> None:
    told = found(spared_for=NoPenaltyGround.UNDER_14, of=of, natural=natural)

    said = "没有查明当事人行为时不满14周岁" + ESTABLISH
    assert told == ({} if stands else {"no_penalty_ground": said})


def test_what_goes_beyond_a_defence_is_punished_less() -> None:
    assert found(OVER_DEFENCE, discretion="依法减轻处罚。") == {}
    assert "第十九条" in found(OVER_DEFENCE, discretion="从轻处罚。")["discretion"]
