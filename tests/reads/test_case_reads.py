"""What is read of a penalty case: time to speak, hearing, money, evidence, people, papers."""

from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import queries
from gongjian.cases import testing as story
from gongjian.cases import testing_several as several
from gongjian.cases.models import Case, Draft, Hearing, Notice, Statement
from gongjian.cases.queries import Execution, case_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_beside import guardian
from gongjian.matters.models import Matter
from gongjian.parties.models import Party
from gongjian.payments.testing import receive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def asked(cast: Cast, told: Matter) -> Matter:
    return story.ask_hearing(cast, told)


def fresh(matter: Matter) -> Matter:
    return Matter.objects.select_related("agency", "lead", "second").get(pk=matter.pk)


def case(matter: Matter) -> Case:
    return case_of(fresh(matter))


# --- time to speak ------------------------------------------------------------------------------


def time(cast: Cast, matter: Matter, days: int = 0) -> tuple[bool, bool]:
    known = fresh(matter)
    notice = queries.latest_notice(case_of(known))
    found = queries.statement_time(known, notice, cast.today + timedelta(days=days))
    return found.over, found.waived


def test_the_party_may_speak_until_its_last_day_is_over(cast: Cast, told: Matter) -> None:
    notice = queries.latest_notice(case(told))
    found = queries.statement_time(fresh(told), notice, cast.today)
    assert found.until is not None
    last = (found.until - cast.today).days

    assert (found.over, found.waived) == (False, False)
    assert time(cast, told, last) == (False, False)
    assert time(cast, told, last + 1) == (True, False)
    never = queries.StatementTime(over=False, until=None, waived=False)
    assert queries.statement_time(told, None, cast.today) == never
    assert queries.statement_time(told, Notice(case=case(told)), cast.today) == never


def test_who_gives_it_up_has_had_it(cast: Cast, told: Matter) -> None:
    said: dict[str, Any] = {
        "content": "我放弃陈述申辩。",
        "given_on": cast.today,
        "hearing_too": False,
    }
    cast.do("handler", "cases.waive_statement", told, **said)

    assert time(cast, told) == (True, True)
    assert not state(cast, told).settled  # to waive the statement is not to waive the hearing


# --- hearing ------------------------------------------------------------------------------------


def state(cast: Cast, matter: Matter, days: int = 0) -> queries.HearingState:
    known = fresh(matter)
    notice = queries.latest_notice(case_of(known))
    return queries.hearing_state(known, case_of(known), notice, cast.today + timedelta(days=days))


def test_a_hearing_nobody_asks_for_is_settled_when_its_time_is_over(
    cast: Cast, told: Matter
) -> None:
    notice = queries.latest_notice(case(told))
    assert notice is not None
    assert notice.served_on is not None
    last = (queries.hearing_limit(told, notice.served_on) - cast.today).days

    assert [state(cast, told, days).settled for days in (0, last, last + 1)] == [False, False, True]
    assert not state(cast, told).asked
    assert queries.hearing_time_over(told, None, cast.today)
    assert queries.hearing_time_over(told, Notice(hearing_right=True), cast.today)
    notice.hearing_right = False
    assert queries.hearing_time_over(told, notice, cast.today)


def test_who_gives_the_hearing_up_has_had_it(cast: Cast, told: Matter) -> None:
    said: dict[str, Any] = {"content": "我放弃。", "given_on": cast.today, "hearing_too": True}
    cast.do("handler", "cases.waive_statement", told, **said)

    assert state(cast, told).settled


def test_a_hearing_asked_for_is_settled_once_it_was_held_and_reported(
    cast: Cast, asked: Matter
) -> None:
    waiting = state(cast, asked, 99)
    story.call_hearing(cast, asked)
    called = state(cast, asked, 99), queries.running_hearing(case(asked))
    story.hold_hearing(cast, asked)
    held = state(cast, asked)

    assert (waiting.asked, waiting.settled, waiting.held) == (True, False, False)
    assert (called[0].asked, called[0].settled, called[0].held) == (True, False, False)
    assert called[1] == Hearing.objects.get()
    assert (held.asked, held.settled, held.held) == (True, True, True)
    assert queries.was_heard(case(asked))
    assert queries.final_hearing(case(asked)) == Hearing.objects.get()
    assert queries.running_hearing(case(asked)) is None
    assert queries.live_hearing_request(case(asked)) is None


