"""What an act on a matter leaves behind: the step, the places, the limits, for whom it waits.

Acts are begun by hand here and rows written past the ledger: what the whole act does is held by
`test_matter_steps`.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.services.party import holder_of
from gongjian.cases.testing import Cast
from gongjian.common import acts, events
from gongjian.common.errors import RuleBroken
from gongjian.matters import services
from gongjian.matters.events import ActDone
from gongjian.matters.models import Deadline, Matter, Step

from .test_matter_turns import FILING, begun, cast, decided, inspected, opened, waits

__all__ = ["cast", "decided", "inspected", "opened"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home"), pytest.mark.tampers]
WITHDRAW, OBJECTION = "publication.withdraw", "publication.objection"
WANTED: dict[str, Any] = {"items": "台账2册", "reason": "正在更换记录。"}


@pytest.fixture
def moves(monkeypatch: pytest.MonkeyPatch) -> list[ActDone]:
    """What was told upwards."""
    told: list[ActDone] = []
    heard = [*events.handlers_of(ActDone), lambda act, event: told.append(event)]
    monkeypatch.setitem(events._handlers, ActDone, heard)
    return told


def test_a_step_is_kept_as_it_was_taken_and_the_matter_moves_on(
    cast: Cast, inspected: Matter, moves: list[ActDone]
) -> None:
    running = begun(cast, inspected, "cases.end_investigation", summary="事实清楚。")
    running.notes["receipt"] = "R1"
    seq, due = running.matter.seq, running.matter.due_on
    running.matter.due_on = date(2030, 1, 1)  # no limit changes: nothing is reckoned anew

    services.after(running)

    now = Matter.objects.get(pk=inspected.pk)
    step = Step.objects.get(matter=now, seq=seq + 1)
    assert (now.marking, now.seq, now.closed_at) == (["concluded"], seq + 1, None)
    assert (step.code, step.name, step.act) == ("end_investigation", "调查终结", running.code)
    assert (step.officer, step.by_name) == (cast.people["handler"], cast.actor("handler").name)
    assert (step.door, step.at, step.made) == ("test", running.now, [])
    assert step.data == {"summary": "事实清楚。", "receipt": "R1"}
    assert now.due_on == date(2030, 1, 1) != due
    assert [one.moved for one in moves] == [True]
    assert moves[0].matter == now
    assert "handler" in waits(now)
    assert waits(now)["handler"][0] != "调查终结"


def test_what_is_done_beside_the_way_moves_nothing(
    cast: Cast, inspected: Matter, moves: list[ActDone]
) -> None:
    inspected.todos.update(step="旧的一行")
    beside = begun(cast, inspected, "cases.propose_preservation", **WANTED)
    beside.service = acts.service("cases.add_evidence")
    beside.code = "cases.add_evidence"
    services.after(beside)
    kept = waits(inspected)
    renewing = begun(cast, inspected, "cases.propose_preservation", **WANTED)
    services.after(renewing)
    none = begun(cast, inspected, "cases.propose_preservation", **WANTED)
    none.service = acts.service("cases.issue_query_code")
    services.after(none)

    now = Matter.objects.get(pk=inspected.pk)
    assert [one.moved for one in moves] == [False, False, False]
    assert now.marking == ["investigating"]
    assert now.seq == inspected.seq + 2 == now.steps.latest("seq").seq
    assert {step for step, *_ in kept.values()} == {"旧的一行"}
    assert waits(now)["handler"][0] == "调查终结"
    assert waits(now)["agency_head"][0] == "审批先行登记保存"


TERMINATED: dict[str, Any] = {"ground": "party_gone", "progress": "已检查。", "reasons": "死亡。"}


def test_a_step_without_the_paper_it_must_make_is_a_mistake_of_ours(
    cast: Cast, inspected: Matter
) -> None:
    running = begun(cast, inspected, "cases.terminate", "agency_head", **TERMINATED)
    running.made = ["letter"]
    with pytest.raises(AssertionError, match="must make"):
        services.after(running)

    running.made = ["termination-decision", "letter"]
    services.after(running)

    assert Step.objects.get(matter=inspected, code="terminate").made == running.made


def test_a_limit_that_a_step_starts_is_reckoned_and_the_end_closes(
    cast: Cast, inspected: Matter
) -> None:
    running = begun(cast, inspected, "cases.terminate", "agency_head", **TERMINATED)
    running.made = ["termination-decision"]

    services.after(running)

    now = Matter.objects.get(pk=inspected.pk)
    archive = now.deadlines.get(state="open")
    assert (now.marking, now.closed_at) == (["terminated"], running.now)
    assert (archive.code, now.due_on) == ("archive-limit", archive.due_on)
    assert waits(now) == {"archivist": ("案卷归档", archive.due_on, archive.label)}


def test_of_several_steps_in_one_act_each_is_asked_for(cast: Cast, inspected: Matter) -> None:
    running = begun(cast, inspected, "cases.propose_filing", **FILING)
    running.made = ["informing-approval", "inspection-record"]
    with pytest.raises(RuleBroken, match="须先到"):
        services.take_step(running, "propose_filing")

    services.take_step(running, "end_investigation")

    step = Step.objects.get(matter=inspected, code="end_investigation")
    assert (step.data, step.made) == ({}, [])
    assert running.matter.marking == ["concluded"]


def test_words_are_kept_as_plain_values_but_for_what_is_encrypted(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast, party=story.PERSON))
    opening = Step.objects.get(matter=matter, seq=0).data
    story.inspect(cast, matter)
    story.propose(cast, matter)
    row = Step.objects.get(matter=matter, code="draft_decision").data
    scene = Step.objects.get(matter=matter, act="cases.record_inspection").data

    assert opening["party_name"] == story.PERSON["party_name"]
    assert not {"id_number", "phone", "address"} & set(opening)
    assert row["items"][0]["kind"] == "fine"
    assert date.fromisoformat(opening["act_ended_on"])
    assert opening["second"] == str(cast.people["second"].uid)
    assert scene["began_at"].startswith("2026-03-02T")


# --- for whom it waits ---------------------------------------------------------------------------


def test_it_waits_for_the_way_on_with_the_limit_that_ends_there(
    cast: Cast, decided: Matter
) -> None:
    showing = decided.deadlines.get(code="publication-limit", state="open")

    assert waits(decided) == {
        "handler": ("登记履行情况", date.max, ""),  # to pay in time is the party's own affair
        "publisher": ("拟定公示内容", showing.due_on, showing.label),
    }


def test_what_comes_from_outside_is_seen_first_and_the_most_urgent(
    cast: Cast, inspected: Matter
) -> None:
    head = cast.people["agency_head"]
    cast.do("handler", "cases.propose_preservation", inspected, **WANTED)
    first = waits(inspected)["agency_head"]
    row = cast.do("handler", "cases.issue_query_code", inspected, holder="party")
    cast.wait(days=3)
    away = acts.service("cases.apply_recusal")
    values = {"officer": inspected.lead.uid, "reason": "亲属。"}
    away(actor=holder_of(row), matter=inspected.uid, cmd=away.cmd(**values), clock=cast.clock)

    assert first == ("审批先行登记保存", cast.today - timedelta(3), "")
    assert waits(inspected)["agency_head"] == first
    assert inspected.todos.get(role="agency_head").agency == head.agency


def test_nobody_waits_for_a_way_the_case_does_not_take(cast: Cast, inspected: Matter) -> None:
    cast.do("handler", "cases.end_investigation", inspected, summary="清楚。")
    steps = {step for step, *_ in waits(inspected).values()}

    assert steps == {"制作告知书"}


# --- limits beside the procedure -----------------------------------------------------------------


def states(matter: Matter, code: str) -> list[tuple[str, date | None]]:
    return list(matter.deadlines.filter(code=code).order_by("id").values_list("state", "ended_on"))


def test_a_limit_beside_the_procedure_waits_for_its_office_until_it_is_met(
    cast: Cast, decided: Matter
) -> None:
    before = Matter.objects.get(pk=decided.pk).due_on
    running = begun(cast, decided, "cases.propose_filing", **FILING)
    day = running.today
    row = services.start_beside(running, WITHDRAW, day, reason="revoked")
    started = waits(decided), Matter.objects.get(pk=decided.pk).due_on
    services.end_beside(running, WITHDRAW)
    ended = waits(decided), Matter.objects.get(pk=decided.pk).due_on
    row.refresh_from_db()

    assert (row.starts_on, row.due_on, row.state) == (day, day + timedelta(1), "met")
    assert (row.label, row.duty) == ("撤下已公示决定的期限", "authority")
    assert (row.source, row.provisional) == ("DZ4(1)", False)
    assert row.explanation
    assert started[0]["publication_checker"] == ("撤回公示", row.due_on, row.label)
    assert started[1] == row.due_on
    assert "publication_checker" not in ended[0]
    assert ended[1] == before
    assert states(decided, WITHDRAW) == [("met", day)]


def test_a_limit_begun_anew_takes_the_place_of_the_older(cast: Cast, decided: Matter) -> None:
    running = begun(cast, decided, "cases.propose_filing", **FILING)
    day = running.today
    services.start_beside(running, WITHDRAW, day, reason="revoked")
    second = services.start_beside(running, WITHDRAW, day, reason="changed")

    assert (second.due_on, second.source) == (day + timedelta(3), "行政处罚法 第四十八条第二款")
    assert states(decided, WITHDRAW) == [("replaced", day), ("open", None)]
    services.end_beside(running, WITHDRAW, met=False)
    assert states(decided, WITHDRAW) == [("replaced", day), ("replaced", day)]


def test_of_two_limits_for_one_office_the_nearer_is_told(cast: Cast, decided: Matter) -> None:
    running = begun(cast, decided, "cases.propose_filing", **FILING)
    near = services.start_beside(running, WITHDRAW, running.today)
    far = services.start_beside(running, OBJECTION, running.today)

    assert near.due_on < far.due_on
    assert waits(decided)["publication_checker"] == ("撤回公示", near.due_on, near.label)
    decided.todos.update(step="旧的一行")
    services.end_beside(running, "no-such-limit")
    assert {step for step, *_ in waits(decided).values()} == {"旧的一行"}
    services.renew_inbox(running)
    assert waits(decided)["handler"][0] == "登记履行情况"


def test_a_limit_met_too_early_runs_on_to_the_end_it_had(cast: Cast, decided: Matter) -> None:
    running = begun(cast, decided, "cases.propose_filing", **FILING)
    row = services.start_beside(running, WITHDRAW, running.today)
    services.end_beside(running, WITHDRAW)
    services.reopen_beside(running, WITHDRAW)

    again = Deadline.objects.get(pk=row.pk)
    assert (again.state, again.ended_on, again.due_on) == ("open", None, row.due_on)
    assert waits(decided)["publication_checker"][0] == "撤回公示"


# --- which limit stands beside the work ----------------------------------------------------------


@pytest.fixture
def market(home: Any) -> Cast:
    """An agency of a domain in which the time to decide is extended."""
    return story.make_cast(domain="market")


def test_a_longer_limit_is_told_at_once_though_nothing_moves(market: Cast) -> None:
    matter = story.file_case(market, story.open_case(market))
    running = begun(market, matter, "cases.extend_decision_limit", "agency_head", reason="复杂。")
    before = waits(matter)["handler"]
    services.after(running)

    now = Matter.objects.get(pk=matter.pk)
    longer = now.deadlines.get(code="decision-limit", state="open")
    assert now.due_on == longer.due_on > before[1]
    assert waits(now)["handler"] == (before[0], longer.due_on, longer.label)


def test_a_step_is_measured_by_the_nearest_limit_it_leads_to(cast: Cast, inspected: Matter) -> None:
    cast.do("handler", "cases.end_investigation", inspected, summary="事实清楚。")
    story.let_time_run(cast, story.inform(cast, inspected))
    running = begun(cast, story.decide(cast, inspected), "cases.propose_filing", **FILING)
    own = running.matter.deadlines.get(code="delivery-limit", state="open")
    known: dict[str, Any] = {"label": "更近的期限", "duty": "authority", "source": "条"}
    known |= {"starts_on": own.starts_on, "due_on": own.due_on - timedelta(1)}
    Deadline(matter=running.matter, code="closing-limit", **known).save()

    services.renew_inbox(running)

    nearer = own.due_on - timedelta(1)
    assert waits(inspected)["handler"] == ("送达决定书", nearer, "更近的期限")
