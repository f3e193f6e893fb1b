"""Service guides and items of random checks: stated by one, released by another."""

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases.testing import make_cast
from gongjian.common.errors import DomainError, InvalidInput, NotFound, RuleBroken
from gongjian.exante.models import StatedItem
from gongjian.exante.queries import owed_by
from gongjian.exante.tasks import keep_up
from gongjian.exante.testing import GUIDE, POWER, publish_list, state_items

pytestmark = pytest.mark.django_db


def test_a_guide_is_stated_released_and_brought_up_to_date_within_the_limit() -> None:
    cast = make_cast(profile="huainan")
    state_items(cast)
    with pytest.raises(DomainError):
        cast.do("handler", "exante.state_guide", **GUIDE)
    with pytest.raises(InvalidInput, match="申请材料"):
        cast.do("publisher", "exante.state_guide", **GUIDE | {"materials": ()})

    (row,) = publish_list(cast, "guides").content["rows"]
    said = row["cells"]
    assert row["key"] == "1"
    assert said["materials"] == ("1. 排污许可证申请表（原件 1 份，附样表）\n2. 承诺书（原件 1 份）")
    assert said["samples"] == "【排污许可证申请表】\n单位名称：示例化工有限公司"

    cast.do("publisher", "exante.state_guide", **GUIDE | {"term": "自受理之日起 20 日内"})
    keep_up(clock=cast.clock)
    (owed,) = owed_by(cast.actor("publisher"))
    assert owed.explanation[0] == "变动 1 条"
    second = publish_list(cast, "guides")
    assert (second.version, second.content["rows"][0]["key"]) == (2, "1")
    assert owed_by(cast.actor("publisher")) == []


def test_an_item_is_dropped_once_and_by_its_own_agency() -> None:
    cast, other = make_cast(), make_cast(code="elsewhere", name="他市生态环境局")
    state_items(cast)
    check = StatedItem.objects.get(kind="spot-checks", ended_on=None)

    with pytest.raises(NotFound):
        other.do("publisher", "exante.drop_item", item=check.uid)
    cast.do("publisher", "exante.drop_item", item=check.uid)
    with pytest.raises(NotFound):
        cast.do("publisher", "exante.drop_item", item=check.uid)

    content = publish_list(cast, "spot-checks").content
    assert content["rows"] == []
    assert content["notes"] == ["本机关目前没有登记随机抽查事项。"]
    with pytest.raises(RuleBroken, match="没有需要公布的变化"):
        cast.do("publisher", "exante.draft_list", kind="spot-checks")


def test_a_stated_power_stands_beside_the_catalogue_and_in_the_place_of_its_namesake() -> None:
    cast = make_cast()
    before = publish_list(cast, "powers").content
    first = before["rows"][0]
    assert {row["cells"]["origin"] for row in before["rows"]} == {"案由目录"}
    assert before["notes"]

    own = {"kind": "penalty", "name": first["cells"]["name"], "content": "依本机关公布的清单"}
    cast.do("publisher", "exante.state_power", **POWER | own)
    cast.do("publisher", "exante.state_power", **POWER)
    after = publish_list(cast, "powers").content

    cells = {row["key"]: row["cells"] for row in after["rows"]}
    assert len(cells) == len(before["rows"]) + 1
    assert cells[first["key"]]["content"] == "依本机关公布的清单"
    assert cells[first["key"]]["origin"] == "本机关登记"
    added = cells["own-2"]
    assert (added["kind"], added["unit"]) == ("行政许可", cast.agency.name)
    assert after["notes"] == []  # no longer penalties alone

    item = StatedItem.objects.get(name=first["cells"]["name"], ended_on=None)
    cast.do("publisher", "exante.drop_item", item=item.uid)
    again = {row["key"]: row["cells"] for row in publish_list(cast, "powers").content["rows"]}
    assert again[first["key"]] == first["cells"]


def test_only_the_publisher_of_the_agency_states_powers_and_wholly() -> None:
    cast = make_cast()

    for office in ("handler", "publication_checker", "agency_head"):
        with pytest.raises(DomainError):
            cast.do(office, "exante.state_power", **POWER)
    with pytest.raises(InvalidInput):
        cast.do("publisher", "exante.state_power", **POWER | {"kind": "magic"})
    with pytest.raises(InvalidInput):
        cast.do("publisher", "exante.state_power", **POWER | {"basis": ""})
    assert not StatedItem.objects.exists()


def test_the_database_knows_which_lists_hold_stated_items() -> None:
    cast = make_cast()
    cast.do("publisher", "exante.state_power", **POWER)
    held = StatedItem.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        StatedItem.objects.create(
            agency=held.agency,
            kind="officers",
            number=1,
            name="甲",
            stated_by=held.stated_by,
            from_on=held.from_on,
            cells={},
        )
