"""What a place wants public beforehand: the lists it asks for, and what each line must say."""

import pytest

from gongjian.cases.testing import make_cast
from gongjian.common.errors import RuleBroken
from gongjian.exante.content import draw
from gongjian.exante.content.prescribed import COLUMNS, EX_ANTE, SHOWN_BY, lacking, wanted
from gongjian.exante.models import OpenList
from gongjian.exante.testing import publish_list
from gongjian.jurisdiction.profiles import profiles

pytestmark = pytest.mark.django_db


def codes(parameter: str) -> set[str]:
    rows = [row for one in profiles() for row in one.rows if row.code == parameter]
    return {str(item["code"]) for row in rows for item in row.items if isinstance(item, dict)}


def test_whatever_the_shipped_rules_name_has_its_list_or_column() -> None:
    assert codes(EX_ANTE) == SHOWN_BY.keys()
    for kind, (parameter, columns) in COLUMNS.items():
        drawn = draw(kind, make_cast().agency, make_cast().today)
        held = {column["code"] for column in drawn["columns"]} | {"photo", ""}
        assert codes(parameter) == columns.keys()
        assert set(columns.values()) <= held


@pytest.mark.requirement("P3")
def test_a_register_without_the_photos_that_a_place_wants_is_not_published() -> None:
    cast = make_cast(profile="kunming")

    with pytest.raises(RuleBroken, match=r"照片：.*请先补齐"):
        publish_list(cast)

    assert not OpenList.objects.exists()
    told = lacking("officers", cast.agency, draw("officers", cast.agency, cast.today), cast.today)
    assert [line.partition("：")[0] for line in told.told] == ["照片", "执法区域"]


@pytest.mark.requirement("P1")
def test_where_the_place_asks_for_less_the_register_is_published_without_photos() -> None:
    cast = make_cast(profile="dazhou")

    assert publish_list(cast).version == 1


def test_what_is_wanted_says_which_list_shows_it() -> None:
    cast = make_cast(profile="kunming")

    asked, source = wanted(cast.agency, cast.today)

    assert {one.label: one.kind for one in asked}["申请材料清单和示范文本"] == "guides"
    assert all(one.kind for one in asked)
    assert source.startswith("国办发〔2018〕118号")
