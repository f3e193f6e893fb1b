"""How the party's time to speak and its demand for a hearing stand, turn by turn."""

from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import queries
from gongjian.cases import testing as story
from gongjian.cases.models import Notice, PartyFiling
from gongjian.cases.queries import StatementTime, case_of
from gongjian.cases.services.party import holder_of
from gongjian.cases.testing import Cast
from gongjian.common.acts import service
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
STATE = ("asked", "settled", "held")


@pytest.fixture
def called(cast: Cast, told: Matter) -> Matter:
    """A hearing was called, its notice was served, and its day has come."""
    matter = story.call_hearing(cast, story.ask_hearing(cast, told))
    cast.do("handler", "cases.deliver_hearing_notice", matter, **story.handed_over(cast))
    cast.wait(days=21)
    return matter


@pytest.fixture
def heard(cast: Cast, told: Matter) -> Matter:
    return story.hold_hearing(cast, story.call_hearing(cast, story.ask_hearing(cast, told)))


def fresh(matter: Matter) -> Matter:
    return Matter.objects.select_related("agency").get(pk=matter.pk)


NEWEST = Notice()  # stands for the newest notice of the case itself


def state(cast: Cast, matter: Matter, notice: Notice | None = NEWEST, days: int = 0) -> Any:
    known = fresh(matter)
    case, day = case_of(known), cast.today + timedelta(days)
    notice = queries.latest_notice(case) if notice is NEWEST else notice
    found = queries.hearing_state(known, case, notice, day)
    return tuple(getattr(found, name) for name in STATE)


def hold(cast: Cast, matter: Matter, outcome: str) -> None:
    hearing = case_of(fresh(matter)).hearings.get()
    said: dict[str, Any] = dict.fromkeys(
        ("opening", "investigators", "defence", "examination", "final_words", "signed"), "无。"
    )
    times: dict[str, Any] = {"began_at": hearing.scheduled_at, "ended_at": hearing.scheduled_at}
    cast.do("hearing_host", "cases.hold_hearing", matter, outcome=outcome, **said, **times)


@pytest.mark.parametrize(("outcome", "really"), [("held", True), ("absent", False)])
def test_a_hearing_settles_the_demand_only_once_it_is_reported(
    cast: Cast, called: Matter, outcome: str, really: bool
) -> None:
    assert not queries.was_heard(case_of(fresh(called)))
    hold(cast, called, outcome)
    before = state(cast, called)
    said: dict[str, Any] = {"issues": "金额", "finding": "清楚。", "opinion": "维持。"}
    cast.do("hearing_host", "cases.report_hearing", called, **said)

    assert before == (True, False, really)
    assert state(cast, called) == state(cast, called, None) == (True, True, really)
    assert queries.was_heard(case_of(fresh(called))) == really


def test_what_became_of_one_notice_settles_nothing_for_a_later_one(
    cast: Cast, heard: Matter
) -> None:
    story.propose(cast, heard, facts="另查明的事实。")
    story.inform(cast, heard)
    last = queries.hearing_limit(fresh(heard), cast.today) - cast.today

    told_anew = [state(cast, heard, days=last.days + n) for n in (0, 1)]
    asked_anew = state(cast, story.ask_hearing(cast, heard), days=last.days + 1)
    gone: dict[str, Any] = {"withdrawn_on": cast.today, "content": "不再要求听证。"}
    cast.do("handler", "cases.withdraw_hearing_request", heard, **gone)

    assert told_anew == [(True, False, True), (True, True, True)]
    assert asked_anew == (True, False, True)
    assert state(cast, heard) == (True, True, True)  # it was heard on the first notice


# --- what the party hands in ---------------------------------------------------------------------


def hand_in(cast: Cast, matter: Matter, code: str, **values: Any) -> PartyFiling:
    row = cast.do("handler", "cases.issue_query_code", matter, holder="party")
    act = service(code)
    cmd = act.cmd(**values)
    filing: PartyFiling = act(actor=holder_of(row), matter=matter.uid, cmd=cmd, clock=cast.clock)
    return filing


def waiting(matter: Matter) -> list[list[PartyFiling]]:
    every = (queries.unheard, queries.waiting_filings, queries.filings_of)
    return [list(ask(matter)) for ask in every]


def test_no_time_runs_out_while_what_the_party_handed_in_is_unchecked(
    cast: Cast, told: Matter
) -> None:
    other = story.file_case(cast, story.open_case(cast))
    first = hand_in(cast, told, "cases.submit_statement", content="金额过重。")
    away = hand_in(cast, told, "cases.apply_recusal", officer=told.lead.uid, reason="亲属。")
    notice = queries.latest_notice(case_of(fresh(told)))
    late = cast.today + timedelta(days=99)
    unchecked = queries.statement_time(told, notice, late)
    before = waiting(told)
    checked: dict[str, Any] = {
        "content": first.content,
        "given_on": first.given_on,
        "checked": "不成立。",
    }
    cast.do("handler", "cases.record_statement", told, filing=first.uid, **checked)
    between = waiting(told)
    answer: dict[str, Any] = {"filing": away.uid, "answer": "不是亲属。", "granted": False}
    cast.do("agency_head", "cases.answer_recusal", told, **answer)

    assert unchecked == StatementTime(over=False, until=None, waived=False)
    assert before == [[first], [first, away], [first, away]]
    assert between == [[], [away], [first, away]]
    assert waiting(told) == [[], [], [first, away]]
    assert waiting(other) == [[], [], []]
    assert queries.statement_time(told, notice, late).over


def test_where_no_limit_runs_none_runs_out(cast: Cast, told: Matter) -> None:
    elsewhere = story.file_case(cast, story.open_case(cast))
    notice = queries.latest_notice(case_of(fresh(told)))

    found = queries.statement_time(elsewhere, notice, cast.today)

    assert found == StatementTime(over=False, until=None, waived=False)
