"""Agreements on execution, act by act: after the demand, by the head, of the surcharge alone."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongjian.cases import testing as story
from gongjian.cases.models import AccountLine
from gongjian.cases.queries import balance_of
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.jobs.services import work_until_idle
from gongjian.ledger.models import Entry
from gongjian.matters.models import Matter
from gongjian.payments.choices import AgreementState
from gongjian.payments.models import CourtApplication, ExecutionAgreement, SurchargeRelief
from gongjian.payments.queries import debt_of
from gongjian.payments.services.demands import undelivered
from gongjian.payments.testing import decided_with, receive, the_notice
from gongjian.payments.window import window_of

from .test_fine_in_parts import BOTH, COURT, FINE, GAIN, OPINION, demanded, wait_until

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
SURCHARGE = FINE * 3 // 10


@pytest.fixture
def cast() -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    """Return a case whose fine is late and bears a surcharge that was decided; nothing demanded."""
    made = decided_with(cast, *BOTH)
    wait_until(cast, the_notice(made).first_due_on + timedelta(10))
    cast.do("agency_head", "payments.impose_surcharge", made, **OPINION)
    return made


def proposed(cast: Cast, matter: Matter, **values: Any) -> ExecutionAgreement:
    known: dict[str, Any] = {
        "measures": "拆除变更的生产线，恢复原生产工艺。",
        "measures_by": cast.today + timedelta(30),
        "relief_fen": SURCHARGE,
        "harmless": "征求周边居民意见，没有异议。",
    }
    row: ExecutionAgreement = cast.do(
        "handler", "payments.propose_agreement", matter, **(known | values)
    )
    return row


def agreed(cast: Cast, matter: Matter, **values: Any) -> ExecutionAgreement:
    demanded(cast, matter)
    row = proposed(cast, matter, **values)
    cast.do("agency_head", "payments.approve_agreement", matter, **OPINION)
    story.sign_papers(cast, matter)
    row.refresh_from_db()
    return row


def relieve(cast: Cast, matter: Matter, fen: int) -> SurchargeRelief:
    row: SurchargeRelief = cast.do(
        "agency_head",
        "payments.relieve_surcharge",
        matter,
        amount_fen=fen,
        evidence="现场核查，生产线已经拆除。",
    )
    return row


@pytest.mark.requirement("O4")
def test_after_the_agreed_measures_the_surcharge_is_let_off_and_the_fine_is_not(
    cast: Cast, matter: Matter
) -> None:
    row = agreed(cast, matter)
    assert row.document is not None
    assert row.document.kind == "execution-agreement"

    relief = relieve(cast, matter, SURCHARGE)

    owed = debt_of(the_notice(matter))
    assert (owed.fine_fen, owed.confiscated_fen, owed.surcharge_fen) == (FINE, GAIN, 0)
    row.refresh_from_db()
    assert row.state == AgreementState.KEPT
    money = balance_of(the_notice(matter).decision)
    assert (money.relieved_fen, money.decided_fen) == (SURCHARGE, FINE + GAIN)
    fields = json.loads(relief.document.data)["fields"]
    assert (fields["imposed"], fields["relief"]) == (SURCHARGE, SURCHARGE)
    assert [line[:4] for line in fields["left"]] == ["罚款人民", "没收的违"]
    work_until_idle(cast.clock)
    paper: dict[str, Any] = {"paper": relief.document.uid}
    assert relief in undelivered(matter)
    cast.do("handler", "payments.deliver_paper", matter, **story.handed_over(cast), **paper)
    assert relief not in undelivered(matter)
    entries = Entry.objects.filter(stream=matter.stream).values_list("payload", flat=True)
    assert any("payments.relieve_surcharge" in str(payload) for payload in entries)


def test_nothing_is_agreed_before_the_demand_reached_the_party(cast: Cast, matter: Matter) -> None:
    with pytest.raises(RuleBroken, match="应当催告"):
        proposed(cast, matter)
    cast.do("handler", "payments.make_demand", matter)
    with pytest.raises(RuleBroken, match="应当催告"):
        proposed(cast, matter)


def test_no_agreement_where_no_surcharge_was_decided(cast: Cast) -> None:
    matter = decided_with(cast, *BOTH)
    wait_until(cast, the_notice(matter).first_due_on + timedelta(10))
    demanded(cast, matter)

    with pytest.raises(RuleBroken, match="请先决定加处罚款"):
        proposed(cast, matter)


# What is let off, who asks -> what is said.
TOO_MUCH = [(SURCHARGE + 1, "最多减免尚欠的加处罚款"), (SURCHARGE + FINE, "最多减免尚欠的加处罚款")]


@pytest.mark.parametrize(("fen", "why"), TOO_MUCH)
def test_an_agreement_lets_off_no_more_than_the_surcharge(
    cast: Cast, matter: Matter, fen: int, why: str
) -> None:
    demanded(cast, matter)

    with pytest.raises(InvalidInput, match=why):
        proposed(cast, matter, relief_fen=fen)


def test_the_head_lets_off_no_more_than_was_agreed_nor_than_is_owed(
    cast: Cast, matter: Matter
) -> None:
    agreed(cast, matter, relief_fen=1_000)
    with pytest.raises(InvalidInput, match=r"最多减免10\.00元"):
        relieve(cast, matter, 1_001)
    receive(cast, matter, FINE + GAIN + SURCHARGE - 400)

    with pytest.raises(InvalidInput, match=r"最多减免4\.00元"):
        relieve(cast, matter, 401)

    assert relieve(cast, matter, 400).amount_fen == 400
    assert balance_of(the_notice(matter).decision).overpaid_fen == 0


@pytest.mark.parametrize("office", ["handler", "unit_head", "finance"])
@pytest.mark.parametrize("code", ["payments.approve_agreement", "payments.relieve_surcharge"])
def test_only_the_head_of_the_agency_approves_and_lets_off(
    cast: Cast, matter: Matter, office: str, code: str
) -> None:
    values = {"payments.relieve_surcharge": {"amount_fen": 1, "evidence": "完成。"}}

    with pytest.raises(NotAllowed):
        cast.do(office, code, matter, **values.get(code, OPINION))


def test_nothing_is_let_off_without_an_approved_agreement(cast: Cast, matter: Matter) -> None:
    demanded(cast, matter)
    with pytest.raises(RuleBroken, match="没有正在履行的执行协议"):
        relieve(cast, matter, 1)
    proposed(cast, matter)
    with pytest.raises(RuleBroken, match="没有正在履行的执行协议"):
        relieve(cast, matter, 1)
    with pytest.raises(RuleBroken, match="已有一份执行协议"):
        proposed(cast, matter)

    cast.do("agency_head", "payments.refuse_agreement", matter, opinion="损害公共利益。")

    with pytest.raises(RuleBroken, match="没有正在履行的执行协议"):
        relieve(cast, matter, 1)


def test_while_it_is_kept_the_court_is_not_asked_and_broken_it_is(
    cast: Cast, matter: Matter
) -> None:
    agreed(cast, matter)
    window = window_of(the_notice(matter))
    assert window is not None
    wait_until(cast, window.opens_on)
    with pytest.raises(RuleBroken, match="正在履行执行协议"):
        cast.do("agency_head", "payments.apply_to_court", matter, **COURT)

    cast.do("handler", "payments.break_agreement", matter, facts="到期没有拆除。")

    with pytest.raises(RuleBroken, match="没有正在履行的执行协议"):
        relieve(cast, matter, 1)
    row = cast.do("agency_head", "payments.apply_to_court", matter, **COURT)
    assert row.amount_fen == FINE * 2 + GAIN


@pytest.mark.tampers
def test_the_database_lets_off_nothing_of_a_fine_and_asks_no_court_beside_an_agreement(
    cast: Cast, matter: Matter
) -> None:
    row = agreed(cast, matter, relief_fen=1_000)
    notice = the_notice(matter)
    head = cast.people["agency_head"]
    line: dict[str, Any] = {
        "decision": notice.decision,
        "kind": "relieved",
        "happened_on": cast.today,
        "at": cast.now,
    }
    with refused("cases_accountline: insert"), transaction.atomic():
        AccountLine.objects.create(amount_fen=SURCHARGE + 1, **line)
    with refused("payments_surchargerelief: insert"), transaction.atomic():
        SurchargeRelief.objects.create(
            notice=notice,
            agreement=row,
            document=notice.document,
            amount_fen=1_001,
            evidence="完成。",
            decided_by=head,
            decided_on=cast.today,
        )
    with refused("payments_courtapplication: insert"), transaction.atomic():
        CourtApplication.objects.create(
            notice=notice,
            demand=row.demand,
            document=notice.document,
            demand_over_on=cast.today,
            window_opens_on=cast.today,
            window_closes_on=cast.today + timedelta(9),
            applied_on=cast.today + timedelta(1),
            amount_fen=1,
            decided_by=head,
        )
    again: dict[str, Any] = {
        "notice": notice,
        "demand": row.demand,
        "measures": "拆除。",
        "measures_by": cast.today,
        "relief_fen": 1,
        "harmless": "没有。",
        "entered_by": cast.people["handler"],
        "entered_on": cast.today,
    }
    with refused("payments_executionagreement: insert"), transaction.atomic():
        ExecutionAgreement.objects.create(state="agreed", **again)
    broken = ExecutionAgreement.objects.filter(pk=row.pk)
    assert broken.update(state="broken", ended_on=cast.today, ended_why="没有拆除。")
    with refused("payments_executionagreement: update"), transaction.atomic():
        broken.update(state="agreed")
    with refused("payments_surchargerelief: insert"), transaction.atomic():
        SurchargeRelief.objects.create(
            notice=notice,
            agreement=row,
            document=notice.document,
            amount_fen=1,
            evidence="完成。",
            decided_by=head,
            decided_on=cast.today,
        )


def refused(what: str) -> Any:
    return pytest.raises(IntegrityError, match=f"{what} refused")
