"""治安 cases: what is taken back, what leaves, what ends without a decision."""

import json
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import Decision, Handover, Termination
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.common.errors import RuleBroken
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts, open_deadlines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
WRONG: dict[str, Any] = {"reason": "日期写错。"}


def offered(cast: Cast, office: str, matter: Matter) -> set[str]:
    return {offer.code for offer in next_acts(cast.actor(office), matter, cast.clock)}


def filed(cast: Cast) -> Matter:
    return police.file_case(cast, police.opened(cast))


def test_the_record_of_telling_is_signed_by_the_police_and_has_room_for_the_answers() -> None:
    cast = police.police_cast()
    matter = police.investigated(cast, filed(cast))

    notice = cast.do("handler", "cases.inform_offender", matter, contact="李示例")

    said = json.loads(notice.document.data)
    named = [one["name"] for one in said["fields"]["officers"]]
    assert named == [cast.people["handler"].name, cast.people["second"].name]
    assert "是否提出陈述和申辩" in notice.document.data
    assert notice.document.data.count("人民警察签名") == 2


@pytest.mark.requirement("V14")
def test_a_wrong_notice_and_a_wrong_decision_are_taken_back_and_the_reviewer_has_his_means() -> (
    None
):
    cast = police.police_cast()
    matter = police.investigated(cast, filed(cast))
    cast.do("handler", "cases.inform_offender", matter, contact="李示例")
    story.sign_papers(cast, matter)
    cast.do("handler", "cases.void_notice", matter, **WRONG)
    assert matter.marking == ["concluded"]
    with pytest.raises(RuleBroken):
        cast.do("handler", "cases.deliver_notice", matter, **story.handed_over(cast))
    story.let_time_run(cast, story.inform(cast, matter))
    story.sign_papers(cast, matter)
    cast.do("handler", "review.submit", matter, summary="请予审核。")

    assert offered(cast, "legal_reviewer", matter) >= {
        "review.question",
        "cases.propose_exclusion",
    }
    checked = story.findings(matter.profile)
    cast.do("legal_reviewer", "review.pass_review", matter, **checked, reasons="事实清楚。")
    draft = latest_draft(case_of(matter))
    assert draft is not None
    decide: dict[str, Any] = {"draft_hash": draft.draft_hash, "opinion": "同意。"}
    first = cast.do("agency_head", "cases.decide_public_order", matter, **decide)
    cast.do("agency_head", "cases.void_decision", matter, **WRONG)
    assert (matter.marking, matter.number) == (["to_decide"], "")
    with pytest.raises(RuleBroken):
        cast.do("handler", "cases.deliver_decision", matter, **story.handed_over(cast))

    again = cast.do("agency_head", "cases.decide_public_order", matter, **decide)
    story.sign_papers(cast, matter)
    story.deliver(cast, matter)

    assert again.number != first.number
    assert list(Decision.objects.filter(void=False)) == [again]
    assert set(matter.marking) == {"to_execute", "to_seal"}


@pytest.mark.requirement("Q7")
def test_a_suspected_crime_leaves_the_case_and_a_case_without_an_act_ends() -> None:
    cast = police.police_cast()
    crime, none = filed(cast), filed(cast)

    sent: dict[str, Any] = {"receiver": "刑事侦查大队", "facts": "伤情鉴定为轻伤二级。"}
    sent |= {"reasons": "涉嫌故意伤害罪，应当追究刑事责任。", "materials": "卷宗1册"}
    cast.do("agency_head", "cases.hand_over", crime, **sent)
    ended: dict[str, Any] = {"ground": "no_violation", "progress": "已经调查。"}
    cast.do("agency_head", "cases.terminate", none, **ended, reasons="没有违法事实。")

    assert (crime.marking, none.marking) == (["handed_over"], ["terminated"])
    assert crime.closed_at is not None
    assert [one.code for one in open_deadlines(crime)] == ["archive-limit"]
    assert [one.code for one in open_deadlines(none)] == ["archive-limit"]
    assert "第一百一十三条第一款" in Handover.objects.get().document.data
    assert "第二百五十九条" in Termination.objects.get().document.data
