"""The hearing: asked for is held, held is not scheduled, and the host is nobody's other."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.errors import HearingNotHeld
from gongjian.cases.models import Decision, Hearing, HearingRequest
from gongjian.cases.queries import case_of, latest_draft
from gongjian.cases.services.grounds import heard_as_asked
from gongjian.cases.testing import Cast
from gongjian.cases.testing_beside import agent
from gongjian.common.acts import Act, service
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter
from gongjian.matters.queries import next_acts
from gongjian.orgs.testing import make_officer

pytestmark = pytest.mark.django_db
OPINION: dict[str, Any] = {"opinion": "同意。"}
SMALL = ({"kind": "fine", "amount_fen": 1_000_000},)


@pytest.fixture
def cast(home: object) -> Cast:
    return story.make_cast()


def informed(cast: Cast, **draft: Any) -> Matter:
    matter = story.file_case(cast, story.open_case(cast))
    return story.inform(cast, story.investigate(cast, matter, **draft))


def asked(cast: Cast) -> Matter:
    return story.ask_hearing(cast, informed(cast))


def refused(cast: Cast, error: type[Exception], *words: Any, match: str, **values: Any) -> None:
    before = Entry.objects.count()
    with pytest.raises(error, match=match):
        cast.do(*words, **values)
    assert Entry.objects.count() == before


@pytest.mark.requirement("P10")
def test_a_case_with_a_hearing_goes_from_the_demand_to_the_decision(cast: Cast) -> None:
    matter = story.hold_hearing(cast, story.call_hearing(cast, asked(cast)))
    assert matter.marking == ["informed"]
    story.let_time_run(cast, matter)

    story.decide(cast, matter)

    decision = Decision.objects.get(case=case_of(matter))
    assert decision.hearing_asked
    assert decision.hearing_outcome == "held"
    assert decision.review_required  # 经过听证的，属于审核范围
    assert decision.discussion_required
    assert decision.discussion is not None
    assert "根据听证笔录作出本决定" in decision.document.data


def test_nothing_is_decided_while_a_hearing_is_asked_for(cast: Cast) -> None:
    matter = asked(cast)
    cast.wait(days=30)

    refused(
        cast,
        RuleBroken,
        "unit_head",
        "cases.go_to_decision",
        matter,
        opinion="同意。",
        match="听证",
    )
    refused(cast, RuleBroken, "handler", "review.submit", matter, summary="x", match="听证")


def test_a_hearing_that_was_called_is_not_yet_held(cast: Cast) -> None:
    matter = story.call_hearing(cast, asked(cast))
    cast.do("handler", "cases.deliver_hearing_notice", matter, **story.handed_over(cast))

    offers = {o.code for o in next_acts(cast.actor("hearing_host"), matter, cast.clock)}

    assert "cases.hold_hearing" not in offers
    with pytest.raises(HearingNotHeld):
        heard_as_asked(running(cast, matter), case_of(matter), notice_of(matter))


def running(cast: Cast, matter: Matter) -> Act:
    act = Act(service("cases.issue_decision"), cast.actor("agency_head"), cast.clock, None)
    act.matter = matter
    return act


def notice_of(matter: Matter) -> Any:
    return case_of(matter).notices.latest("id")


def test_a_hearing_needs_seven_working_days_after_its_notice(cast: Cast) -> None:
    matter = asked(cast)

    refused(
        cast,
        InvalidInput,
        "hearing_host",
        "cases.call_hearing",
        matter,
        host=cast.people["hearing_host"].uid,
        recorder=cast.people["publisher"].uid,
        # Nine calendar days are not seven working days and one.
        scheduled_at=cast.now + timedelta(days=9),
        place="听证室",
        match="七个工作日",
    )


def test_a_notice_served_too_late_asks_for_another_day(cast: Cast) -> None:
    matter = story.call_hearing(cast, asked(cast), days=12)
    cast.wait(days=4)

    refused(
        cast,
        InvalidInput,
        "handler",
        "cases.deliver_hearing_notice",
        matter,
        **story.handed_over(cast),
        match="延期听证",
    )
    cast.do("hearing_host", "cases.postpone_hearing", matter, reason="通知书未能及时送达。")
    story.hold_hearing(cast, story.call_hearing(cast, matter))

    assert matter.marking == ["informed"]


def test_a_handler_cannot_host_and_the_host_cannot_review_or_decide(cast: Cast) -> None:
    both = make_officer(
        cast.agency,
        roles=("hearing_host", "legal_reviewer", "agency_head"),
        legal_qualification="A20263000009",
    )
    cast.people["hearing_host"] = both
    cast.actors.pop("hearing_host", None)
    matter = story.hold_hearing(cast, story.call_hearing(cast, asked(cast)))
    story.let_time_run(cast, matter)
    cast.do("handler", "review.submit", matter, summary="请予审核。")

    offers = {o.code for o in next_acts(cast.actor("hearing_host"), matter, cast.clock)}

    assert "review.pass_review" not in offers


def test_a_demand_in_time_and_with_the_right_cannot_be_refused(cast: Cast) -> None:
    matter = asked(cast)

    refused(
        cast,
        RuleBroken,
        "hearing_host",
        "cases.refuse_hearing",
        matter,
        reason="x",
        match="应当组织",
    )


def test_a_late_demand_may_be_refused_and_then_nothing_waits_for_it(cast: Cast) -> None:
    matter = story.let_time_run(cast, informed(cast))
    story.ask_hearing(cast, matter)

    cast.do("hearing_host", "cases.refuse_hearing", matter, reason="超过五个工作日才提出。")
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意。")

    assert matter.marking == ["to_decide"]


def test_waiving_the_statement_does_not_waive_the_hearing(cast: Cast) -> None:
    matter = informed(cast)
    given: dict[str, Any] = {"given_on": cast.today, "content": "不陈述、不申辩。"}

    cast.do("handler", "cases.waive_statement", matter, **given)

    refused(
        cast,
        RuleBroken,
        "unit_head",
        "cases.go_to_decision",
        matter,
        opinion="同意。",
        match="听证",
    )


def test_a_second_notice_does_not_drop_the_hearing_that_was_held(cast: Cast) -> None:
    matter = story.hold_hearing(cast, story.call_hearing(cast, asked(cast)))
    story.propose(cast, matter, items=SMALL)
    story.inform(cast, matter)
    story.let_time_run(cast, matter)

    story.decide(cast, matter)

    assert Decision.objects.get(case=case_of(matter)).hearing_asked


def test_a_party_that_stays_away_has_given_the_hearing_up(cast: Cast) -> None:
    matter = story.call_hearing(cast, asked(cast))

    story.hold_hearing(cast, matter, outcome="absent", attendees=())

    assert Hearing.objects.get().outcome == "absent"
    assert matter.marking == ["informed"]


def test_too_many_agents_are_refused(cast: Cast) -> None:
    matter = story.call_hearing(cast, asked(cast))

    agents = [agent(cast, matter, name=name) for name in ("郑示例", "王示例", "李示例")]

    with pytest.raises(InvalidInput, match="代理"):
        story.hold_hearing(cast, matter, agents=tuple(a.uid for a in agents))


def test_withdrawing_the_demand_lets_the_case_go_on(cast: Cast) -> None:
    matter = story.call_hearing(cast, asked(cast))

    cast.do(
        "handler",
        "cases.withdraw_hearing_request",
        matter,
        withdrawn_on=cast.today,
        content="我方撤回听证要求。",
    )
    story.let_time_run(cast, matter)
    cast.do("unit_head", "cases.go_to_decision", matter, opinion="同意。")

    assert Hearing.objects.get().outcome == "ended"


@pytest.mark.requirement("V2")
def test_the_time_of_the_hearing_does_not_count_where_the_field_says_so(cast: Cast) -> None:
    matter = informed(cast)
    cast.wait(days=2)
    before = matter.deadlines.get(code="decision-limit", state="open").due_on
    story.ask_hearing(cast, matter)
    assert matter.deadlines.get(code="decision-limit").state == "paused"

    story.hold_hearing(cast, story.call_hearing(cast, matter))

    pause = matter.pauses.get()
    after = matter.deadlines.get(code="decision-limit", state="open").due_on
    assert pause.ended_on is not None
    assert after == before + (pause.ended_on - pause.began_on)


# --- the database itself ------------------------------------------------------------------------


@pytest.mark.tampers
def test_the_database_keeps_a_decision_from_passing_over_a_hearing(cast: Cast) -> None:
    matter = informed(cast, items=SMALL)
    case, draft, notice = case_of(matter), latest_draft(case_of(matter)), notice_of(matter)
    assert draft is not None
    row = Decision(
        case=case,
        draft=draft,
        draft_hash=draft.draft_hash,
        facts_hash=draft.facts_hash,
        notice=notice,
        noticed_facts_hash=notice.facts_hash,
        notice_served_on=notice.served_on,
        review_required=False,
        hearing_asked=True,
        document=notice.document,
        number="1",
        decided_on=cast.today + timedelta(days=30),
        decided_by=cast.people["agency_head"],
        drafted_by=cast.people["handler"],
    )

    with pytest.raises(IntegrityError, match="hearing_asked_for"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.tampers
def test_the_database_keeps_host_and_handler_apart_and_a_refusal_lawful(cast: Cast) -> None:
    matter = story.call_hearing(cast, asked(cast))
    hearing, request = Hearing.objects.get(), HearingRequest.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Hearing.objects.filter(pk=hearing.pk).update(outcome="held")
    with pytest.raises(IntegrityError), transaction.atomic():
        HearingRequest.objects.filter(pk=request.pk).update(
            answer="refused", refusal_reason="不想办。"
        )
    assert latest_draft(case_of(matter)) is not None
