"""The turns between notice and decision, and what follows it, tried through every door."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import Decision
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.testing import Cast
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer
from gongjian.payments import testing as paying
from gongjian.publicity.models import PublicItem
from gongjian.review import testing as reviewing

from .doors import Attempt, as_json, assert_shut, told_by
from .test_doors import decision_for
from .test_doors_beside import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
HEAVY = ({"kind": "fine", "amount_fen": 20_000_000},)
OPINION = {"opinion": "同意。"}


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def attempt(cast: Cast, office: str, code: str, matter: Matter, **values: Any) -> Attempt:
    return Attempt(cast.people[office], code, as_json(values), matter)


def informed(cast: Cast, **draft: Any) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    return story.inform(cast, story.investigate(cast, matter, **draft))


def asked(cast: Cast) -> Matter:
    """Return a case whose party asked for a hearing, with the time to speak over."""
    return story.let_time_run(cast, story.ask_hearing(cast, informed(cast, items=HEAVY)))


def called(cast: Cast) -> Matter:
    return story.call_hearing(cast, asked(cast))


def issue(cast: Cast, matter: Matter) -> Attempt:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    values = {"draft_hash": draft.draft_hash, **OPINION}
    return attempt(cast, "agency_head", "cases.issue_decision", matter, **values)


def submit(cast: Cast, matter: Matter) -> Attempt:
    return attempt(cast, "handler", "review.submit", matter, summary="请予审核。")


# --- hearing ------------------------------------------------------------------------------------


def review_before_the_hearing(cast: Cast) -> Attempt:
    return submit(cast, asked(cast))


def review_of_a_hearing_that_was_called_only(cast: Cast) -> Attempt:
    matter = called(cast)
    cast.do("handler", "cases.deliver_hearing_notice", matter, **story.handed_over(cast))
    return submit(cast, matter)


def hearing_without_its_notice(cast: Cast) -> Attempt:
    matter = called(cast)
    cast.wait(days=21)
    hearing = case_of(matter).hearings.get(outcome="")
    values = {
        "outcome": "held",
        "began_at": hearing.scheduled_at,
        "ended_at": hearing.scheduled_at + timedelta(hours=1),
        "attendees": ({"name": "吴示例", "part": "当事人的法定代表人"},),
        "opening": "核对身份。",
        "investigators": "拟处罚的事实。",
        "defence": "有异议。",
        "examination": "质证。",
        "final_words": "请求从轻。",
        "signed": "核对无误，签名。",
    }
    return attempt(cast, "hearing_host", "cases.hold_hearing", matter, **values)


def report_of_a_hearing_not_held(cast: Cast) -> Attempt:
    matter = called(cast)
    cast.do("handler", "cases.deliver_hearing_notice", matter, **story.handed_over(cast))
    values = {"issues": "金额", "finding": "清楚。", "opinion": "维持。"}
    return attempt(cast, "hearing_host", "cases.report_hearing", matter, **values)


def hearing_called_too_soon(cast: Cast) -> Attempt:
    """Three days ahead, where the notice must come seven days before."""
    values = {
        "host": cast.people["hearing_host"].uid,
        "recorder": cast.people["publisher"].uid,
        "scheduled_at": cast.now + timedelta(days=3),
        "place": "本机关三楼听证室",
    }
    matter = asked(cast)
    values["scheduled_at"] = cast.now + timedelta(days=3)
    return attempt(cast, "hearing_host", "cases.call_hearing", matter, **values)


def hearing_hosted_by_the_handler(cast: Cast) -> Attempt:
    matter = asked(cast)
    values = {
        "host": cast.people["handler"].uid,
        "recorder": cast.people["publisher"].uid,
        "scheduled_at": cast.now + timedelta(days=20),
        "place": "本机关三楼听证室",
    }
    return attempt(cast, "hearing_host", "cases.call_hearing", matter, **values)


# --- review and discussion ----------------------------------------------------------------------


def reviewed(cast: Cast) -> Matter:
    """Return a case whose heavy fine passed review and must still be discussed."""
    matter = story.hold_hearing(cast, called(cast))
    story.sign_papers(cast, matter)
    cast.do("handler", "review.submit", matter, summary="请予审核。")
    checked = story.findings(matter.profile)
    cast.do("legal_reviewer", "review.pass_review", matter, **checked, reasons="同意。")
    return matter


def decision_undiscussed(cast: Cast) -> Attempt:
    return issue(cast, reviewed(cast))


def decision_the_leaders_refused(cast: Cast) -> Attempt:
    matter = reviewed(cast)
    story.discuss(cast, matter, vote="against")
    return issue(cast, matter)


def votes(cast: Cast, matter: Matter, *leaders: str, signed: bool = True) -> Attempt:
    draft = latest_draft(case_of(matter))
    assert draft is not None
    one = {"vote": "for", "opinion": "意见明确。", "signed": signed}
    values = {
        "draft_hash": draft.draft_hash,
        "held_at": cast.now - timedelta(hours=1),
        "ended_at": cast.now,
        "place": "本机关会议室",
        "recorder": "记示例",
        "votes": [{"officer": str(cast.people[p].uid), **one} for p in leaders],
        "conclusion": "按拟处罚意见办理。",
    }
    return attempt(cast, "agency_head", "cases.record_discussion", matter, **values)


def discussion_without_quorum(cast: Cast) -> Attempt:
    return votes(cast, reviewed(cast), "agency_head")


def discussion_unsigned(cast: Cast) -> Attempt:
    leaders = ("agency_head", "deputy", "other_deputy")
    return votes(cast, reviewed(cast), *leaders, signed=False)


def resolution_without_a_consultation(cast: Cast) -> Attempt:
    """The leaders would pass a draft over an opinion that nobody has talked over."""
    matter = reviewing.submitted(cast)
    reviewing.opine(cast, matter, "return_for_supplement", facts="problem")
    tried = votes(cast, matter, "agency_head", "deputy", "other_deputy")
    return Attempt(tried.officer, "review.pass_by_resolution", tried.command, matter)


def resolution_by_a_minority(cast: Cast) -> Attempt:
    matter = reviewing.submitted(cast)
    reviewing.opine(cast, matter, "return_for_supplement", facts="problem")
    reviewing.consulted(cast, matter)
    tried = votes(cast, matter, "agency_head", "deputy", "other_deputy")
    against = [{**row, "vote": "against"} for row in tried.command["votes"]]
    command = {**tried.command, "votes": against}
    return Attempt(tried.officer, "review.pass_by_resolution", command, matter)


# --- the decision itself ------------------------------------------------------------------------


def ready(cast: Cast) -> Matter:
    matter = story.let_time_run(cast, informed(cast))
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意，报请决定。")
    return matter


def decision_with_a_blank(cast: Cast) -> Attempt:
    matter = informed(cast)
    said: dict[str, Any] = {"content": "请求从轻。", "checked": "经复核____。"}
    cast.do("handler", "cases.record_statement", matter, given_on=cast.today, **said)
    story.let_time_run(cast, matter)
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意，报请决定。")
    return issue(cast, matter)


def decision_heavier_than_told(cast: Cast) -> Attempt:
    matter = ready(cast)
    cast.do("agency_head", "cases.send_back", matter, reason="重新核定金额。")
    story.propose(cast, matter, items=({"kind": "fine", "amount_fen": 3_000_000},))
    cast.do("handler", "cases.end_investigation", matter, summary="加重。")
    return attempt(cast, "unit_head", "cases.go_to_decision", matter, **OPINION)


def decision_on_the_notice_before_more_was_found(cast: Cast) -> Attempt:
    """What the party said brought a new fact: the notice before it is spent."""
    matter = informed(cast)
    cast.do("handler", "cases.supplement_investigation", matter, reason="陈述中有新的事实。")
    cast.do("handler", "cases.end_investigation", matter, summary="已查清。")
    return attempt(cast, "unit_head", "cases.go_to_decision", matter, **OPINION)


def supplement_while_a_hearing_is_owed(cast: Cast) -> Attempt:
    values = {"reason": "陈述中有新的事实。"}
    return attempt(cast, "handler", "cases.supplement_investigation", asked(cast), **values)


def supplement_by_who_decides(cast: Cast) -> Attempt:
    values = {"reason": "陈述中有新的事实。"}
    matter = informed(cast)
    return attempt(cast, "agency_head", "cases.supplement_investigation", matter, **values)


def decision_signed_by_its_drafter(cast: Cast) -> Attempt:
    """Whoever drafted it has been made head of the agency since, and handles it no longer."""
    cast.people["handler"] = make_officer(
        cast.agency, roles=("handler", "agency_head"), account=True
    )
    matter = ready(cast)
    tried = issue(cast, matter)
    return Attempt(cast.people["handler"], tried.code, tried.command, matter)


# --- after it -----------------------------------------------------------------------------------


def cash_in_an_ordinary_case(cast: Cast) -> Attempt:
    matter = story.decided_case(cast)
    values = {"ground": "small", "receipt_number": "示例00000001"}
    return attempt(cast, "handler", "cases.collect_on_spot", matter, **values)


def performance_that_was_not_paid(cast: Cast) -> Attempt:
    matter = story.decided_case(cast)
    values = {"performed_on": cast.today, "note": "当事人称已经缴清。"}
    return attempt(cast, "handler", "cases.record_performance", matter, **values)


def instalments_granted_by_the_handler(cast: Cast) -> Attempt:
    matter = story.decided_case(cast)
    return attempt(cast, "handler", "payments.approve_instalment", matter, opinion="同意。")


def write_off_of_a_debt_in_time(cast: Cast) -> Attempt:
    matter = story.decided_case(cast)
    values = {"ground": "died", "evidence": "当事人称无力缴纳。"}
    return attempt(cast, "agency_head", "payments.write_off", matter, **values)


def remedy_before_delivery(cast: Cast) -> Attempt:
    matter = story.decide(cast, story.let_time_run(cast, informed(cast)))
    values = {
        "against": str(story.penalty_paper(matter)),
        "kind": "review",
        "applicant": "party",
        "applicant_name": "青川示例化工有限公司",
        "body": "达州市人民政府",
        "lodged_on": cast.today,
        "claim": "请求撤销处罚决定。",
    }
    return attempt(cast, "unit_head", "remedies.register", matter, **values)


def remake_that_nobody_ordered(cast: Cast) -> Attempt:
    matter = story.decided_case(cast)
    return attempt(cast, "agency_head", "remedies.open_remake", matter, **OPINION)


def spared(cast: Cast) -> Matter:
    """Return a case whose decision not to punish is signed."""
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter, items=(), no_penalty_ground="minor_corrected")
    cast.do("unit_head", "cases.propose_no_penalty", matter, **OPINION)
    draft = latest_draft(case_of(matter))
    assert draft is not None
    values = {"draft_hash": draft.draft_hash, "education": "已当面教育。", **OPINION}
    cast.do("agency_head", "cases.issue_no_penalty", matter, **values)
    story.sign_papers(cast, matter)
    return matter


def decision_not_to_punish_taken_back_after_delivery(cast: Cast) -> Attempt:
    matter = spared(cast)
    cast.do("handler", "cases.deliver_no_penalty", matter, **story.handed_over(cast))
    return attempt(cast, "agency_head", "cases.void_no_penalty", matter, reason="误写。")


def void_decision_not_to_punish_delivered(cast: Cast) -> Attempt:
    matter = spared(cast)
    cast.do("agency_head", "cases.void_no_penalty", matter, reason="误写。")
    served = story.handed_over(cast)
    return attempt(cast, "handler", "cases.deliver_no_penalty", matter, **served)


def test_nothing_of_a_decision_not_to_punish_is_public(cast: Cast) -> None:
    matter = spared(cast)
    cast.do("agency_head", "cases.void_no_penalty", matter, reason="误写。")

    assert not PublicItem.objects.exists()


def payment_notice_of(cast: Cast) -> Matter:
    matter = story.decided_case(cast)
    paying.the_notice(matter)
    return matter


def surcharge_before_the_last_day(cast: Cast) -> Attempt:
    matter = payment_notice_of(cast)
    return attempt(cast, "agency_head", "payments.impose_surcharge", matter, **OPINION)


GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "nothing delivered is taken back": (decision_not_to_punish_taken_back_after_delivery, 409),
    "no void paper is delivered": (void_decision_not_to_punish_delivered, 409),
    "hearing before review": (review_before_the_hearing, 409),
    "hearing really held": (review_of_a_hearing_that_was_called_only, 409),
    "notice before hearing": (hearing_without_its_notice, 409),
    "hearing before its report": (report_of_a_hearing_not_held, 409),
    "seven days before the hearing": (hearing_called_too_soon, 422),
    "no handler hosts": (hearing_hosted_by_the_handler, 422),
    "discussion where required": (decision_undiscussed, 409),
    "discussion that agreed": (decision_the_leaders_refused, 409),
    "quorum": (discussion_without_quorum, 422),
    "signatures of the leaders": (discussion_unsigned, 422),
    "resolution after consultation": (resolution_without_a_consultation, 409),
    "resolution by the majority": (resolution_by_a_minority, 422),
    "no blank in the decision": (decision_with_a_blank, 409),
    "not heavier than told": (decision_heavier_than_told, 409),
    "told anew after a supplement": (decision_on_the_notice_before_more_was_found, 409),
    "the hearing first": (supplement_while_a_hearing_is_owed, 409),
    "handlers supplement": (supplement_by_who_decides, 403),
    "nobody signs his own draft": (decision_signed_by_its_drafter, 409),
    "no cash outside the exception": (cash_in_an_ordinary_case, 422),
    "performed when paid": (performance_that_was_not_paid, 409),
    "instalments by the head": (instalments_granted_by_the_handler, 403),
    "no write-off in time": (write_off_of_a_debt_in_time, 409),
    "surcharge after the last day": (surcharge_before_the_last_day, 409),
    "remake by order only": (remake_that_nobody_ordered, 409),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(cast), status)


def test_no_remedy_is_lodged_before_the_delivery_at_any_door(cast: Cast) -> None:
    assert_shut(remedy_before_delivery(cast), 409, page=422)  # the page does not even list it


@pytest.mark.tampers
def test_the_database_lets_no_decision_rest_on_a_notice_that_is_spent(cast: Cast) -> None:
    story.decided_case(cast)
    matter = informed(cast)
    forged = decision_for(matter, Decision.objects.get(), void=True)

    before = refused(forged)
    cast.do("handler", "cases.supplement_investigation", matter, reason="陈述中有新的事实。")

    assert before == ""
    assert "guarded table cases_decision" in refused(forged)
