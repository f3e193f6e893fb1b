"""What papers say of the law: which rule a hearing rests on, which crime is meant, who came."""

import json
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import CrimeTransfer, HearingRequest
from gongjian.cases.papers_hearing import right_to
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.documents.models import Document
from gongjian.documents.typed import act_code
from gongjian.matters.models import Matter
from gongjian.ui.forms import form_for

pytestmark = pytest.mark.django_db
OPINION: dict[str, Any] = {"opinion": "同意。"}


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


def informed(cast: Cast) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    return story.inform(cast, story.investigate(cast, matter))


def said(matter: Matter, kind: str) -> Any:
    return json.loads(Document.objects.get(matter=matter, kind=kind).data)["fields"]


def known(cast: Cast, matter: Matter, kind: str) -> dict[str, Any]:
    """Return what the form of a typed document opens with."""
    form = form_for(acts.service(act_code(kind)), cast.actor("handler"), matter)
    return {f.name: getattr(f, "value", None) for f in form.fields}


def test_a_hearing_tells_how_many_agents_may_come_when_it_was_held_and_who_came(
    cast: Cast,
) -> None:
    matter = story.ask_hearing(cast, informed(cast))

    matter = story.hold_hearing(cast, story.call_hearing(cast, matter))

    notice, record = said(matter, "hearing-notice"), said(matter, "hearing-record")
    assert notice["agents_max"] == "一至二人"
    assert notice["basis"] == "《中华人民共和国行政处罚法》第六十三条、第六十四条"
    assert record["publicity"] == notice["publicity"] == "公开举行"
    report = said(matter, "hearing-report")
    assert "至" in report["held_at"]
    assert report["attendance"].startswith("已举行")


def test_a_hearing_of_the_police_rests_on_their_own_law(home: object) -> None:
    """治安管理处罚法 第四条、第一百一十七条."""
    cast = police.police_cast()
    case = case_of(police.opened(cast))

    assert right_to(case).startswith("《中华人民共和国治安管理处罚法》第一百一十七条")


def test_who_is_refused_a_hearing_may_speak_until_the_decision(cast: Cast) -> None:
    """No article sets days for it: 行政处罚法 第四十四条、第四十五条."""
    matter = story.ask_hearing(cast, story.let_time_run(cast, informed(cast)))

    cast.do("hearing_host", "cases.refuse_hearing", matter, reason="超过五个工作日才提出。")

    refusal = HearingRequest.objects.get().refusal
    assert refusal is not None
    assert "在本机关作出决定之前，可以提出陈述、申辩意见" in refusal.data


def test_a_transfer_names_the_crime_and_no_administrative_law_as_broken(cast: Cast) -> None:
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    values: dict[str, Any] = {
        "suspected": "涉嫌污染环境罪（《中华人民共和国刑法》第三百三十八条）",
        "reasons": "排放的有毒物质超过国家排放标准三倍以上。",
        "materials": "调查报告",
        "receiver": "青川市公安局",
    }
    cast.do("handler", "cases.propose_crime_transfer", matter, **values)
    cast.do("agency_head", "cases.approve_crime_transfer", matter, **OPINION)

    paper = CrimeTransfer.objects.get().document
    assert "涉嫌构成污染环境罪（《中华人民共和国刑法》第三百三十八条）" in paper.data
    assert "涉嫌触犯" not in paper.data


def test_the_basis_of_the_penalty_stands_in_no_paper_that_rests_on_another(cast: Cast) -> None:
    matter = story.decided_case(cast)

    goods = known(cast, matter, "confiscated-goods-record")
    assert goods["basis"] == "《中华人民共和国行政处罚法》第七十四条第一款"
    assert not known(cast, matter, "extension-approval")["basis"]
    corrected = known(cast, matter, "correction-decision")
    assert not corrected["basis"]
    assert corrected["decision_title"] == "行政处罚决定书"


def test_what_was_decided_on_is_no_suspicion_any_more(cast: Cast) -> None:
    matter = story.decided_case(cast)
    assert case_of(matter).cause.startswith("涉嫌")

    for kind in ("closing-approval", "file-cover", "confiscated-goods-record"):
        assert not known(cast, matter, kind)["cause"].startswith("涉嫌")
