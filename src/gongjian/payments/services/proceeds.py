"""What an auction of confiscated goods brought, handed to the treasury (拍卖所得上缴国库)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.matters.models import Matter
from gongjian.payments.models import ProceedsHandover
from gongjian.payments.queries import not_handed_over

SOLD_IT = "您参与了这件物品的处理，须由另一人办理上缴"


@dataclass(frozen=True)
class HandOverProceeds:
    handling: UUID = fields.ref("拍卖的物品", of="payments.proceeds")
    handed_on: date = fields.day("上缴国库日期")
    receipt_number: str = fields.line("缴款书号码", max_length=80)


@act("payments.hand_over_proceeds", title="登记拍卖所得上缴国库", step=False, final=True)
def hand_over_proceeds(*, act: Act, cmd: HandOverProceeds) -> ProceedsHandover:
    """Enter that all an auction brought reached the treasury, with the receipt.

    Raises:
        NotFound: no such sale waits.
        RuleBroken: the person sold the thing.
        InvalidInput: handed over before it was sold.

    Source: 行政处罚法 第七十四条第二款.
    """
    waiting = not_handed_over(act.agency, act.matter)
    handling = waiting.filter(uid=cmd.handling).first()
    if handling is None:
        raise NotFound("没有这笔待上缴的拍卖所得，请从列表中选择")
    if act.officer in {handling.first_id, handling.second_id}:
        raise RuleBroken(SOLD_IT)
    if cmd.handed_on < handling.handled_on:
        raise InvalidInput({"handed_on": "上缴日期早于拍卖日期，请核对"})
    row = ProceedsHandover(
        handling=handling,
        handed_on=cmd.handed_on,
        receipt_number=cmd.receipt_number,
        entered_by_id=act.officer,
        entered_at=act.now,
    )
    act.write(row)
    return row


hand_over_proceeds.requires(no_handler)


@hand_over_proceeds.requires
def _something_waits(actor: Actor, matter: Matter, clock: Clock) -> str:
    waiting = not_handed_over(actor.agency, matter)
    return "" if waiting.exists() else "没有待上缴国库的拍卖所得"
