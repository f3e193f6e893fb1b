"""On which debt a payer said that money is to be paid (付款人指明的款项)."""

from dataclasses import dataclass
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import NotFound, RuleBroken
from gongjian.matters.models import Matter
from gongjian.payments.choices import Toward
from gongjian.payments.models import PaymentPurpose
from gongjian.payments.queries import unnamed_receipts

from .notices import renew
from .receipts import ask_no_handler


@dataclass(frozen=True)
class NamePurpose:
    receipt: UUID = fields.ref("已入账的款项", of="payments.unnamed")
    toward: str = fields.choice("付款人指明缴纳", Toward.choices)
    evidence: str = fields.text(
        "付款人指明的凭据", max_length=1000, help="例如：转账附言、付款人书面说明的日期和内容"
    )


@act("payments.name_purpose", title="登记付款人指明的款项", about="receipt", final=True)
def name_purpose(*, act: Act, cmd: NamePurpose) -> PaymentPurpose:
    """Book money to the debt that its payer named, in place of the order that holds otherwise.

    Raises:
        NotFound: not money of a notice with a fine and a gain, or named already.
        RuleBroken: a surcharge was decided over its day already.
        HandlerTakesMoney: the person handles the case.

    Source: 民法典 第五百六十条第一款（由债务人在清偿时指定）, followed here.
    """
    receipts = unnamed_receipts(act.agency).select_for_update(of=("self",))
    receipt = receipts.filter(uid=cmd.receipt).first()
    if receipt is None or receipt.notice is None:
        raise NotFound("没有这笔可以指明的到账，请从列表中选择")
    notice = receipt.notice
    ask_no_handler(act, Matter.objects.get(pk=notice.matter_id), notice)
    if notice.surcharges.filter(until_on__gte=receipt.paid_on).exists():
        raise RuleBroken("已经按这笔款项入账的情况决定加处罚款，不能再改变其归属")
    row = PaymentPurpose(
        receipt=receipt,
        toward=cmd.toward,
        evidence=cmd.evidence,
        named_by_id=act.officer,
        named_at=act.now,
    )
    act.write(row, stream=receipt.stream)
    renew(act, notice.decision)
    return row
