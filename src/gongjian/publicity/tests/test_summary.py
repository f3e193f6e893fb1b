"""The system's own summary of a decision: the fine is there however much was taken besides."""

from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.publicity.rendition import SUMMARY_LENGTH
from gongjian.publicity.testing import draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FINE: dict[str, Any] = {"kind": "fine", "amount_fen": 5_000_000}


def goods(name: str) -> dict[str, Any]:
    return {
        "kind": "confiscate_goods",
        "detail": name,
        "value_fen": 640_000,
        "value_basis": "发票",
    }


def summary_of(*items: dict[str, Any], **party: Any) -> str:
    cast = story.make_cast()
    matter = story.file_case(cast, story.open_case(cast, story.COMPANY | party))
    story.investigate(cast, matter, items=items)
    story.inform(cast, matter)
    story.decide(cast, story.let_time_run(cast, matter))
    return str(draft(cast, story.deliver(cast, matter)).summary)


@pytest.mark.requirement("P1")
def test_a_long_list_of_goods_gives_way_to_their_number() -> None:
    taken = [goods(f"示例牌商用电烤箱第{n}批，各带配件一套") for n in range(1, 5)]

    summary = summary_of(*taken, FINE)

    assert summary.endswith("没收非法财物4项；罚款 50,000元。")
    assert len(summary) <= SUMMARY_LENGTH


def test_a_short_one_is_told_thing_by_thing() -> None:
    assert "没收非法财物 价值6,400元（电机一台）；罚款 50,000元。" in summary_of(
        goods("电机一台"), FINE
    )


LONG = "青川市罗家镇金塘村循环经济示范园区新材料与再生有色金属综合利用有限公司"


def test_no_sum_is_cut_off_by_a_long_name() -> None:
    most = 99_999_999_999_999
    gain = {"kind": "confiscate_gain", "amount_fen": most}

    summary = summary_of({"kind": "fine", "amount_fen": most}, gain, party_name=LONG)

    assert summary.endswith("罚款 999,999,999,999.99元；没收违法所得 999,999,999,999.99元。")
    assert summary.startswith(f"{LONG}因")
    assert len(summary) <= SUMMARY_LENGTH


def test_what_does_not_fit_is_counted_and_nothing_is_told_by_half() -> None:
    summary = summary_of(FINE, goods("示例牌商用电烤箱" * 12), party_name=LONG)

    assert summary.endswith("罚款 50,000元等2项。")
