"""The gates of the penalty procedure: each refused by the service with nothing written."""

from datetime import date, timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.errors import (
    CertificateInvalid,
    NotAsReviewed,
    SameOfficer,
)
from gongjian.cases.models import Decision
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.services import PenaltyItem
from gongjian.cases.testing import Cast
from gongjian.common.acts import SYSTEM
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, Stale
from gongjian.intake.models import Clue
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter
from gongjian.orgs.models import Certificate, Officer
from gongjian.orgs.services import SuspendCertificate, suspend_certificate
from gongjian.orgs.testing import make_officer
from gongjian.parties.services import CorrectParty, correct_party

pytestmark = pytest.mark.django_db
HEAVY = ({"kind": "fine", "amount_fen": 20_000_000},)


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


def refused(
    cast: Cast, error: type[Exception], *words: Any, match: str | None = None, **values: Any
) -> None:
    """Perform an act that must be refused, and see that the ledger is as before."""
    before = Entry.objects.count()
    with pytest.raises(error, match=match):
        cast.do(*words, **values)
    assert Entry.objects.count() == before


def suspend(officer: Officer, cast: Cast) -> None:
    certificate = Certificate.objects.get(officer=officer)
    cmd = SuspendCertificate(certificate=certificate.uid, reason="考核不合格")
    suspend_certificate(actor=SYSTEM, clock=cast.clock, cmd=cmd)


def informed(cast: Cast, **draft: Any) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    return story.inform(cast, story.investigate(cast, matter, **draft))


# --- two officers, certificates, recusal ------------------------------------------------------


def test_one_officer_entered_twice_is_not_two(cast: Cast) -> None:
    with pytest.raises(SameOfficer, match="不得少于两人"):
        story.open_case(cast, second=cast.people["handler"].uid)

    assert not Matter.objects.exists()


def test_an_officer_of_another_agency_cannot_be_the_second(cast: Cast) -> None:
    elsewhere = story.make_cast(code="elsewhere", name="他市生态环境局")

    with pytest.raises(NotFound):
        story.open_case(cast, second=elsewhere.people["handler"].uid)


def test_an_officer_without_a_certificate_neither_opens_nor_assists(cast: Cast) -> None:
    bare = make_officer(cast.agency, certificate=False)

    with pytest.raises(CertificateInvalid):
        story.open_case(cast, second=bare.uid)
    cast.people["handler"] = bare
    cast.actors.clear()
    with pytest.raises(RuleBroken, match="执法证件"):
        story.open_case(cast)


def test_a_certificate_is_valid_through_its_last_day_and_not_after(cast: Cast) -> None:
    last = cast.today
    cast.people["second"] = make_officer(cast.agency, valid_to=last)
    matter = story.open_case(cast)
    story.file_case(cast, matter)
    story.investigate(cast, matter)

    other = story.file_case(cast, story.open_case(cast))
    cast.wait(days=1)
    with pytest.raises(CertificateInvalid, match=r"检查当日|无效"):
        story.investigate(cast, other)


def test_a_suspended_certificate_stops_its_holder_at_once(cast: Cast) -> None:
    matter = story.open_case(cast)
    suspend(cast.people["handler"], cast)

    refused(
        cast,
        RuleBroken,
        "handler",
        "cases.propose_filing",
        matter,
        facts="x",
        basis="y",
        opinion="z",
        match="执法证件",
    )


