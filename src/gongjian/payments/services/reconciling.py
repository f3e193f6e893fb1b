"""The daily account, signed by a person who handles none of its cases (对账)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput
from gongjian.common.money import yuan
from gongjian.ledger.services import open_stream
from gongjian.payments.accounts import day_of_money, signed
from gongjian.payments.errors import HandlerTakesMoney
from gongjian.payments.models import BankReceipt, Reconciliation


@dataclass(frozen=True)
class SignOffDay:
    day: date = fields.day("对账日")
    bank_fen: int = fields.money("银行对账单合计", help="照银行当日对账单填写，不照本系统抄")
    bank_count: int = fields.number("银行对账单笔数", least=0, most=100_000, unit="笔")
    explanation: str = fields.text(
        "差额的说明", max_length=1000, required=False, help="与银行不一致的必须写明"
    )


@act("payments.sign_off_day", title="对账签认", about="reconciliation", final=True)
def sign_off_day(*, act: Act, cmd: SignOffDay) -> Reconciliation:
    """Compare a bank day with the bank's own sheet and sign it; a changed day is signed anew.

    Raises:
        InvalidInput: the sums differ and nobody said why.
        HandlerTakesMoney: the person handles a case whose money came on that day.

    Source: 罚款决定与罚款收缴分离实施办法 第十条至第十二条.
    """
    handled = BankReceipt.objects.filter(agency=act.agency, paid_on=cmd.day).filter(
        Q(notice__matter__lead=act.officer) | Q(notice__matter__second=act.officer)
    )
    if handled.exists():
        raise HandlerTakesMoney("当日到账中有您承办的案件，须由其他财务人员签认")
    found = day_of_money(act.agency, cmd.day)
    same = (cmd.bank_fen, cmd.bank_count) == (found.received_fen, found.received_count)
    if not same and not cmd.explanation:
        told = (
            f"本系统登记{found.received_count}笔、{yuan(found.received_fen)}元，"
            "与银行对账单不一致，请写明原因"
        )
        raise InvalidInput({"explanation": told})
    last = signed(act.agency, cmd.day)
    row = Reconciliation(
        stream=open_stream("reconciliation"),
        agency_id=act.agency,
        day=cmd.day,
        round=last.round + 1 if last else 1,
        decided_fen=found.decided_fen,
        noticed_fen=found.noticed_fen,
        received_fen=found.received_fen,
        received_count=found.received_count,
        unmatched_fen=found.unmatched_fen,
        collected_fen=found.collected_fen,
        bank_fen=cmd.bank_fen,
        bank_count=cmd.bank_count,
        differences=list(found.differences),
        explanation=cmd.explanation,
        signed_by_id=act.officer,
        signed_at=act.now,
    )
    act.write(row, stream=row.stream)
    return row
