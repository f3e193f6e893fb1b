"""Service guides and items of random checks: stated by one, released by another."""

import pytest

from gongjian.cases.testing import make_cast
from gongjian.common.errors import DomainError, InvalidInput, NotFound, RuleBroken
from gongjian.exante.models import StatedItem
from gongjian.exante.queries import owed_by
from gongjian.exante.tasks import keep_up
from gongjian.exante.testing import GUIDE, publish_list, state_items

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
