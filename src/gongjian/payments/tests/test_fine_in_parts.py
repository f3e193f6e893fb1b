"""A fine in parts beside a gain in one sum, act by act, on paper and in the database."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.choices import LineKind
from gongjian.cases.models import AccountLine
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer
from gongjian.payments.accounts import day_of_money
from gongjian.payments.choices import Toward
from gongjian.payments.errors import HandlerTakesMoney
from gongjian.payments.models import Demand, Instalment, PaymentPurpose
from gongjian.payments.queries import money_of, surcharge_of
from gongjian.payments.services import PartAsked
from gongjian.payments.standing import account_of
from gongjian.payments.testing import decided_with, receive, the_notice
from gongjian.payments.window import window_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FINE, GAIN = 5_212_000, 1_000_000
BOTH: tuple[dict[str, Any], ...] = (
    {"kind": "fine", "amount_fen": FINE},
    {"kind": "confiscate_gain", "amount_fen": GAIN},
)
OPINION: dict[str, Any] = {"opinion": "同意。"}
COURT: dict[str, Any] = {"party_opinion": "未提出意见。", "assets": "查到银行账户一个。"}


@pytest.fixture
def cast() -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return decided_with(cast, *BOTH)


def wait_until(cast: Cast, on: date) -> None:
    cast.wait(days=(on - cast.today).days)


def asked(cast: Cast, matter: Matter, *parts: tuple[int, int]) -> Instalment:
    """Enter an application for parts of (days from today, fen)."""
    row: Instalment = cast.do(
        "handler",
        "payments.apply_instalment",
        matter,
        applied_on=cast.today,
        reason="资金周转困难。",
        parts=tuple(PartAsked(cast.today + timedelta(n), fen) for n, fen in parts),
    )
    return row


def in_parts(cast: Cast, matter: Matter, *parts: tuple[int, int]) -> Instalment:
    row = asked(cast, matter, *parts)
    cast.do("agency_head", "payments.approve_instalment", matter, **OPINION)
    row.refresh_from_db()
    return row


def demanded(cast: Cast, matter: Matter) -> Demand:
    """Make and deliver a demand, and let its time run."""
    demand: Demand = cast.do("handler", "payments.make_demand", matter)
    story.sign_papers(cast, matter)
    paper: dict[str, Any] = {"paper": demand.document.uid}
    cast.do("handler", "payments.deliver_paper", matter, **story.handed_over(cast), **paper)
    demand.refresh_from_db()
    assert demand.over_on is not None
    wait_until(cast, demand.over_on + timedelta(1))
    return demand


def told(paper: Document) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(paper.data)["fields"]
    return fields


@pytest.mark.requirement("O4")
def test_the_gain_stays_due_in_full_on_its_day_while_the_fine_is_paid_in_parts(
    cast: Cast, matter: Matter
) -> None:
    notice = the_notice(matter)
    with pytest.raises(InvalidInput, match=r"尚未缴纳的罚款52,120\.00元"):
        asked(cast, matter, (60, FINE + GAIN))

    row = in_parts(cast, matter, (60, 2_000_000), (90, FINE - 2_000_000))

    notice = the_notice(matter)
    assert (notice.due_on, notice.outstanding_fen) == (notice.first_due_on, FINE + GAIN)
    money = money_of(matter, cast.today)
    assert money is not None
    assert [(d.name, d.left_fen, d.due_on) for d in money.debts] == [
        ("罚款第1期", 2_000_000, row.applied_on + timedelta(60)),
        ("罚款第2期", FINE - 2_000_000, row.applied_on + timedelta(90)),
        (Toward.GAIN.label, GAIN, notice.first_due_on),
    ]
    paper = Document.objects.get(matter=matter, kind="instalment-decision")
    fields = told(paper)
    assert (fields["fine"], fields["owed"], fields["gain"]) == (FINE, FINE, GAIN)
    assert [line["amount"] for line in fields["plan"]] == ["20,000.00元", "32,120.00元"]
    assert fields["gain_due_on"] == notice.first_due_on.isoformat()
    assert "不在延期（分期）缴纳之列" in paper.data


def test_a_fine_paid_already_is_parted_no_more_and_a_gain_never(cast: Cast, matter: Matter) -> None:
    receive(cast, matter, FINE)

    with pytest.raises(RuleBroken, match="罚款已经缴清"):
        asked(cast, matter, (60, GAIN))


def test_only_unpaid_parts_of_the_fine_bear_a_surcharge(cast: Cast, matter: Matter) -> None:
    in_parts(cast, matter, (60, 2_000_000), (90, FINE - 2_000_000))
    wait_until(cast, the_notice(matter).first_due_on + timedelta(20))
    # The gain is twenty days late, no part of the fine is.
    assert surcharge_of(the_notice(matter), cast.today).amount_fen == 0
    with pytest.raises(RuleBroken, match="没有应当加处"):
        cast.do("agency_head", "payments.impose_surcharge", matter, **OPINION)

    wait_until(cast, account_of(the_notice(matter)).plan[0].due_on + timedelta(2))

    row = cast.do("agency_head", "payments.impose_surcharge", matter, **OPINION)
    assert (row.late_days, row.amount_fen) == (2, 2_000_000 * 6 // 100)


def test_a_demand_asks_for_what_is_late_and_the_court_for_each_debt_in_its_window(
    cast: Cast, matter: Matter
) -> None:
    in_parts(cast, matter, (400, FINE))
    notice = the_notice(matter)
    wait_until(cast, notice.first_due_on + timedelta(1))

    demand = demanded(cast, matter)

    assert (demand.principal_fen, demand.surcharge_fen) == (GAIN, 0)
    fields = told(demand.document)
    assert (fields["fine"], fields["confiscated"], fields["total"]) == (None, GAIN, GAIN)
    gain, fine = window_of(notice, Toward.GAIN), window_of(notice, Toward.FINE)
    assert gain is not None
    assert fine is not None
    assert gain.closes_on < account_of(notice).plan[-1].due_on < fine.opens_on
    with pytest.raises(RuleBroken, match="法定救济期间没有届满"):
        cast.do("agency_head", "payments.apply_to_court", matter, **COURT)
    wait_until(cast, gain.opens_on)

    first = cast.do("agency_head", "payments.apply_to_court", matter, **COURT)

    assert (first.for_fine, first.for_gain, first.amount_fen) == (False, True, GAIN)
    assert [line[:7] for line in told(first.document)["items"]] == ["没收的违法所得"]
    with pytest.raises(RuleBroken, match="已经申请"):
        cast.do("agency_head", "payments.apply_to_court", matter, **COURT)
    wait_until(cast, fine.opens_on)
    with pytest.raises(RuleBroken, match="先制作并送达催告书"):
        cast.do("agency_head", "payments.apply_to_court", matter, **COURT)
    demanded(cast, matter)
    second = cast.do("agency_head", "payments.apply_to_court", matter, **COURT)
    assert (second.for_fine, second.for_gain) == (True, False)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(second).objects.filter(pk=second.pk).update(for_gain=True)


@pytest.mark.tampers
@pytest.mark.parametrize(
    "parts",
    [
        [{"due_on": "2027-01-01", "amount_fen": FINE + 1}],
        [{"due_on": "2027-01-01", "amount_fen": FINE}, {"due_on": "2027-02-01", "amount_fen": 1}],
        [{"due_on": "2027-01-01", "amount_fen": FINE + GAIN}],
        [{"due_on": "2027-01-01", "amount_fen": 1}] * 37,
        [],
    ],
)
def test_the_database_keeps_no_schedule_above_the_fine(
    cast: Cast, matter: Matter, parts: list[dict[str, Any]]
) -> None:
    assert matter.lead is not None
    values: dict[str, Any] = {
        "notice": the_notice(matter),
        "applied_on": cast.today,
        "reason": "资金周转困难。",
        "entered_by": matter.lead,
    }
    with (
        pytest.raises(IntegrityError, match="payments_instalment: insert refused"),
        transaction.atomic(),
    ):
        Instalment.objects.create(parts=parts, **values)

    within = [{"due_on": "2027-01-01", "amount_fen": FINE - 1}, {"due_on": "2027-02-01", **ONE}]
    assert Instalment.objects.create(parts=within, **values).pk


ONE = {"amount_fen": 1}


@pytest.mark.tampers
def test_the_database_approves_no_schedule_of_a_fine_that_was_lessened_since(
    cast: Cast, matter: Matter
) -> None:
    row = asked(cast, matter, (60, FINE))
    AccountLine.objects.create(
        decision=the_notice(matter).decision,
        kind=LineKind.REDUCED,
        amount_fen=1,
        happened_on=cast.today,
        at=cast.now,
    )
    approved = Instalment.objects.filter(pk=row.pk)

    with (
        pytest.raises(IntegrityError, match="payments_instalment: update refused"),
        transaction.atomic(),
    ):
        approved.update(
            state="approved",
            decided_by=cast.people["agency_head"],
            decided_on=cast.today,
            opinion="同意。",
        )
    assert approved.update(
        state="refused",
        decided_by=cast.people["agency_head"],
        decided_on=cast.today,
        opinion="不同意。",
    )


def name(cast: Cast, receipt: Any, toward: str = "gain") -> PaymentPurpose:
    row: PaymentPurpose = cast.do(
        "finance",
        "payments.name_purpose",
        receipt=receipt.uid,
        toward=toward,
        evidence="转账附言：缴纳没收违法所得。",
    )
    return row


def test_what_the_payer_named_is_paid_first_and_is_named_once(cast: Cast, matter: Matter) -> None:
    receipt = receive(cast, matter, GAIN)
    assert account_of(the_notice(matter)).gain_left_fen == GAIN

    name(cast, receipt)

    stands = account_of(the_notice(matter))
    assert (stands.fine_left_fen, stands.gain_left_fen) == (FINE, 0)
    with pytest.raises(NotFound, match="没有这笔可以指明的到账"):
        name(cast, receipt, "fine")


def test_money_is_not_given_another_place_once_a_surcharge_was_reckoned_with_it(
    cast: Cast, matter: Matter
) -> None:
    receipt = receive(cast, matter, GAIN)
    wait_until(cast, the_notice(matter).first_due_on + timedelta(3))
    cast.do("agency_head", "payments.impose_surcharge", matter, **OPINION)

    with pytest.raises(RuleBroken, match="已经按这笔款项入账的情况决定加处罚款"):
        name(cast, receipt)
    with (
        pytest.raises(IntegrityError, match="payments_paymentpurpose: insert refused"),
        transaction.atomic(),
    ):
        PaymentPurpose.objects.create(
            receipt=receipt,
            toward="gain",
            evidence="附言。",
            named_by=cast.people["finance"],
            named_at=cast.now,
        )


def test_money_of_a_fine_alone_has_nothing_to_name(cast: Cast) -> None:
    receipt = receive(cast, story.decided_case(cast), 100)

    with pytest.raises(NotFound, match="没有这笔可以指明的到账"):
        name(cast, receipt)


def test_who_handles_the_case_names_no_purpose_of_its_money(cast: Cast) -> None:
    both = make_officer(cast.agency, ("handler", "finance"))
    other = cast.people["finance"]
    cast.people["handler"] = both
    receipt = receive(cast, decided_with(cast, *BOTH), 100)
    cast.people["finance"] = both
    cast.actors.clear()

    with pytest.raises(HandlerTakesMoney, match="承办人"):
        name(cast, receipt)

    cast.people["finance"] = other
    cast.actors.clear()
    assert name(cast, receipt).toward == "gain"


def test_the_daily_account_tells_fine_gain_and_the_rest_apart(cast: Cast, matter: Matter) -> None:
    receive(cast, matter, FINE + 300)
    receive(cast, matter, GAIN, serial="second")

    found = day_of_money(cast.agency.pk, cast.today)

    assert (found.fine_fen, found.gain_fen, found.beyond_fen) == (FINE, GAIN, 300)
    assert found.fine_fen + found.gain_fen + found.beyond_fen == found.received_fen
