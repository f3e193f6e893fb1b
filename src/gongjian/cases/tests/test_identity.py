"""How those who act show who they are: what each place allows, and what is told where it lacks."""

from datetime import date
from typing import Any

import pytest

from gongjian.cases import identity
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter

TODAY = date(2026, 3, 2)


def matter(place: str = "dazhou", domain: str = "environment") -> Matter:
    return Matter(profile=place, domain=domain)


@pytest.mark.parametrize(
    ("place", "domain", "patrol", "ways"),
    [
        ("dazhou", "environment", True, ["shown", "worn", "qr", "excused"]),
        ("dazhou", "environment", False, ["shown", "qr", "excused"]),
        ("huainan", "environment", True, ["shown", "worn", "qr"]),
        ("xiamen", "environment", True, ["shown", "qr"]),
        ("xiamen", "public-security", False, ["shown", "qr", "uniform"]),
    ],
)
def test_a_place_allows_its_own_ways_and_a_worn_card_on_patrol_only(
    place: str, domain: str, patrol: bool, ways: list[str]
) -> None:
    found = identity.ways_for(matter(place, domain), TODAY, patrol=patrol)

    assert [code for code, _ in found] == ways
    assert found[0] == ("shown", "主动出示执法证件")
    assert found == identity.ways_of(profile(place), domain, TODAY, patrol=patrol)


def test_who_must_dress_says_so_or_says_why_not() -> None:
    def lacks(place: str, because: str = "", *, dressed: bool = False) -> dict[str, str]:
        rules = profile(place)
        return identity.undressed(rules, "environment", TODAY, because, dressed=dressed)

    places = ("dazhou", "xiamen")
    assert [identity.must_dress(profile(p), "environment", TODAY) for p in places] == [True, False]
    assert list(lacks("dazhou")) == ["dressed"]
    assert "第3（1）项" in lacks("dazhou")["dressed"]
    assert lacks("dazhou", dressed=True) == lacks("dazhou", "暴雨。") == lacks("xiamen") == {}


@pytest.mark.parametrize(
    ("way", "because", "dressed", "fields"),
    [
        ("shown", "", True, []),
        ("worn", "", True, []),
        ("shown", "", False, ["dressed"]),
        ("shown", "暴雨。", False, []),
        ("uniform", "", True, ["certificate_shown"]),
        ("uniform", "", False, ["certificate_shown", "dressed"]),
        ("excused", "", False, ["unshown_because"]),
        ("excused", "夜间追踪。", False, []),
    ],
)
def test_a_patrol_is_told_field_by_field_what_its_statement_lacks(
    way: str, because: str, dressed: bool, fields: list[str]
) -> None:
    found = identity.unshown(matter(), TODAY, way, because, dressed=dressed)

    assert list(found) == fields


@pytest.mark.parametrize(
    ("way", "because", "fields"),
    [
        ("", "", ["certificate_shown"]),
        ("shown", "", []),
        ("worn", "", ["certificate_shown"]),  # enough on a patrol only
        ("excused", "", ["unshown_because"]),
        ("excused", "当事人认识。", []),
    ],
)
def test_who_hands_over_a_paper_shows_himself_and_need_not_dress(
    way: str, because: str, fields: list[str]
) -> None:
    assert list(identity.unshown_at_delivery(matter(), TODAY, way, because)) == fields


def test_what_is_allowed_is_told_with_its_rule() -> None:
    (told,) = identity.unshown_at_delivery(matter(), TODAY, "uniform", "").values()

    assert "主动出示执法证件、出示电子执法证件二维码" in told
    assert "第3（1）项" in told
    assert (
        "请选择送达人" in identity.unshown_at_delivery(matter(), TODAY, "", "")["certificate_shown"]
    )


@pytest.mark.parametrize(
    ("said", "record"),
    [
        ({"way": "shown", "because": "", "dressed": False}, "主动出示执法证件"),
        (
            {"way": "shown", "because": "", "dressed": True},
            "主动出示执法证件，已按规定着装、佩戴标识",
        ),
        ({"way": "excused", "because": "暴雨", "dressed": False}, "因特殊情况没有出示（暴雨）"),
    ],
)
def test_a_record_says_how_identity_was_shown(said: dict[str, Any], record: str) -> None:
    assert identity.told(**said) == record
