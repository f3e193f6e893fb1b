"""Not punishing, handing a crime over, ending, standing still, lengthening."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases import testing_several as several
from gongjian.cases.models import Case, CaseLink, CrimeTransfer, Decision, NoPenalty
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.jobs.services import work_until_idle
from gongjian.matters.models import Matter

pytestmark = pytest.mark.django_db
NONE: dict[str, Any] = {"items": (), "no_penalty_ground": "minor_corrected"}
OPINION: dict[str, Any] = {"opinion": "同意。"}


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


def filed(cast: Cast, **values: Any) -> Matter:
    return story.file_case(cast, story.open_case(cast, **values))


def issue_none(cast: Cast, matter: Matter) -> Any:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    return cast.do(
        "agency_head",
        "cases.issue_no_penalty",
        matter,
        draft_hash=draft.draft_hash,
        education="责令按期整改，并当面教育。",
        **OPINION,
    )


@pytest.mark.requirement("Q4")
def test_a_minor_act_that_was_corrected_is_not_punished_and_the_case_closes(cast: Cast) -> None:
    matter = story.investigate(cast, filed(cast), **NONE)
    cast.do("unit_head", "cases.propose_no_penalty", matter, **OPINION)
    issue_none(cast, matter)
    story.sign_papers(cast, matter)
    cast.do("handler", "cases.deliver_no_penalty", matter, **story.handed_over(cast))

    cast.do("agency_head", "cases.close_case", matter, opinion="同意结案。")

    decided = NoPenalty.objects.get(case=case_of(matter))
    assert "第三十三条第一款" in decided.document.data
    assert matter.marking == ["closed"]
    assert not Decision.objects.exists()


def test_what_is_not_to_be_punished_gets_no_notice_and_no_penalty(cast: Cast) -> None:
    matter = story.investigate(cast, filed(cast), **NONE)

    with pytest.raises(RuleBroken, match="不予行政处罚"):
        cast.do("handler", "cases.inform_party", matter, contact="李示例")


def test_a_penalty_cannot_be_turned_into_none_by_the_head_alone(cast: Cast) -> None:
    matter = story.investigate(cast, filed(cast))

    with pytest.raises(RuleBroken, match="给予行政处罚"):
        cast.do("unit_head", "cases.propose_no_penalty", matter, **OPINION)


def test_a_proposal_is_either_a_penalty_or_none(cast: Cast) -> None:
    matter = filed(cast)

    with pytest.raises(InvalidInput, match="不能同时"):
        story.propose(cast, matter, no_penalty_ground="minor_corrected")
    with pytest.raises(InvalidInput, match="请填写拟处罚内容"):
        story.propose(cast, matter, items=())


def test_who_was_punished_before_is_no_first_offender(cast: Cast) -> None:
    story.decided_case(cast)
    matter = filed(cast)

    with pytest.raises(InvalidInput, match="不是初次违法"):
        story.propose(cast, matter, items=(), no_penalty_ground="first_time")


def test_after_hearing_the_party_a_penalty_may_become_none(cast: Cast) -> None:
    matter = story.inform(cast, story.investigate(cast, filed(cast)))
    story.propose(cast, matter, **NONE)
    story.let_time_run(cast, matter)

    cast.do("unit_head", "cases.propose_no_penalty", matter, **OPINION)
    issue_none(cast, matter)

    assert NoPenalty.objects.exists()


FINED: dict[str, Any] = {
    "same": "same",
    "why": "同一行为。",
    "prior_kind": "fine",
    "imposed_by": "青川市水务局",
    "fine_number": "7号",
    "fine_fen": 100_000,
    "concerns": 2,
}

# --- crime ---------------------------------------------------------------------------------------


def reported(cast: Cast, fined: bool = False) -> Matter:
    matter = story.investigate(cast, filed(cast))
    if fined:
        cast.do("handler", "cases.record_prior_fine", matter, **FINED, imposed_on=cast.today)
    cast.do(
        "handler",
        "cases.propose_crime_transfer",
        matter,
        suspected="污染环境罪",
        reasons="排放的有毒物质超过国家排放标准三倍以上。",
        materials="调查报告\n检测报告\n涉案物品清单",
        receiver="青川市公安局",
    )
    return matter


def receive(cast: Cast, matter: Matter) -> None:
    got: dict[str, Any] = {"received_on": cast.today, "received_by": "警示例"}
    cast.do("handler", "cases.record_crime_receipt", matter, **got)


@pytest.mark.requirement("Q7")
def test_a_suspected_crime_goes_to_the_police_with_its_clocks(cast: Cast) -> None:
    matter = reported(cast)
    assert matter.deadlines.get(code="crime.head_decides").due_on == cast.today + timedelta(3)

    cast.do("agency_head", "cases.approve_crime_transfer", matter, **OPINION)

    hours = matter.deadlines.get(code="crime.transfer")
    assert hours.due_at is not None
    assert hours.due_at - matter.steps.latest("seq").at == timedelta(hours=24)
    receive(cast, matter)
    said: dict[str, Any] = {
        "answered_on": cast.today,
        "number": "青公立字1号",
        "note": "决定立案侦查。",
    }
    cast.do("handler", "cases.police_accepts", matter, **said)
    assert matter.marking == ["transferred"]
    assert CrimeTransfer.objects.get().answer == "accepted"


def with_the_police(cast: Cast, fined: bool = False, **values: Any) -> Matter:
    matter = reported(cast, fined)
    cast.do("agency_head", "cases.approve_crime_transfer", matter, **OPINION)
    receive(cast, matter)
    said: dict[str, Any] = {"answered_on": cast.today, "number": "青公立字1号", "note": "立案。"}
    cast.do("handler", "cases.police_accepts", matter, **said | values)
    return matter


BACK: dict[str, Any] = {
    "back_from": "青川市人民检察院",
    "back_paper": "青检意〔2029〕1号检察意见书",
    "back_reason": "犯罪情节轻微，不起诉，建议给予行政处罚。",
}


@pytest.mark.requirement("Q7")
def test_what_justice_hands_back_is_filed_anew_though_its_limitation_has_run(cast: Cast) -> None:
    old = with_the_police(cast, fined=True)
    early = cast.today - timedelta(1)
    with pytest.raises(InvalidInput, match="早于公安机关立案"):
        cast.do("handler", "cases.take_back_from_justice", old, back_on=early, **BACK)
    cast.wait(days=3 * 365)

    new = cast.do("handler", "cases.take_back_from_justice", old, back_on=cast.today, **BACK)

    case = Case.objects.get(matter=new)
    (known,) = case.prior_fines.all()
    assert (known.number, known.same_act, known.act_number) == ("7号", True, 2)
    assert case.limitation_until is not None
    assert case.limitation_until < cast.today
    assert new.deadlines.get(code="filing-limit").starts_on == cast.today
    assert {e.name for e in case.evidence.all()} == {
        e.name for e in Case.objects.get(matter=old).evidence.all()
    }
    with pytest.raises(RuleBroken, match="已经登记司法机关移送"):
        cast.do("handler", "cases.take_back_from_justice", old, back_on=cast.today, **BACK)
    story.file_case(cast, new)
    assert new.marking == ["investigating"]


def test_what_came_back_too_late_for_others_is_not_split_for_them(cast: Cast) -> None:
    old = with_the_police(cast)
    cast.wait(days=3 * 365)
    new = cast.do("handler", "cases.take_back_from_justice", old, back_on=cast.today, **BACK)
    story.file_case(cast, new)
    row = several.add_party(cast, new)
    several.inspect(cast, new)
    chosen: dict[str, Any] = {"party": row.uid, "reason": "责任不同。"}

    with pytest.raises(RuleBroken, match="请办理“不再列为当事人”"):
        cast.do("agency_head", "cases.split_case", new, **chosen)
    cast.do("agency_head", "cases.release_party", new, **chosen)


def test_nothing_comes_back_from_justice_that_the_police_did_not_take_up(cast: Cast) -> None:
    matter = reported(cast)
    with pytest.raises(RuleBroken, match="没有对本案立案"):
        cast.do("handler", "cases.take_back_from_justice", matter, back_on=cast.today, **BACK)


def test_the_database_lets_no_other_case_pass_for_one_that_came_back(cast: Cast) -> None:
    transfer = CrimeTransfer.objects.get(case__matter=with_the_police(cast))
    other = Case.objects.get(matter=story.open_case(cast))
    other.pk, other.returned_from = None, transfer

    with pytest.raises(DatabaseError, match="guarded table cases_case"), transaction.atomic():
        other.save(force_insert=True)
    transfer.back_on = cast.today  # from whom, and on which paper?
    with pytest.raises(IntegrityError), transaction.atomic():
        transfer.save()


def test_what_the_police_return_is_gone_on_with_and_may_be_punished(cast: Cast) -> None:
    matter = reported(cast)
    cast.do("agency_head", "cases.approve_crime_transfer", matter, **OPINION)
    receive(cast, matter)
    said: dict[str, Any] = {
        "answered_on": cast.today,
        "number": "青公不立字1号",
        "note": "不构成犯罪。",
    }

    cast.do("handler", "cases.police_returns", matter, **said)

    assert matter.marking == ["investigating"]
    cast.do("handler", "cases.end_investigation", matter, summary="事实清楚。")
    story.inform(cast, matter)
    assert matter.marking == ["informed"]


def test_nothing_is_decided_while_the_police_have_the_case(cast: Cast) -> None:
    matter = reported(cast)
    cast.do("agency_head", "cases.approve_crime_transfer", matter, **OPINION)

    with pytest.raises(RuleBroken):
        cast.do("handler", "cases.inform_party", matter, contact="李示例")


# --- ends, stand-stills, limits -------------------------------------------------------------------


def test_a_case_may_be_terminated_suspended_and_resumed(cast: Cast) -> None:
    matter = filed(cast)
    cast.do("agency_head", "cases.suspend_case", matter, reason="等待另案判决。")
    with pytest.raises(RuleBroken):
        cast.do("handler", "cases.draft_decision", matter, **draft_values())

    cast.do("agency_head", "cases.resume_case", matter, reason="另案已结。")
    ended: dict[str, Any] = {
        "ground": "party_gone",
        "progress": "已调查。",
        "reasons": "当事人已注销。",
    }
    cast.do("agency_head", "cases.terminate", matter, **ended)

    assert matter.marking == ["terminated"]
    assert matter.closed_at is not None
    running = matter.deadlines.filter(state="open").values_list("code", flat=True)
    assert list(running) == ["archive-limit"]


def draft_values() -> dict[str, Any]:
    return {
        "facts": story.FACTS,
        "evidence_summary": "1．现场检查笔录",
        "violated": "《中华人民共和国环境影响评价法》第二十四条第一款",
        "basis": "《中华人民共和国环境影响评价法》第三十一条第一款",
        "discretion": "从轻。",
        "items": ({"kind": "warning"},),
    }


def test_a_case_of_another_agency_is_handed_over(cast: Cast) -> None:
    matter = filed(cast)

    cast.do(
        "agency_head",
        "cases.hand_over",
        matter,
        receiver="邻市生态环境局",
        facts="已现场检查。",
        reasons="违法行为发生地在邻市。",
        materials="现场检查笔录",
    )

    assert matter.marking == ["handed_over"]


def test_a_case_is_merged_into_another_that_runs_and_never_into_itself(cast: Cast) -> None:
    first, second = filed(cast), filed(cast)

    with pytest.raises(InvalidInput, match="自身"):
        cast.do("agency_head", "cases.merge_case", second, target=second.uid, reason="x")
    cast.do("agency_head", "cases.merge_case", second, target=first.uid, reason="同一行为。")

    assert second.marking == ["merged"]
    assert CaseLink.objects.get().target == case_of(first)


def test_a_limit_is_extended_once_where_the_field_allows_it_once(home: object) -> None:
    cast = story.make_cast(domain="market", profile="kunming")
    matter = filed(cast)
    before = matter.deadlines.get(code="decision-limit", state="open").due_on

    cast.do("agency_head", "cases.extend_decision_limit", matter, reason="案情复杂。")

    after = matter.deadlines.get(code="decision-limit", state="open")
    assert after.due_on == before + timedelta(days=30)
    assert any("延长" in line for line in after.explanation)
    with pytest.raises(RuleBroken, match="最多延长1次"):
        cast.do("agency_head", "cases.extend_decision_limit", matter, reason="再延长。")


def test_a_field_without_such_a_rule_has_no_extension(home: object) -> None:
    cast = story.make_cast(domain="public-security")
    matter = filed(cast)

    with pytest.raises(RuleBroken, match="没有准许延长"):
        cast.do("agency_head", "cases.extend_decision_limit", matter, reason="案情复杂。")
    work_until_idle(cast.clock)
