"""From which sums confiscated goods ask for a discussion and open a hearing, place by place."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from gongjian.cases.reaches import goods_reach
from gongjian.cases.rules import BEYOND_FEN
from gongjian.cases.scopes import Findings


def reach(place: str, domain: str, party: str = "natural", *, intricate: bool = False) -> Any:
    """Ask as a draft does, of a case that is only what the tables ask of it."""
    matter = SimpleNamespace(domain=domain, profile=place)
    case = SimpleNamespace(party=SimpleNamespace(kind=party))
    found = cast(Findings, SimpleNamespace(complex=intricate))
    return goods_reach(matter, case, found)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("place", "domain", "discussed", "alone", "taken"),
    [
        ("national", "environment", 50_000_000, 500_000, 1_000_000),
        ("national", "market", 1_000_000, BEYOND_FEN, 1_000_000),
        ("lufeng", "public-security", 1_000_000, 200_000, 1_000_000),
    ],
)
def test_each_place_has_its_sums(
    place: str, domain: str, discussed: int, alone: int, taken: int
) -> None:
    assert reach(place, domain) == {
        "discussion_from_fen": discussed,
        "hearing_goods_from_fen": alone,
        "hearing_from_fen": taken,
    }


def test_an_intricate_case_is_discussed_from_the_first_fen() -> None:
    assert reach("national", "environment", intricate=True)["discussion_from_fen"] == 0


def test_where_no_sum_opens_a_hearing_none_is_reached() -> None:
    assert reach("national", "market")["hearing_goods_from_fen"] == BEYOND_FEN