def test_a_hearing_that_was_withdrawn_was_not_asked_for(cast: Cast, asked: Matter) -> None:
    live = queries.live_hearing_request(case(asked))
    words: dict[str, Any] = {"withdrawn_on": cast.today, "content": "不再要求听证。"}
    cast.do("handler", "cases.withdraw_hearing_request", asked, **words)

    now = state(cast, asked)
    assert live == queries.latest_hearing_request(case(asked))
    assert (now.asked, now.settled, now.held) == (False, True, False)
    assert queries.live_hearing_request(case(asked)) is None
    assert not queries.was_heard(case(asked))


def test_only_what_was_held_counts_as_heard(cast: Cast) -> None:
    held, missed = Hearing(outcome="held"), Hearing(outcome="absent")

    assert queries.HearingState(True, True, held).held
    assert not queries.HearingState(True, True, missed).held
    assert not queries.HearingState(True, True, None).held


# --- filing, draft, notice ----------------------------------------------------------------------


def test_a_case_may_be_filed_until_its_last_day_or_while_the_act_goes_on(cast: Cast) -> None:
    today = cast.today

    assert queries.within_limitation(Case(act_goes_on=True), today)
    assert not queries.within_limitation(Case(act_goes_on=False), today)
    ends = Case(act_goes_on=False, limitation_until=today)
    assert queries.within_limitation(ends, today)
    assert not queries.within_limitation(ends, today + timedelta(days=1))


def test_the_newest_draft_and_the_standing_notice_count(cast: Cast, told: Matter) -> None:
    first = queries.latest_draft(case(told))
    story.propose(cast, told, facts="另查明的事实。")
    newest = queries.latest_draft(case(told))
    assert first is not None
    assert newest is not None

    assert newest == Draft.objects.latest("version") != first
    assert queries.latest_notice(case(told)) == Notice.objects.get()
    assert queries.still_true(case(told), newest)
    renamed = case(told)
    renamed.party.name = "另一公司"
    assert not queries.still_true(renamed, newest)
    assert [w.sum_of("fine") for w in queries.noticed_weights(case(told))] == [5_212_000]
    assert queries.noticed_weights(case(story.file_case(cast, story.open_case(cast)))) == []


def test_what_the_party_said_stands_with_its_notice(cast: Cast, told: Matter) -> None:
    words: dict[str, Any] = {"given_on": cast.today, "checked": "经复核不成立。"}
    cast.do("handler", "cases.record_statement", told, content="金额过重。", **words)
    cast.do("handler", "cases.record_statement", told, content="再说一次。", **words)
    notice = queries.latest_notice(case(told))
    assert notice is not None

    assert list(queries.statements_on(notice)) == list(Statement.objects.order_by("id"))


def test_only_the_newest_discussion_that_adopted_this_very_draft_counts(
    cast: Cast, told: Matter
) -> None:
    draft = queries.latest_draft(case(told))
    assert draft is not None
    before = queries.adopted_discussion(case(told), draft)
    story.let_time_run(cast, told)
    cast.do("unit_head", "cases.go_to_decision", told, opinion="报请决定。")
    story.discuss(cast, told, vote="against")
    against = queries.adopted_discussion(case(told), draft)
    story.discuss(cast, told)
    adopted = queries.adopted_discussion(case(told), draft)

    assert before is against is None
    assert adopted == queries.latest_discussion(case(told))
    assert queries.adopted_discussion(case(told), Draft(draft_hash="0" * 64)) is None


# --- money --------------------------------------------------------------------------------------


