"""Money that reached the bank: booked once, to the right case, by somebody who handles none."""

import pytest

from gongjian.cases import testing as story
from gongjian.cases.models import AccountLine, Performance
from gongjian.cases.queries import balance_of, case_of, decision_of
from gongjian.cases.testing import Cast
from gongjian.common.errors import InvalidInput, NotAllowed, RuleBroken
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer
from gongjian.payments.errors import HandlerTakesMoney, ReceiptKnown
from gongjian.payments.models import BankReceipt, PaymentNotice
from gongjian.payments.queries import notice_of
from gongjian.payments.rules import valid_code
from gongjian.payments.testing import receive, the_notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
FINE = 5_212_000


@pytest.fixture
def cast() -> Cast:
    return story.make_cast()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return story.decided_case(cast)


def record(cast: Cast, matter: Matter) -> Performance:
    done: Performance = cast.do(
        "handler", "cases.record_performance", matter, performed_on=cast.today
    )
    return done


def test_a_delivered_decision_brings_its_notice_with_code_account_and_day(matter: Matter) -> None:
    notice = the_notice(matter)

    assert (notice.amount_fen, notice.fine_fen, notice.outstanding_fen) == (FINE, FINE, FINE)
    assert valid_code(notice.code)
    assert notice.bank_account == matter.agency.bank_account
    limit = matter.deadlines.get(code="payment-limit")
    assert (notice.first_due_on, notice.due_on) == (limit.due_on, limit.due_on)
    assert notice.document.kind == "payment-notice"


def test_a_warning_asks_for_no_money_and_needs_none(cast: Cast) -> None:
    matter = story.file_case(cast, story.open_case(cast))
    story.investigate(cast, matter, items=({"kind": "warning"},))
    story.let_time_run(cast, story.inform(cast, matter))
    story.deliver(cast, story.decide(cast, matter))

    done = record(cast, matter)

    assert notice_of(matter) is None
    assert (done.owed_fen, done.amount_fen, done.way) == (0, 0, "done")


def test_performance_rests_on_the_bank_and_not_on_a_typed_sum(cast: Cast, matter: Matter) -> None:
    with pytest.raises(RuleBroken, match="尚未全部到账"):
        record(cast, matter)

    receipt = receive(cast, matter)
    done = record(cast, matter)

    assert (done.owed_fen, done.amount_fen) == (FINE, FINE)
    assert done.receipt_number == receipt.serial
    assert the_notice(matter).outstanding_fen == 0


def test_part_and_too_much_are_booked_as_they_came(cast: Cast, matter: Matter) -> None:
    receive(cast, matter, 2_000_000)
    assert the_notice(matter).outstanding_fen == FINE - 2_000_000
    with pytest.raises(RuleBroken, match="尚未全部到账"):
        record(cast, matter)

    receive(cast, matter, FINE)

    decision = decision_of(case_of(matter))
    assert decision is not None
    assert balance_of(decision).overpaid_fen == 2_000_000
    assert the_notice(matter).outstanding_fen == 0


def test_a_serial_number_is_booked_once(cast: Cast, matter: Matter) -> None:
    receive(cast, matter, 100, serial="B1")

    with pytest.raises(ReceiptKnown, match="B1"):
        receive(cast, matter, 100, serial="B1")

    assert BankReceipt.objects.count() == AccountLine.objects.count() == 1


@pytest.mark.parametrize("wrong", ["", "123", "9" * 20])
def test_money_without_the_right_code_waits_for_a_person(
    cast: Cast, matter: Matter, wrong: str
) -> None:
    receipt = receive(cast, matter, code=wrong)
    assert (receipt.state, receipt.notice) == ("unmatched", None)
    assert the_notice(matter).outstanding_fen == FINE

    matched = cast.do(
        "finance",
        "payments.match_receipt",
        receipt=receipt.uid,
        code=the_notice(matter).code,
        reason="付款人就是当事人，经电话核实。",
    )

    assert (matched.state, matched.reason) == ("matched", "付款人就是当事人，经电话核实。")
    assert the_notice(matter).outstanding_fen == 0


def test_a_code_with_spaces_and_full_width_digits_is_found(cast: Cast, matter: Matter) -> None:
    code = the_notice(matter).code
    wide = code[:4].translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    assert receive(cast, matter, code=f"{wide} {code[4:12]}-{code[12:]}").state == "matched"


def test_a_receipt_is_matched_or_returned_once(cast: Cast, matter: Matter) -> None:
    receipt = receive(cast, matter, code="")
    cast.do("finance", "payments.return_receipt", receipt=receipt.uid, reason="误转。")

    with pytest.raises(RuleBroken, match="已退回付款人"):
        cast.do(
            "finance",
            "payments.match_receipt",
            receipt=receipt.uid,
            code=the_notice(matter).code,
            reason="补认。",
        )


def test_a_wrong_code_is_told_by_its_check_digits(cast: Cast, matter: Matter) -> None:
    receipt = receive(cast, matter, code="")

    with pytest.raises(InvalidInput, match="没有这个缴款码"):
        cast.do(
            "finance", "payments.match_receipt", receipt=receipt.uid, code="1" * 20, reason="认领。"
        )


def test_who_handles_the_case_cannot_book_its_money(cast: Cast) -> None:
    both = make_officer(cast.agency, ("handler", "finance"))
    cast.people["handler"] = cast.people["finance"] = both
    matter = story.decided_case(cast)

    with pytest.raises(HandlerTakesMoney, match="承办人"):
        receive(cast, matter)

    assert not BankReceipt.objects.exists()


@pytest.mark.parametrize("office", ["handler", "agency_head", "unit_head", "publisher"])
def test_nobody_else_says_that_money_arrived(cast: Cast, matter: Matter, office: str) -> None:
    with pytest.raises(NotAllowed):
        cast.do(
            office,
            "payments.take_receipt",
            serial="B1",
            paid_on=cast.today,
            amount_fen=FINE,
            payer="某公司",
            way="bank",
            code=PaymentNotice.objects.get().code,
        )


def test_the_same_serial_of_another_agency_is_another_receipt(cast: Cast, matter: Matter) -> None:
    other = story.make_cast()
    other.now = cast.now
    theirs = story.decided_case(other)

    mine = receive(cast, matter, 100, serial="B1")
    receive(other, theirs, 100, serial="B1")

    assert BankReceipt.objects.filter(serial="B1").count() == 2
    # A code of one agency finds nothing in the other.
    stray = receive(other, theirs, 100, serial="B2", code=the_notice(matter).code)
    assert (mine.state, stray.state) == ("matched", "unmatched")
