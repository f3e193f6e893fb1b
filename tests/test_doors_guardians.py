"""Who cannot be punished is given into care by the decision; some acts are never mediated.

Source: 行政处罚法 第三十条、第三十一条;
公安机关办理行政案件程序规定 第一百五十七条、第一百五十八条、第一百七十九条.
"""

from collections.abc import Iterator

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_beside as beside
from gongjian.cases import testing_public_order as police
from gongjian.cases.facts import penalty_facts
from gongjian.cases.models import NoPenalty
from gongjian.cases.public_order.models import Unpunished
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.common.errors import RuleBroken
from gongjian.documents.models import Document

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import copied
from .test_doors_public_order import refusal
from .test_doors_taken import typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
BRAWL = "涉嫌结伙斗殴"


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = police.police_cast(accounts=True)
    with told_by(made):
        yield made


def test_a_child_is_given_into_care(cast: Cast) -> None:
    matter = police.file_case(cast, police.opened(cast, police.CHILD))
    police.investigated(cast, matter, ground="under_14")
    draft = story.before_the_head(cast, matter)
    said = {
        "draft_hash": draft.draft_hash,
        "basis": "《治安管理处罚法》第十二条",
        "reason": "年幼。",
    }
    head = cast.people["agency_head"]

    assert_shut(Attempt(head, "cases.decide_not_to_punish", as_json(said), matter), 422)

    police.spare(cast, matter, draft_hash=draft.draft_hash)
    made = Unpunished.objects.get()
    assert made.discipline == "责令监护人严加管教。"
    assert "guarded table cases_unpunished" in refusal(copied(made, discipline=""))


@pytest.mark.tampers
def test_an_order_to_the_guardian_goes_to_somebody(home: object) -> None:
    cast = story.make_cast(accounts=True)
    matter = story.file_case(cast, story.open_case(cast, party=story.PERSON))
    story.investigate(cast, matter, items=[], no_penalty_ground="no_capacity")
    said = {"opinion": "拟同意。"}
    with told_by(cast):
        going = Attempt(cast.people["unit_head"], "cases.propose_no_penalty", said, matter)
        assert_shut(going, 409)
    assert not penalty_facts(matter, cast.clock)["guardian_named"]
    draft = latest_draft(case_of(matter))
    assert draft is not None
    forged = NoPenalty(
        case=draft.case,
        draft=draft,
        draft_hash=draft.draft_hash,
        ground=draft.no_penalty_ground,
        education="已教育。",
        discipline="责令严加看管。",
        document=Document.objects.filter(matter=matter)[0],
        number="第9号",
        decided_on=cast.today,
        decided_by=cast.people["agency_head"],
        drafted_by=draft.drafted_by,
    )
    assert "guarded table cases_nopenalty" in refusal(forged)

    beside.guardian(cast, matter)
    assert refusal(forged) == ""


@pytest.mark.parametrize("cause", [BRAWL, "涉嫌寻衅滋事"])
def test_a_brawl_is_never_mediated(cast: Cast, cause: str) -> None:
    matter = police.file_case(cast, police.opened(cast, cause=cause))
    police.establish(cast, matter)
    cast.do("handler", "cases.register_victim", matter, name="被示例", harm="衣物损毁")

    with pytest.raises(RuleBroken, match="不适用调解"):
        typed(cast, matter, "handler", "mediation-agreement", victim="被示例")