def test_a_decision_is_settled_once_all_of_it_was_paid(cast: Cast, decided: Matter) -> None:
    decision = queries.decision_of(case(decided))
    assert decision is not None
    owed = queries.balance_of(decision)
    before = queries.execution_of(fresh(decided)), queries.last_payment(decision)
    receive(cast, decided, 1_000)
    partly = queries.execution_of(fresh(decided)), queries.balance_of(decision)
    cast.wait(days=1)
    receive(cast, decided)

    paid = queries.last_payment(decision)
    assert before == (Execution(fine_open=True), None)
    assert partly[0] == Execution()
    assert owed.outstanding_fen - partly[1].outstanding_fen == 1_000
    assert queries.execution_of(fresh(decided)) == Execution(settled=True)
    assert paid is not None
    assert (paid.happened_on, paid.amount_fen) == (cast.today, owed.outstanding_fen - 1_000)


def test_before_a_decision_there_is_nothing_to_execute(
    cast: Cast, told: Matter, django_assert_num_queries: Any
) -> None:
    known = fresh(told)

    with django_assert_num_queries(0):
        assert queries.execution_of(known) == Execution(settled=False, over=False)
    assert queries.decision_of(case(told)) is None
    assert queries.overturn_of(case(told)) is None


def test_a_case_is_called_by_the_number_of_its_filing(cast: Cast, decided: Matter) -> None:
    opened = story.open_case(cast)

    assert queries.case_number(decided).startswith("青环立字")
    assert queries.case_number(opened) == ""
    opened.number = "青环行罚决字〔2026〕9号"
    assert queries.case_number(opened) == opened.number


# --- people -------------------------------------------------------------------------------------


def test_the_case_and_its_further_parties_are_read_once(
    cast: Cast, filed: Matter, django_assert_num_queries: Any
) -> None:
    row = several.add_party(cast, filed)
    known = fresh(filed)
    with django_assert_num_queries(1):
        own = case_of(known)
        assert (own.party.name, queries.entry_of(own)) == (known.party_name, None)
    with django_assert_num_queries(1):
        assert [one.party for one in queries.further_of(own)] == [row.party]
    with django_assert_num_queries(0):
        assert case_of(known) is own
        assert queries.further_of(own) == [row]
    queries.forget_further(own)
    with django_assert_num_queries(1):
        assert queries.further_of(own) == [row]

    assert list(queries.parties_beside(own)) == [row]
    assert queries.others_involved(own) == [row.party]
    with pytest.raises(Case.DoesNotExist):
        case_of(Matter(pk=0))


def test_who_was_split_off_and_who_stayed_know_each_other(cast: Cast, filed: Matter) -> None:
    row = several.add_party(cast, filed)
    story.inspect(cast, filed)
    new = several.split(cast, filed, row)

    assert queries.others_involved(case(new)) == [case(filed).party]
    assert queries.others_involved(case(filed)) == [case(new).party]
    assert list(queries.parties_beside(case(filed))) == []


def test_people_beside_the_party_are_named(cast: Cast, filed: Matter) -> None:
    assert queries.people_beside(case(filed)) == []

    guardian(cast, filed)

    assert len(queries.people_beside(case(filed))) == 1


def reach(cast: Cast) -> set[Party]:
    return set(queries.parties_in_reach(cast.actor("handler"), Party.objects.all()))


def test_a_party_is_in_reach_with_its_case_or_with_no_case(cast: Cast, filed: Matter) -> None:
    other = story.make_cast()
    row = several.add_party(cast, filed)
    mine = {case(filed).party, row.party}
    assert mine <= reach(cast)
    assert not mine & reach(other)


# --- evidence -----------------------------------------------------------------------------------


def test_evidence_stands_until_it_is_excluded(cast: Cast, told: Matter) -> None:
    own = case(told)
    pieces = list(own.evidence.order_by("id"))

    assert list(queries.standing_evidence(own)) == pieces
    assert list(queries.evidence_held(own)) == pieces
    assert list(queries.excluded_evidence(own)) == []
    assert queries.exclusions_of(own) == 0
    assert queries.open_exclusion(own) is None
    assert queries.found_on_scene(told) == {}
    assert list(queries.waiting_filings(told)) == queries.filings_of(told) == []
    assert list(queries.unheard(told)) == []
    assert queries.latest_review(own) is None
