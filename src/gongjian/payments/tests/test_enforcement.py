"""Late money, act by act: schedule, surcharge, demand, court, write-off, refund, daily account."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.queries import balance_of
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.limits import reckoned_anew
from gongjian.matters.models import Matter
from gongjian.payments.models import CourtApplication, SurchargeDecision
from gongjian.payments.queries import surcharge_of
from gongjian.payments.services import PartAsked
from gongjian.payments.testing import receive, the_notice
from gongjian.payments.window import window_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FINE = 5_212_000
OPINION: dict[str, Any] = {"opinion": "同意。"}


@pytest.fixture
def cast() -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return story.decided_case(cast)


def wait_until(cast: Cast, day: date) -> None:
    cast.wait(days=(day - cast.today).days)


def late(cast: Cast, matter: Matter, days: int) -> None:
    wait_until(cast, the_notice(matter).due_on + timedelta(days))


def demanded(cast: Cast, matter: Matter) -> None:
    """Make and deliver a demand, and let its time run."""
    cast.do("handler", "payments.make_demand", matter)
    story.sign_papers(cast, matter)
    demand = the_notice(matter).demands.get()
    paper: dict[str, Any] = {"paper": demand.document.uid}
    cast.do("handler", "payments.deliver_paper", matter, **story.handed_over(cast), **paper)
    demand.refresh_from_db()
    assert demand.over_on is not None
    wait_until(cast, demand.over_on + timedelta(1))


def test_the_surcharge_decided_is_the_reckoned_one_and_is_owed(cast: Cast, matter: Matter) -> None:
    with pytest.raises(RuleBroken, match="没有应当加处"):
        cast.do("agency_head", "payments.impose_surcharge", matter, **OPINION)
    late(cast, matter, 10)

    row = cast.do("agency_head", "payments.impose_surcharge", matter, **OPINION)

    assert (row.late_days, row.amount_fen) == (10, FINE * 3 // 10)
    assert the_notice(matter).outstanding_fen == FINE + FINE * 3 // 10
    with pytest.raises(RuleBroken, match="已经全部加处"):
        cast.do("agency_head", "payments.impose_surcharge", matter, **OPINION)
    late(cast, matter, 60)
    cast.do("agency_head", "payments.impose_surcharge", matter, **OPINION)
    assert the_notice(matter).outstanding_fen == 2 * FINE


def test_the_database_refuses_a_surcharge_above_the_fine(cast: Cast, matter: Matter) -> None:
    late(cast, matter, 1)
    row = cast.do("agency_head", "payments.impose_surcharge", matter, **OPINION)
    known = {f.attname: getattr(row, f.attname) for f in SurchargeDecision._meta.concrete_fields}
    known |= {"id": None, "uid": matter.uid, "document_id": the_notice(matter).document_id}

    with pytest.raises(IntegrityError, match="surcharge_not_above_the_fine"), transaction.atomic():
        SurchargeDecision.objects.create(**(known | {"total_fen": FINE + 1}))


@pytest.mark.parametrize("days", [40, 90])
def test_an_approved_postponement_moves_the_limit_the_case_shows(
    cast: Cast, matter: Matter, days: int
) -> None:
    old = matter.deadlines.get(code="payment-limit")
    until = cast.today + timedelta(days)
    asked: dict[str, Any] = {"applied_on": cast.today, "reason": "资金周转困难。"}
    parts = (PartAsked(until, FINE),)
    cast.do("handler", "payments.apply_instalment", matter, **asked, parts=parts)
    cast.do("agency_head", "payments.approve_instalment", matter, **OPINION)

    ended, running = matter.deadlines.filter(code="payment-limit").order_by("id")
    assert (ended.pk, ended.state) == (old.pk, "replaced")
    assert (running.state, running.starts_on) == ("open", old.starts_on)
    # A right of the party ends on a working day.
    assert until <= running.due_on < until + timedelta(10)
    assert "经批准延长" in str(running.explanation)
    (granted,) = matter.extensions.filter(code="payment-limit")
    assert granted.source == "行政处罚法 第六十六条第二款"
    assert granted.approved_by == cast.people["agency_head"]
    assert reckoned_anew(matter, running).due_on == running.due_on


def test_a_refused_postponement_leaves_the_limit(cast: Cast, matter: Matter) -> None:
    asked: dict[str, Any] = {"applied_on": cast.today, "reason": "资金周转困难。"}
    parts = (PartAsked(cast.today + timedelta(40), FINE),)
    cast.do("handler", "payments.apply_instalment", matter, **asked, parts=parts)
    cast.do("agency_head", "payments.refuse_instalment", matter, **OPINION)

    assert matter.deadlines.get(code="payment-limit").state == "open"
    assert not matter.extensions.exists()


def test_an_approved_schedule_moves_the_days_and_the_surcharge(cast: Cast, matter: Matter) -> None:
    first, second = cast.today + timedelta(60), cast.today + timedelta(90)
    parts = (PartAsked(first, 2_000_000), PartAsked(second, FINE - 2_000_000))
    asked: dict[str, Any] = {"applied_on": cast.today, "reason": "资金周转困难。"}
    with pytest.raises(InvalidInput, match=r"52,120\.00"):
        cast.do("handler", "payments.apply_instalment", matter, **asked, parts=parts[:1])
    cast.do("handler", "payments.apply_instalment", matter, **asked, parts=parts)

    cast.do("agency_head", "payments.approve_instalment", matter, **OPINION)

    assert the_notice(matter).due_on == first
    receive(cast, matter, 2_000_000)
    assert the_notice(matter).due_on == second
    late(cast, matter, 2)
    assert surcharge_of(the_notice(matter), cast.today).amount_fen == (FINE - 2_000_000) * 6 // 100
    # The court's window runs from the last part.
    window = window_of(the_notice(matter))
    assert window is not None
    assert window.opens_on > second


def test_the_court_is_asked_after_demand_and_remedies_and_inside_three_months(
    cast: Cast, matter: Matter
) -> None:
    late(cast, matter, 3)
    court: dict[str, Any] = {"party_opinion": "未提出意见。", "assets": "查到银行账户一个。"}
    with pytest.raises(RuleBroken, match="应当催告"):
        cast.do("agency_head", "payments.apply_to_court", matter, **court)
    demanded(cast, matter)
    assert "逾期仍不履行的，本机关将依法申请" in the_notice(matter).demands.get().document.data
    with pytest.raises(RuleBroken, match="法定救济期间没有届满"):
        cast.do("agency_head", "payments.apply_to_court", matter, **court)
    window = window_of(the_notice(matter))
    assert window is not None
    wait_until(cast, window.closes_on + timedelta(1))
    with pytest.raises(RuleBroken, match="届满"):
        cast.do("agency_head", "payments.apply_to_court", matter, **court)
    cast.now -= timedelta(days=(window.closes_on - window.opens_on).days)

    row = cast.do("agency_head", "payments.apply_to_court", matter, **court)

    assert row.amount_fen == 2 * FINE
    assert row.document.kind == "enforcement-application"
    for column in ("demand_over_on", "window_opens_on"):
        with pytest.raises(IntegrityError), transaction.atomic():
            CourtApplication.objects.filter(pk=row.pk).update(**{column: row.applied_on})


def test_a_debt_is_written_off_only_by_a_listed_ground(cast: Cast, matter: Matter) -> None:
    late(cast, matter, 5)
    with pytest.raises(InvalidInput, match="选项不存在"):
        cast.do("agency_head", "payments.write_off", matter, ground="too_poor", evidence="无。")
    values: dict[str, Any] = {
        "ground": "no_ability",
        "evidence": "裁定。",
        "suspended_on": cast.today,
    }
    with pytest.raises(InvalidInput, match="满三年"):
        cast.do("agency_head", "payments.write_off", matter, **values)

    cast.do("agency_head", "payments.write_off", matter, ground="ended", evidence="注销证明。")

    assert the_notice(matter).outstanding_fen == 0
    with pytest.raises(RuleBroken, match="尚未全部到账"):
        cast.do("handler", "cases.record_performance", matter, performed_on=cast.today)
    cast.do("handler", "cases.end_execution", matter, reason="当事人已注销，无财产可供执行。")
    assert "executed" in matter.marking


def test_too_much_is_refunded_by_two_persons_and_no_more_than_that(
    cast: Cast, matter: Matter
) -> None:
    receive(cast, matter, FINE + 500)
    asked: dict[str, Any] = {"account": "青川银行 6200", "reason": "多缴。"}
    with pytest.raises(InvalidInput, match=r"5\.00"):
        cast.do("finance", "payments.ask_refund", matter, amount_fen=501, **asked)
    cast.do("finance", "payments.ask_refund", matter, amount_fen=500, **asked)

    cast.do("agency_head", "payments.approve_refund", matter, **OPINION)

    assert balance_of(the_notice(matter).decision).overpaid_fen == 0


def test_a_day_is_signed_with_its_differences_or_with_a_reason(cast: Cast, matter: Matter) -> None:
    receive(cast, matter, 1000)
    receive(cast, matter, 2000, code="", serial="B-loose")
    day: dict[str, Any] = {"day": cast.today, "bank_fen": 3000, "bank_count": 2}

    row = cast.do("finance", "payments.sign_off_day", **day)

    assert (row.received_fen, row.unmatched_fen, row.round) == (3000, 2000, 1)
    assert row.differences == ["流水号B-loose到账20.00元，待认领"]
    with pytest.raises(InvalidInput, match="不一致"):
        cast.do("finance", "payments.sign_off_day", **(day | {"bank_fen": 3100}))
