"""Money that reached the bank: taken once, matched by its code, else by a person with a reason."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.cases.choices import LineKind
from gongjian.cases.models import Collection
from gongjian.cases.services import enter_line
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.ledger.services import open_stream
from gongjian.matters.models import Matter
from gongjian.payments.choices import PaymentWay, ReceiptState
from gongjian.payments.errors import HandlerTakesMoney, ReceiptKnown
from gongjian.payments.models import BankReceipt, PaymentNotice
from gongjian.payments.queries import notice_by_code, visible_notices
from gongjian.payments.rules import code_of, valid_code


@dataclass(frozen=True)
class TakeReceipt:
    serial: str = fields.line("银行流水号", max_length=64, help="同一流水号只入账一次")
    paid_on: date = fields.day("入账日期")
    amount_fen: int = fields.money("金额", min_fen=1)
    payer: str = fields.line("付款人", max_length=100)
    way: str = fields.choice("渠道", PaymentWay.choices)
    code: str = fields.line("缴款码", max_length=64, required=False)
    memo: str = fields.line("摘要", max_length=200, required=False)
    file_sha256: str = fields.hidden("")


@act("payments.take_receipt", title="登记银行到账", about="receipt")
def take_receipt(*, act: Act, cmd: TakeReceipt) -> BankReceipt:
    """Take one receipt of the collecting bank; its code finds the case, or it waits for a person.

    Raises:
        ReceiptKnown: this serial number was taken before.
        HandlerTakesMoney: the person handles the case that the money belongs to.

    Source: 行政处罚法 第六十七条; 罚款决定与罚款收缴分离实施办法 第十条.
    """
    if BankReceipt.objects.filter(agency=act.agency, serial=cmd.serial).exists():
        raise ReceiptKnown(f"流水号{cmd.serial}已经入账，不重复登记")
    code = code_of(cmd.code)
    notice = notice_by_code(act.agency, code) if valid_code(code) else None
    receipt = BankReceipt(
        stream=open_stream("receipt"),
        agency_id=act.agency,
        serial=cmd.serial,
        paid_on=cmd.paid_on,
        amount_fen=cmd.amount_fen,
        payer=cmd.payer,
        code=cmd.code,
        memo=cmd.memo,
        way=cmd.way,
        file_sha256=cmd.file_sha256,
        state=ReceiptState.UNMATCHED,
        taken_by_id=act.officer,
        taken_at=act.now,
    )
    collected = handed_in(act.agency, cmd.serial)
    if collected is not None:
        # Booked when the officers took it: this is the same money, on its way through the bank.
        receipt.state, receipt.notice = ReceiptState.MATCHED, collected
    elif notice is not None and notice.served_on <= cmd.paid_on:
        _credit(act, receipt, notice)
    act.write(receipt, stream=receipt.stream)
    return receipt


@dataclass(frozen=True)
class MatchReceipt:
    receipt: UUID = fields.ref("待认领的到账", of="payments.unmatched")
    code: str = fields.line("缴款码", max_length=64, help="这笔钱应当入账的缴款通知书上的缴款码")
    reason: str = fields.text(
        "认领的依据", max_length=1000, help="例如：付款人与当事人一致，经电话核实"
    )


@act("payments.match_receipt", title="认领到账", about="receipt", final=True)
def match_receipt(*, act: Act, cmd: MatchReceipt) -> BankReceipt:
    """Book money with a wrong or missing code to the notice a person found, with the reason.

    Raises:
        InvalidInput: no visible notice has this code, or it was made after the money came.
        RuleBroken: somebody has dealt with the receipt already.
    """
    receipt = _lock(act, cmd.receipt)
    code = code_of(cmd.code)
    seen = visible_notices(act.actor).filter(agency=act.agency, code=code)
    if not valid_code(code) or not seen.exists():
        raise InvalidInput({"code": "没有这个缴款码，请核对缴款通知书上的二十位数字"})
    notice = notice_by_code(act.agency, code)
    assert notice is not None
    if receipt.paid_on < notice.decision.decided_on:
        raise InvalidInput({"code": "这笔钱在处罚决定作出之前就已到账，不是缴纳这份决定的款项"})
    _credit(act, receipt, notice)
    receipt.settled_by_id, receipt.settled_at, receipt.reason = act.officer, act.now, cmd.reason
    act.write(receipt, stream=receipt.stream)
    return receipt


@dataclass(frozen=True)
class ReturnReceipt:
    receipt: UUID = fields.ref("待认领的到账", of="payments.unmatched")
    reason: str = fields.text("退回的理由", max_length=1000)


@act("payments.return_receipt", title="退回无主款项", about="receipt", final=True)
def return_receipt(*, act: Act, cmd: ReturnReceipt) -> BankReceipt:
    """Note that money of no case was sent back to who paid it.

    Raises:
        RuleBroken: somebody has dealt with the receipt already.
    """
    receipt = _lock(act, cmd.receipt)
    receipt.state = ReceiptState.RETURNED
    receipt.settled_by_id, receipt.settled_at, receipt.reason = act.officer, act.now, cmd.reason
    act.write(receipt, stream=receipt.stream)
    return receipt


def handed_in(agency: int, serial: str) -> PaymentNotice | None:
    """Return the notice of a fine taken on the spot that was paid into the bank by this slip."""
    found = Collection.objects.filter(agency=agency, bank_receipt=serial).first()
    return PaymentNotice.objects.filter(decision=found.decision_id).first() if found else None


def _lock(act: Act, uid: UUID) -> BankReceipt:
    rows = BankReceipt.objects.select_for_update(of=("self",)).select_related("stream")
    receipt = rows.filter(agency=act.agency, uid=uid).first()
    if receipt is None:
        raise NotFound("没有这笔到账，请从“待认领”列表进入")
    if receipt.state != ReceiptState.UNMATCHED:
        raise RuleBroken(f"流水号{receipt.serial}{receipt.get_state_display()}，不能重复处理")
    return receipt


def _credit(act: Act, receipt: BankReceipt, notice: PaymentNotice) -> None:
    """Book a receipt to a notice: the whole sum, be it too much or too little."""
    ask_no_handler(act, Matter.objects.select_for_update().get(pk=notice.matter_id), notice)
    receipt.state = ReceiptState.MATCHED
    receipt.notice = notice
    enter_line(
        act, notice.decision, LineKind.RECEIVED, receipt.amount_fen, receipt.paid_on, receipt.serial
    )


def ask_no_handler(act: Act, matter: Matter, notice: PaymentNotice) -> None:
    """Ask that money of a case is not dealt with by one of its handlers."""
    if act.officer in {matter.lead_id, matter.second_id}:
        raise HandlerTakesMoney(
            f"您是{notice.decision.number}的承办人，不能登记本案的缴款，请由其他财务人员办理"
        )
