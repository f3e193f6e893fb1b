"""No act is fined twice, by whichever door (一事不再罚款).

Source: 行政处罚法 第二十九条、第三十五条第二款.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import Decision, OnSpot, PriorFine
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter

from .doors import DOORS, Attempt, as_json, assert_shut, told_by
from .test_doors import copied, decision_for
from .test_summary_doors import accepted, scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
RECORD, FELL = "cases.record_prior_fine", "cases.note_prior_fine_fell"
WHY = "同一日、同一条生产线的同一行为。"
ELSEWHERE: dict[str, Any] = {
    "same": "same",
    "why": WHY,
    "prior_kind": "fine",
    "imposed_by": "青川市水务局",
    "fine_number": "青水罚〔2026〕7号",
    "fine_fen": 100_000,
    "concerns": 1,
}
WARNING: tuple[dict[str, Any], ...] = ({"kind": "warning"},)


@pytest.fixture
def cast() -> Iterator[Cast]:
    made = story.make_cast(accounts=True)
    with told_by(made):
        yield made


def filed(cast: Cast, **values: Any) -> Matter:
    return story.file_case(cast, story.open_case(cast, **values))


def after_a_fine(cast: Cast) -> tuple[Decision, Matter]:
    """Return a fine that was served, and another case on what was done on the same day."""
    day = cast.today
    first = story.decided_case(cast)
    second = filed(cast, act_ended_on=day)
    story.inspect(cast, second)
    return Decision.objects.get(case=case_of(first)), second


def said(cast: Cast, decision: Decision | None = None, **values: Any) -> dict[str, Any]:
    known: dict[str, Any] = ELSEWHERE | {"imposed_on": cast.today}
    if decision is not None:
        known = {"known": (decision.uid,), "same": "same", "why": WHY, "prior_kind": "fine"}
        known |= {"concerns": 1}
    return known | values


def record(cast: Cast, matter: Matter, by: str = "handler", **values: Any) -> Attempt:
    return Attempt(cast.people[by], RECORD, as_json(values), matter)


def draft(cast: Cast, matter: Matter) -> Attempt:
    known: dict[str, Any] = {
        "facts": story.FACTS,
        "evidence_summary": "1．现场检查笔录",
        "discretion": "依裁量基准从轻处罚。",
        "items": [{"kind": "fine", "amount_fen": 5_212_000}],
        **story.provisions(matter, cast.today),
    }
    return Attempt(cast.people["handler"], "cases.draft_decision", as_json(known), matter)


def unanswered(cast: Cast) -> Attempt:
    return draft(cast, after_a_fine(cast)[1])


def for_this_act(cast: Cast) -> Attempt:
    decision, matter = after_a_fine(cast)
    cast.do("handler", RECORD, matter, **said(cast, decision))
    return draft(cast, matter)


def fined_elsewhere(cast: Cast) -> Attempt:
    matter = filed(cast)
    story.inspect(cast, matter)
    cast.do("handler", RECORD, matter, **said(cast))
    return draft(cast, matter)


def found_before_the_head(cast: Cast) -> Attempt:
    """Learn of it when everything is ready to be signed."""
    matter = filed(cast)
    story.investigate(cast, matter)
    story.inform(cast, matter)
    story.let_time_run(cast, matter)
    ready = story.before_the_head(cast, matter)
    cast.do("agency_head", RECORD, matter, **said(cast))
    known = {"draft_hash": ready.draft_hash, "opinion": "同意。"}
    return Attempt(cast.people["agency_head"], "cases.issue_decision", as_json(known), matter)


def twice_that_day(cast: Cast) -> Attempt:
    story.penalize(cast)
    return scene()(cast)


def of_another_party(cast: Cast) -> Attempt:
    day = cast.today
    first = story.decided_case(cast)
    other = filed(cast, party=story.PERSON, act_ended_on=day)
    known = said(cast, Decision.objects.get(case=case_of(first)))
    return record(cast, other, **known)


GATES: Mapping[str, tuple[Callable[[Cast], Attempt], int]] = {
    "nobody has said whether it is the same act": (unanswered, 422),
    "fined by this agency": (for_this_act, 422),
    "fined elsewhere": (fined_elsewhere, 422),
    "on the spot, the same day": (twice_that_day, 422),
    "a fine of another party": (of_another_party, 422),
    "found when it is signed": (found_before_the_head, 409),
    "elsewhere, for another act": (
        lambda cast: record(cast, filed(cast), **said(cast, same="other")),
        422,
    ),
    "elsewhere, by nobody": (
        lambda cast: record(cast, filed(cast), **said(cast, imposed_by="")),
        422,
    ),
    "recorded by the head of the unit": (
        lambda cast: record(cast, filed(cast), by="unit_head", **said(cast)),
        403,
    ),
}


@pytest.mark.parametrize("gate", GATES)
def test_gate_is_shut_at_every_door(cast: Cast, gate: str) -> None:
    prepare, status = GATES[gate]

    assert_shut(prepare(cast), status)


def test_several_fines_for_other_acts_are_answered_together(cast: Cast) -> None:
    story.penalize(cast)
    story.penalize(cast, own_act="一小时后在另一街口摆摊。")
    matter = filed(cast, party=story.PERSON, act_ended_on=cast.today)
    story.inspect(cast, matter)
    both = said(cast) | {"known": tuple(d.uid for d in Decision.objects.all())}
    both = {name: both[name] for name in ("known", "same", "why", "prior_kind", "concerns")}

    assert_shut(record(cast, matter, **both), 422)
    cast.do("handler", RECORD, matter, **both | {"same": "other"})

    assert PriorFine.objects.filter(case=case_of(matter), reason=WHY).count() == 2
    assert story.propose(cast, matter).fine_fen == 5_212_000


@pytest.mark.parametrize("door", DOORS)
def test_a_fine_for_another_act_bars_nothing(cast: Cast, door: str) -> None:
    decision, matter = after_a_fine(cast)

    told = said(cast, decision, same="other", why="另一厂区的另一条生产线。")
    assert DOORS[door](record(cast, matter, **told)) == 200
    assert DOORS[door](draft(cast, matter)) == 200


def test_what_is_no_fine_may_still_be_imposed(cast: Cast) -> None:
    decision, matter = after_a_fine(cast)
    cast.do("handler", RECORD, matter, **said(cast, decision))

    assert story.propose(cast, matter, WARNING).fine_fen == 0


def test_a_later_answer_counts(cast: Cast) -> None:
    decision, matter = after_a_fine(cast)
    cast.do("handler", RECORD, matter, **said(cast, decision, same="other"))
    cast.do("handler", RECORD, matter, **said(cast, decision))

    with pytest.raises(InvalidInput, match="同一违法行为不得给予两次以上罚款"):
        story.propose(cast, matter)


def test_a_fine_that_fell_bars_no_longer(cast: Cast) -> None:
    matter = filed(cast)
    story.inspect(cast, matter)
    row = cast.do("handler", RECORD, matter, **said(cast))
    cast.do("handler", FELL, matter, fine=row.uid, fell_on=cast.today, fell_because="复议撤销。")

    assert story.propose(cast, matter).fine_fen == 5_212_000
    row.refresh_from_db()
    row.fell_on = None
    assert not accepted(row)


def test_the_database_refuses_a_second_fine(cast: Cast) -> None:
    decision, _ = after_a_fine(cast)
    other = filed(cast)
    story.investigate(cast, other)
    story.inform(cast, other)
    made = decision_for(other, decision)
    assert accepted(made)

    row = cast.do("handler", RECORD, other, **said(cast))
    assert not accepted(decision_for(other, decision))
    assert not accepted(copied(row, reason=""))
    assert not accepted(copied(row, same_act=False))


@pytest.mark.tampers
def test_the_database_asks_for_a_word_on_each_fine_of_the_same_time(cast: Cast) -> None:
    decision, _ = after_a_fine(cast)
    other = filed(cast)
    story.investigate(cast, other)
    story.inform(cast, other)
    first = case_of(Matter.objects.get(pk=decision.case.matter_id))
    type(first).objects.filter(pk=first.pk).update(act_ended_on=case_of(other).act_ended_on)

    assert not accepted(decision_for(other, decision))


def test_on_the_spot_another_act_is_named(cast: Cast) -> None:
    story.penalize(cast)
    story.penalize(cast, own_act="一小时后在另一街口摆摊。")

    row = PriorFine.objects.get()
    assert (row.same_act, row.reason) == (False, "一小时后在另一街口摆摊。")
    assert OnSpot.objects.count() == 2