def test_a_recused_officer_no_longer_sees_the_case(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    successor = make_officer(cast.agency)
    values: dict[str, Any] = {
        "officer": cast.people["handler"].uid,
        "reason": "与当事人有利害关系",
        "successor": successor.uid,
    }
    refused(cast, RuleBroken, "unit_head", "cases.recuse_officer", matter, **values)
    cast.do("agency_head", "cases.recuse_officer", matter, **values)

    refused(cast, NotFound, "handler", "cases.end_investigation", matter, summary="x")
    assert matter.lead_id == successor.pk


def test_whoever_is_recused_cannot_come_back_as_successor(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    values: dict[str, Any] = {"reason": "利害关系", "officer": cast.people["second"].uid}
    successor = make_officer(cast.agency)
    cast.do("agency_head", "cases.recuse_officer", matter, **values, successor=successor.uid)

    refused(
        cast,
        RuleBroken,
        "agency_head",
        "cases.recuse_officer",
        matter,
        officer=successor.uid,
        reason="x",
        successor=cast.people["second"].uid,
        match="已回避",
    )


# --- clue, notice, statement ------------------------------------------------------------------


def test_one_clue_is_one_case(cast: Cast) -> None:
    story.open_case(cast)
    clue = Clue.objects.get()

    refused(
        cast,
        RuleBroken,
        "handler",
        "cases.open_case",
        clue=clue.uid,
        cause="x",
        second=cast.people["second"].uid,
        act_ended_on=cast.today,
        match="不能重复处理",
        **story.COMPANY,
    )


def test_an_investigation_does_not_end_without_evidence_or_record(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    story.propose(cast, matter)

    refused(
        cast,
        RuleBroken,
        "handler",
        "cases.end_investigation",
        matter,
        summary="x",
        match="证据",
    )


def test_a_notice_that_is_not_signed_yet_cannot_be_delivered(cast: Cast) -> None:
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    cast.do("handler", "cases.inform_party", matter, contact="李示例")

    refused(
        cast,
        RuleBroken,
        "handler",
        "cases.deliver_notice",
        matter,
        match="正在制作",
        **story.handed_over(cast),
    )


def test_no_decision_while_the_party_may_still_speak(cast: Cast) -> None:
    matter = informed(cast)

    refused(
        cast,
        RuleBroken,
        "unit_head",
        "cases.go_to_decision",
        matter,
        opinion="x",
        match="陈述",
    )


def test_the_last_day_still_belongs_to_the_party(cast: Cast) -> None:
    matter = informed(cast)
    last = matter.deadlines.get(code="statement-limit").due_on
    cast.wait(days=(last - cast.today).days)
    assert cast.today == last

    refused(cast, RuleBroken, "unit_head", "cases.go_to_decision", matter, opinion="x")
    cast.wait(days=1)
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意。")


def test_a_recorded_waiver_ends_the_time_silence_does_not(cast: Cast) -> None:
    matter = informed(cast)
    given: dict[str, Any] = {"given_on": cast.today, "content": "我方不陈述、不申辩。"}

    cast.do("handler", "cases.waive_statement", matter, **given, hearing_too=True)

    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意。")
    assert "to_decide" in matter.marking


def test_a_statement_before_the_notice_was_delivered_is_refused(cast: Cast) -> None:
    matter = informed(cast)

    refused(
        cast,
        InvalidInput,
        "handler",
        "cases.waive_statement",
        matter,
        given_on=cast.today - timedelta(days=1),
        content="x",
        match="早于",
    )


def test_a_waiver_of_the_first_notice_does_not_waive_the_second(cast: Cast) -> None:
    matter = informed(cast)
    waived: dict[str, Any] = {"given_on": cast.today, "content": "放弃。", "hearing_too": True}
    cast.do("handler", "cases.waive_statement", matter, **waived)
    story.propose(cast, matter, items=HEAVY)
    story.inform(cast, matter)

    refused(cast, RuleBroken, "handler", "review.submit", matter, summary="x", match="陈述")


# --- reviewed is what is decided --------------------------------------------------------------


def test_a_draft_changed_after_review_is_not_decided(cast: Cast) -> None:
    matter = story.let_time_run(
        cast, informed(cast, public_interest=True, findings_reason="影响大")
    )
    cast.do("handler", "review.submit", matter, summary="请审")

    refused(cast, RuleBroken, "handler", "cases.draft_decision", matter, **_draft_values())


def _draft_values() -> dict[str, Any]:
    return {
        "facts": "x",
        "evidence_summary": "x",
        "violated": "x",
        "basis": "x",
        "discretion": "x",
        "items": (PenaltyItem(kind="warning"),),
    }


def test_the_decision_needs_the_hash_of_the_draft_that_was_shown(cast: Cast) -> None:
    matter = story.let_time_run(cast, informed(cast))
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意。")

    refused(
        cast,
        NotAsReviewed,
        "agency_head",
        "cases.issue_decision",
        matter,
        draft_hash="0" * 64,
        opinion="同意。",
    )


def test_a_heavier_draft_than_the_lowest_notice_is_refused_until_told_again(cast: Cast) -> None:
    matter = informed(cast)
    story.propose(cast, matter, items=HEAVY)
    story.let_time_run(cast, matter)

    refused(
        cast, RuleBroken, "handler", "review.submit", matter, summary="x", match=r"告知|审核范围"
    )
    refused(cast, RuleBroken, "unit_head", "cases.go_to_decision", matter, opinion="x")


def test_a_heavier_second_notice_does_not_raise_what_the_first_told(cast: Cast) -> None:
    matter = informed(cast)
    story.propose(cast, matter, items=HEAVY)
    story.inform(cast, matter)
    story.let_time_run(cast, matter)

    refused(cast, RuleBroken, "unit_head", "cases.go_to_decision", matter, opinion="x")


def test_a_lighter_draft_after_the_statement_needs_no_new_notice(cast: Cast) -> None:
    matter = informed(cast)
    cast.do(
        "handler",
        "cases.record_statement",
        matter,
        given_on=cast.today,
        content="已主动改正。",
        checked="经核实属实。",
        adopted=True,
    )
    story.propose(cast, matter, items=({"kind": "fine", "amount_fen": 4_000_000},))
    story.let_time_run(cast, matter)

    story.decide(cast, matter)

    assert Decision.objects.get().draft.items[0]["amount_fen"] == 4_000_000


def test_a_case_of_the_catalogue_cannot_go_past_review(cast: Cast) -> None:
    matter = story.let_time_run(
        cast, informed(cast, complex=True, findings_reason="涉及多个法律关系")
    )

    refused(
        cast,
        RuleBroken,
        "unit_head",
        "cases.go_to_decision",
        matter,
        opinion="x",
        match="审核范围",
    )


def test_after_a_return_the_party_is_told_anew(cast: Cast) -> None:
    matter = story.let_time_run(cast, informed(cast, complex=True, findings_reason="疑难"))
    cast.do("handler", "review.submit", matter, summary="请审")
    found = story.findings(facts="problem")
    cast.do("legal_reviewer", "review.return_for_supplement", matter, **found, reasons="补证")

    assert matter.marking == ["review_returned"]
    rows = ({"item": "facts", "adopted": "adopted", "handling": "已补证。"},)
    cast.do("handler", "review.answer_problems", matter, answers=rows)
    cast.do("handler", "cases.end_investigation", matter, summary="已补证。")
    assert matter.marking == ["concluded"]
    refused(cast, RuleBroken, "handler", "review.submit", matter, summary="x")


def test_a_problem_found_cannot_be_passed_and_nothing_found_cannot_be_returned(cast: Cast) -> None:
    matter = story.let_time_run(cast, informed(cast, complex=True, findings_reason="疑难"))
    cast.do("handler", "review.submit", matter, summary="请审")
    bad = story.findings(law="problem")

    refused(cast, InvalidInput, "legal_reviewer", "review.pass_review", matter, reasons="x", **bad)
    refused(
        cast,
        InvalidInput,
        "legal_reviewer",
        "review.return_for_supplement",
        matter,
        reasons="x",
        **story.CHECKED,
    )


def test_a_reviewer_without_the_legal_qualification_is_refused(cast: Cast) -> None:
    matter = story.let_time_run(cast, informed(cast, complex=True, findings_reason="疑难"))
    cast.do("handler", "review.submit", matter, summary="请审")
    cast.people["legal_reviewer"] = make_officer(cast.agency, roles=("legal_reviewer",))
    cast.actors.clear()

    refused(
        cast,
        RuleBroken,
        "legal_reviewer",
        "review.pass_review",
        matter,
        reasons="x",
        match="名册",
        **story.CHECKED,
    )


def test_a_party_renamed_after_the_notice_is_told_anew(cast: Cast) -> None:
    matter = story.let_time_run(cast, informed(cast))
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意。")
    party = case_of(matter).party
    correct_party(
        actor=cast.actor("handler"),
        clock=cast.clock,
        cmd=CorrectParty(party=party.uid, name="另一家有限公司"),
    )
    matter = Matter.objects.get(pk=matter.pk)
    draft = latest_draft(case_of(matter))
    assert draft is not None

    refused(
        cast,
        RuleBroken,
        "agency_head",
        "cases.issue_decision",
        matter,
        draft_hash=draft.draft_hash,
        opinion="同意。",
        match="告知",
    )


# --- nobody approves himself ------------------------------------------------------------------


def test_a_head_who_handles_the_case_does_not_approve_it(cast: Cast) -> None:
    both = make_officer(cast.agency, roles=("handler", "agency_head", "unit_head"))
    cast.people["second"] = both
    matter = story.open_case(cast)
    cast.do("handler", "cases.propose_filing", matter, facts="x", basis="y", opinion="建议立案。")
    cast.people["agency_head"] = both
    cast.actors.clear()

    refused(
        cast, RuleBroken, "agency_head", "cases.approve_filing", matter, opinion="x", match="承办人"
    )


def test_a_reviewer_does_not_decide(cast: Cast) -> None:
    both = make_officer(
        cast.agency, roles=("legal_reviewer", "agency_head"), legal_qualification="A1"
    )
    cast.people["legal_reviewer"] = both
    matter = story.let_time_run(cast, informed(cast, complex=True, findings_reason="疑难"))
    cast.do("handler", "review.submit", matter, summary="请审")
    cast.do("legal_reviewer", "review.pass_review", matter, reasons="同意。", **story.CHECKED)
    cast.people["agency_head"] = both
    cast.actors.clear()
    draft = latest_draft(case_of(matter))
    assert draft is not None

    refused(
        cast,
        RuleBroken,
        "agency_head",
        "cases.issue_decision",
        matter,
        draft_hash=draft.draft_hash,
        opinion="x",
        match="已审核本案",
    )


@pytest.mark.parametrize("office", ["handler", "unit_head", "legal_reviewer", "publisher"])
def test_only_the_head_of_the_agency_decides(cast: Cast, office: str) -> None:
    matter = story.let_time_run(cast, informed(cast))
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意。")

    refused(
        cast,
        (NotAllowed, NotFound),  # type: ignore[arg-type]  # pytest takes a tuple
        office,
        "cases.issue_decision",
        matter,
        draft_hash="x" * 64,
        opinion="x",
    )


# --- delivery, stale pages --------------------------------------------------------------------


def test_a_refused_delivery_needs_a_witness_and_to_be_left(cast: Cast) -> None:
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    cast.do("handler", "cases.inform_party", matter, contact="李示例")
    story.sign_papers(cast, matter)
    values = story.handed_over(cast) | {"refused": True}

    refused(cast, InvalidInput, "handler", "cases.deliver_notice", matter, **values)
    values |= {"way": "left"}
    refused(cast, InvalidInput, "handler", "cases.deliver_notice", matter, match="见证人", **values)
    cast.do("handler", "cases.deliver_notice", matter, **(values | {"witness": "周示例"}))


@pytest.mark.parametrize(
    ("served_on", "words"), [(date(2026, 3, 1), "早于"), (date(2099, 1, 1), "不能晚于今天")]
)
def test_a_delivery_lies_between_the_document_and_today(
    cast: Cast, served_on: date, words: str
) -> None:
    matter = story.investigate(cast, story.file_case(cast, story.open_case(cast)))
    cast.do("handler", "cases.inform_party", matter, contact="李示例")
    story.sign_papers(cast, matter)
    values = story.handed_over(cast) | {"served_on": served_on}

    refused(cast, InvalidInput, "handler", "cases.deliver_notice", matter, match=words, **values)


def test_a_stale_page_writes_nothing(cast: Cast) -> None:
    matter = story.open_case(cast)
    seen = matter.seq
    values = {"facts": "x", "basis": "y", "opinion": "z"}
    cast.do("handler", "cases.propose_filing", matter, expect_seq=seen, **values)

    refused(cast, Stale, "handler", "cases.propose_filing", matter, expect_seq=seen, **values)


def test_two_clicks_issue_one_decision(cast: Cast) -> None:
    matter = story.decide(cast, story.let_time_run(cast, informed(cast)))
    draft = latest_draft(case_of(matter))
    assert draft is not None

    refused(
        cast,
        RuleBroken,
        "agency_head",
        "cases.issue_decision",
        matter,
        draft_hash=draft.draft_hash,
        opinion="同意。",
    )
    assert Decision.objects.count() == 1


def test_a_fine_paid_in_part_is_not_performed(cast: Cast) -> None:
    matter = story.decided_case(cast)

    with pytest.raises(RuleBroken, match="罚没款尚未全部到账"):
        cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)


def test_a_decision_says_by_which_answer_of_the_table_it_was_made(cast: Cast) -> None:
    story.decided_case(cast)

    assert Decision.objects.get().who_decides == "head"
