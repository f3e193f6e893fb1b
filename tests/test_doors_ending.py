"""No case ends otherwise where the law asks for a decision: neither by termination nor by merger.

Source: 行政处罚法 第五十七条第一款; 治安管理处罚法 第一百一十三条第一款;
公安机关办理行政案件程序规定 第二百五十九条.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases.models import CaseLink, Termination
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.documents.models import Document
from gongjian.matters.models import Matter

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors_public_order import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
SAID: Mapping[str, Any] = {"progress": "已调查。", "reasons": "没有违法事实。"}
ANOTHER: dict[str, Any] = story.PERSON


def ending(cast: Cast, matter: Matter, **values: Any) -> Attempt:
    head = cast.people["agency_head"]
    return Attempt(head, "cases.terminate", as_json({**SAID, **values}), matter)


def forged(cast: Cast, matter: Matter, **values: Any) -> Termination:
    """Return a termination as somebody would insert it by hand."""
    paper = Document.objects.filter(matter=matter).latest("id")
    return Termination(
        case=case_of(matter),
        document=paper,
        reasons="没有违法事实。",
        decided_by=cast.people["agency_head"],
        decided_on=cast.today,
        **values,
    )


@pytest.mark.tampers
def test_what_the_law_decides_is_not_terminated() -> None:
    cast = story.make_cast(accounts=True)
    drafted = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    filed = story.file_case(cast, story.open_case(cast))
    with told_by(cast):
        for ground in ("no_violation", "time_barred", "not_competent", "other"):
            assert_shut(ending(cast, filed, ground=ground), 422)
        basis = "《示例办法》第二十条"
        assert_shut(ending(cast, drafted, ground="other", basis=basis), 422)

    told = "guarded table cases_termination"
    for ground in ("no_violation", "time_barred", "not_competent"):
        assert told in refusal(forged(cast, filed, ground=ground, basis="某条"))
    assert told in refusal(forged(cast, filed, ground="other"))
    assert told in refusal(forged(cast, drafted, ground="other", basis=basis))
    assert refusal(forged(cast, filed, ground="other", basis=basis)) == ""


@pytest.mark.tampers
def test_the_police_end_an_investigation_without_an_act_until_they_propose() -> None:
    cast = police.police_cast(accounts=True)
    matter = police.file_case(cast, police.opened(cast))
    basis = "《公安机关办理行政案件程序规定》第二百五十九条第一款第一项"
    with told_by(cast):
        assert_shut(ending(cast, matter, ground="not_competent"), 422)
        police.investigated(cast, matter)
        assert_shut(ending(cast, matter, ground="no_violation"), 422)

    row = forged(cast, matter, ground="no_violation", basis=basis)
    assert "guarded table cases_termination" in refusal(row)


@pytest.mark.tampers
def test_a_case_is_merged_only_into_one_that_will_decide_on_its_party() -> None:
    cast = story.make_cast(accounts=True)
    decided = story.decided_case(cast)
    filed = story.file_case(cast, story.open_case(cast))
    of_another = story.file_case(cast, story.open_case(cast, party=ANOTHER))
    running = story.file_case(cast, story.open_case(cast))
    head = cast.people["agency_head"]
    with told_by(cast):
        for target in (decided, of_another):
            said = {"target": str(target.uid), "reason": "同一行为。"}
            tried = Attempt(head, "cases.merge_case", said, filed)
            assert_shut(tried, 404, page=422)

    def link(target: Matter) -> CaseLink:
        source, into = case_of(filed), case_of(target)
        return CaseLink(kind="merge", source=source, target=into, reasons="同一。", at=cast.now)

    for target in (decided, of_another):
        assert "guarded table cases_caselink" in refusal(link(target))
    assert refusal(link(running)) == ""
