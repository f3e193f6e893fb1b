"""What may be done next and why not, for whom it waits, and which limits run."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast
from gongjian.common import acts
from gongjian.common.acts import Actor
from gongjian.matters.limits import deadlines_of
from gongjian.matters.models import Deadline, LimitPause, Matter, Todo
from gongjian.matters.queries import (
    Position,
    deadline_counts,
    history_of,
    inbox,
    next_acts,
    open_deadlines,
    open_pauses,
    position_of,
    refusals,
)
from gongjian.orgs.testing import make_officer, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
EXTEND = "cases.extend_decision_limit"
END = "cases.end_investigation"


@pytest.fixture
def cast(home: Any) -> Cast:
    return story.make_cast()


@pytest.fixture
def market(home: Any) -> Cast:
    """An agency of a domain in which the time to decide is extended."""
    return story.make_cast(domain="market")


@pytest.fixture
def opened(cast: Cast) -> Matter:
    return story.open_case(cast)


@pytest.fixture
def inspected(cast: Cast) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    story.inspect(cast, matter)
    story.propose(cast, matter)
    return matter


def offered(cast: Cast, office: str, matter: Matter, known: Position | None = None) -> set[str]:
    fresh = Matter.objects.select_related("agency").get(pk=matter.pk)
    return {o.code for o in next_acts(cast.actor(office), fresh, cast.clock, known)}


def refused(cast: Cast, code: str, matter: Matter) -> list[str]:
    fresh = Matter.objects.select_related("agency").get(pk=matter.pk)
    return refusals(acts.service(code), fresh, cast.clock)


def test_the_steps_taken_are_told_without_the_opening(cast: Cast, opened: Matter) -> None:
    before = history_of(opened)
    story.file_case(cast, opened)

    assert before == []
    assert history_of(opened) == ["propose_filing", "approve_filing"]


def test_each_is_offered_what_is_his_office_by_its_name(cast: Cast, inspected: Matter) -> None:
    mine, heads = (offered(cast, office, inspected) for office in ("handler", "agency_head"))

    assert END in mine - heads
    assert "cases.suspend_case" in heads - mine
    named = {o.code: o.title for o in next_acts(cast.actor("handler"), inspected, cast.clock)}
    assert named[END] == acts.service(END).title != ""


def test_whose_certificate_ran_out_is_offered_nothing_that_needs_one(
    cast: Cast, opened: Matter
) -> None:
    before = offered(cast, "handler", opened)
    cast.wait(days=4_000)

    assert "cases.propose_filing" in before - offered(cast, "handler", opened)


def test_a_known_position_is_not_read_again(cast: Cast, inspected: Matter) -> None:
    at = position_of(inspected, cast.clock)
    bare = replace(at, facts={**at.facts, "on_record": False})

    assert offered(cast, "handler", inspected, at) == offered(cast, "handler", inspected)
    assert END not in offered(cast, "handler", inspected, bare)


def test_a_limit_is_extended_only_where_the_law_knows_it(home: Any) -> None:
    cast = story.make_cast(domain="public-security")
    matter = story.file_case(cast, story.open_case(cast))

    assert EXTEND not in offered(cast, "agency_head", matter)
    assert ["没有准许延长" in why for why in refused(cast, EXTEND, matter)] == [True]


def test_a_limit_that_was_extended_is_not_offered_again(market: Cast) -> None:
    matter = story.file_case(market, story.open_case(market))
    before = offered(market, "agency_head", matter), refused(market, EXTEND, matter)
    market.do("agency_head", EXTEND, matter, reason="案情复杂。")
    after = offered(market, "agency_head", matter), refused(market, EXTEND, matter)

    assert EXTEND in before[0]
    assert before[1] == []
    assert EXTEND not in after[0]
    assert ["已延长1次，最多延长1次" in why for why in after[1]] == [True]


def test_what_is_no_step_here_is_refused_by_no_procedure(cast: Cast, opened: Matter) -> None:
    assert refused(cast, "cases.issue_query_code", opened) == []
    assert len(refused(cast, END, opened)) >= 2  # neither the place nor the paper


# --- for whom it waits ---------------------------------------------------------------------------


def person(cast: Cast, *roles: str, **values: Any) -> Actor:
    officer = make_officer(cast.agency)
    known = {"officer": officer.pk, "agency": cast.agency.pk, "unit": officer.unit_id}
    return Actor(name="某人", roles=frozenset(roles), **(known | values))


def test_what_waits_is_found_by_whom_it_waits_for(cast: Cast, opened: Matter) -> None:
    Todo.objects.filter(matter=opened).update(role="unit_head")
    other = make_unit(cast.agency, "执法二科")
    roles = ("handler", "unit_head", "agency_head")
    table: list[tuple[Actor, list[bool]]] = [
        (person(cast), [False, False, False]),
        (person(cast, *roles), [False, True, True]),
        (person(cast, *roles, officer=opened.lead_id), [True, True, True]),
        (person(cast, *roles, officer=opened.second_id), [True, True, True]),
        (person(cast, "handler", officer=opened.lead_id), [True, False, False]),
        (person(cast, *roles, unit=other.pk), [False, False, True]),
        (person(cast, *roles, officer=None), [False, False, False]),
        (person(cast, *roles, agency=0), [False, False, False]),
    ]
    told = []
    for role in roles:
        Todo.objects.filter(matter=opened).update(role=role)
        told.append([inbox(who).exists() for who, _ in table])

    assert [list(row) for row in zip(*told, strict=True)] == [row for _, row in table]


def test_a_deputy_finds_what_waits_for_the_absent_but_not_in_his_own_cases(
    cast: Cast, opened: Matter
) -> None:
    Todo.objects.filter(matter=opened).update(role="agency_head")
    head = person(cast, "agency_head")

    def finds(**values: Any) -> bool:
        return inbox(person(cast, **values)).exists()

    assert not finds()
    assert finds(stands_for=(head,))
    assert finds(stands_for=(person(cast, "unit_head"), head))
    assert not finds(stands_for=(head,), officer=opened.lead_id)
    assert not finds(stands_for=(head,), officer=opened.second_id)


def test_who_is_recused_is_not_waited_for(cast: Cast, inspected: Matter) -> None:
    lead = cast.people["handler"]
    leaving: dict[str, Any] = {"officer": lead.uid, "successor": make_officer(cast.agency).uid}
    cast.do("agency_head", "cases.recuse_officer", inspected, reason="近亲属。", **leaving)
    Todo.objects.filter(matter=inspected).update(role="agency_head")
    head = person(cast, "agency_head", officer=lead.pk)

    assert not inbox(head).exists()
    assert not inbox(person(cast, stands_for=(head,))).exists()
    assert inbox(person(cast, "agency_head")).exists()


# --- limits --------------------------------------------------------------------------------------


def test_running_limits_come_nearest_first_and_none_that_ended(
    cast: Cast, inspected: Matter
) -> None:
    every, running = deadlines_of(inspected), open_deadlines(inspected)

    assert [row.pk for row in every] == sorted(row.pk for row in every)
    assert {row.pk for row in running} == {row.pk for row in every if row.state == "open"}
    assert 0 < len(running) < len(every)
    assert [row.due_on for row in running] == sorted(row.due_on for row in running)


def test_a_limit_stands_still_while_a_hearing_is_asked_for(cast: Cast, inspected: Matter) -> None:
    cast.do("handler", END, inspected, summary="事实清楚。")
    story.ask_hearing(cast, story.inform(cast, inspected))
    other = story.open_case(cast)
    still = open_pauses(inspected), open_pauses(other)
    gone: dict[str, Any] = {"withdrawn_on": cast.today, "content": "不再要求听证。"}
    cast.do("handler", "cases.withdraw_hearing_request", inspected, **gone)

    assert still == ([LimitPause.objects.get()], [])
    assert open_pauses(inspected) == []


def test_the_house_counts_its_own_limits_and_those_that_ran_out(
    cast: Cast, inspected: Matter
) -> None:
    story.open_case(cast)
    own = Deadline.objects.filter(state="open").exclude(duty="party").order_by("due_on")
    days = [row.due_on for row in own]

    counted = [deadline_counts(day) for day in (days[0], days[0] + timedelta(1), cast.today)]
    late = sum(day <= days[0] for day in days)
    assert counted == [(len(days), 0), (len(days), late), (len(days), 0)]
    assert 0 < late < len(days)
