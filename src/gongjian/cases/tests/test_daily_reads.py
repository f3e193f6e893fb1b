"""Penalties by the day as they are read and reckoned: base, fine that stands, words, draft."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from gongjian.cases import testing as story
from gongjian.cases.choices import LineKind, OverturnGround
from gongjian.cases.daily import (
    COUNTING,
    NOT_WEIGHED,
    as_counted,
    as_it_stands,
    base_refusal,
    counted,
    daily_of,
    daily_source,
    days_counted,
    prefilled,
    refused_recheck,
    standing_fine,
    words,
)
from gongjian.cases.models import AccountLine, Case, DailyPenalty, Decision, Draft, Overturn
from gongjian.cases.queries import case_of
from gongjian.cases.testing import Cast
from gongjian.cases.testing_correcting import order, recheck
from gongjian.cases.testing_weighing import CAUSE, weighed
from gongjian.common.errors import InvalidInput
from gongjian.matters.models import Matter

pytestmark = [pytest.mark.django_db, pytest.mark.tampers, pytest.mark.usefixtures("home")]
FINE = 2_000_000
ON = date(2026, 3, 10)


@pytest.fixture
def cast(home: Any) -> Cast:
    return story.make_cast()


@pytest.fixture
def dusty(cast: Cast) -> Matter:
    return story.file_case(cast, story.open_case(cast, cause="", cause_code=CAUSE))


@pytest.fixture
def decision(cast: Cast, dusty: Matter) -> Decision:
    """Return a decision of one fine of two 万元."""
    story.investigate(cast, dusty, **weighed())
    story.inform(cast, dusty)
    story.let_time_run(cast, dusty)
    story.decide(cast, dusty)
    return Decision.objects.select_related("draft").get()


@pytest.fixture
def looked_at(cast: Cast, dusty: Matter) -> Matter:
    """Return a case that was ordered to correct, looked at twice and refused each time."""
    order(cast, dusty)
    cast.wait(days=3)
    recheck(cast, dusty, result="corrected")
    order(cast, dusty)
    cast.wait(days=3)
    recheck(cast, dusty, result="refused", findings="仍在排放。")
    return dusty


def less(decision: Decision, fen: int, kind: str = LineKind.REDUCED) -> None:
    row = AccountLine(
        decision=decision,
        kind=kind,
        amount_fen=fen,
        happened_on=decision.decided_on,
        at=decision.document.made_at,
    )
    row.save(force_insert=True)


def daily(decision: Decision, fen: int = FINE, days: int = 3) -> DailyPenalty:
    return DailyPenalty(
        case=Case(cause_code=CAUSE),
        decision=decision,
        served_on=ON,
        first_day=date(2026, 3, 11),
        last_day=date(2026, 3, 13),
        days=days,
        daily_fen=fen,
        total_fen=fen * days,
        source="大气污染防治法 第一百二十三条",
    )


def proposed(*items: tuple[str, int], **values: Any) -> Any:
    rows = tuple(SimpleNamespace(kind=kind, amount_fen=fen) for kind, fen in items)
    blank: dict[str, Any] = {"circumstances": (), "grounds": (), "base_fen": None}
    blank |= dict.fromkeys(("grounds_proof", "deviation_reason", "discretion"), "")
    return SimpleNamespace(items=rows, **(blank | values))


def test_an_ordinary_case_counts_no_days(dusty: Matter) -> None:
    assert daily_of(case_of(dusty)) is None
    assert refused_recheck(case_of(dusty)) is None


def test_the_cause_says_whether_days_are_counted(dusty: Matter) -> None:
    case = case_of(dusty)

    assert daily_source(case, ON) == "环境保护法 第五十九条第一款"
    case.cause_code = "price-marking"
    assert daily_source(case, ON) == ""


def test_the_refused_look_opens_it_and_the_other_does_not(looked_at: Matter) -> None:
    found = refused_recheck(case_of(looked_at))

    assert found is not None
    assert found.result == "refused"


def test_a_fine_that_stands_is_a_base(decision: Decision) -> None:
    assert base_refusal(decision) == ""
    assert standing_fine(decision) == decision.draft.fine_fen == FINE
    less(decision, 500, LineKind.RECEIVED)
    less(decision, 100)
    less(decision, 50)
    assert standing_fine(decision) == FINE - 150


def test_nothing_is_no_base(decision: Decision) -> None:
    assert "还没有作出" in base_refusal(None)
    decision.draft.fine_fen = 0
    assert "没有罚款" in base_refusal(decision)


def test_a_decision_of_the_leading_agency_is_no_base(decision: Decision) -> None:
    decision.common_with_id = 1

    assert "主办机关" in base_refusal(decision)


def test_a_decision_out_of_force_is_no_base(decision: Decision) -> None:
    row = Overturn(
        decision=decision,
        ground=OverturnGround.REVOKED,
        effective_on=decision.decided_on,
        paper="青府复决字〔2026〕1号",
        at=decision.document.made_at,
    )
    row.save(force_insert=True)

    assert "已经失效" in base_refusal(decision)


def test_nobody_knows_what_was_taken_off_the_fine_and_the_gain(decision: Decision) -> None:
    decision.draft.gain_fen = 100
    assert standing_fine(decision) == FINE
    less(decision, 100)

    assert standing_fine(decision) is None
    assert "无从得出" in base_refusal(decision)


@pytest.mark.parametrize(("left", "told"), [(1, ""), (0, "变更以后没有罚款")])
def test_a_fine_taken_off_whole_is_no_base(decision: Decision, left: int, told: str) -> None:
    less(decision, FINE - left)

    said = base_refusal(decision)
    assert told in said
    assert bool(said) is bool(told)


def test_the_sum_follows_the_fine_that_stands(decision: Decision) -> None:
    row = daily(decision)
    assert not as_it_stands(row)
    assert (row.daily_fen, row.total_fen) == (FINE, 3 * FINE)

    less(decision, 100)
    assert as_it_stands(row)
    assert (row.daily_fen, row.total_fen) == (FINE - 100, 3 * (FINE - 100))


def test_no_sum_is_counted_on_a_fine_that_is_gone(decision: Decision) -> None:
    row = daily(decision)
    less(decision, FINE)
    assert not as_it_stands(row)
    less(decision, 1)
    assert not as_it_stands(row)

    assert row.total_fen == 3 * FINE


def test_the_day_of_the_order_is_not_penalized() -> None:
    assert days_counted(ON, date(2026, 3, 13)) == (date(2026, 3, 11), 3)


def test_the_reckoning_is_told_day_by_day(decision: Decision) -> None:
    told = words(daily(decision))

    assert f"原处罚决定（{decision.number}）的罚款数额" in told
    assert "20,000.00元×3日＝60,000.00元" in told
    assert COUNTING in told
    assert "）经变更后的罚款数额" in words(daily(decision, FINE - 100))


def test_a_draft_is_the_one_fine_that_was_counted(decision: Decision) -> None:
    row = daily(decision)
    kept = counted(row, proposed(("fine", row.total_fen), discretion="停工所致。"))

    assert kept == {"cause_code": CAUSE, "discretion": f"{words(row)}\n停工所致。"}
    said = f"另有说明。{words(row)}"
    assert counted(row, proposed(("fine", row.total_fen), discretion=said))["discretion"] == said
    assert counted(row, proposed(("fine", row.total_fen)))["discretion"] == words(row)


@pytest.mark.parametrize(
    "items", [(), (("fine", 1),), (("warning", 3 * FINE),), (("fine", 3 * FINE),) * 2]
)
def test_no_other_draft_is_taken(decision: Decision, items: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        counted(daily(decision), proposed(*items))

    assert list(refused.value.fields) == ["items"]


def test_there_is_nothing_to_weigh(decision: Decision) -> None:
    row = daily(decision)
    weighed_too = proposed(("fine", row.total_fen), grounds=("merit",), base_fen=1)

    with pytest.raises(InvalidInput) as refused:
        counted(row, weighed_too)

    assert refused.value.fields == {"grounds": NOT_WEIGHED, "base_fen": NOT_WEIGHED}


@pytest.mark.parametrize(
    ("fen", "more", "same"),
    [(3 * FINE, [], True), (FINE, [], False), (3 * FINE, [{"kind": "warning"}], False)],
)
def test_a_draft_is_compared_with_the_count(
    decision: Decision, fen: int, more: list[Any], same: bool
) -> None:
    items = [{"kind": "fine", "amount_fen": fen}, *more]

    assert as_counted(daily(decision), Draft(items=items)) is same


def test_the_form_begins_with_the_count_on_the_fine_that_stands(decision: Decision) -> None:
    row = daily(decision)
    less(decision, 100)

    known = prefilled(row, "甲法第一条")

    assert known["items"] == [{"kind": "fine", "amount_fen": 3 * (FINE - 100)}]
    assert known["discretion"] == words(row)
    assert known["basis"] == "甲法第一条；大气污染防治法 第一百二十三条"
    assert prefilled(row, "")["basis"] == row.source
