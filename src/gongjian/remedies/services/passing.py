"""An application for review handed to the agency that decided is passed on, or settled by it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.cases.models import Decision
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside
from gongjian.payments.services import close_proceeding
from gongjian.remedies.choices import Outcome, RemedyKind, RemedyState
from gongjian.remedies.models import Correction, Remedy
from gongjian.remedies.queries import HAND_ON, may_come_through_us, running_one, still_with_us


def not_through_us(kind: str, decision: Decision | None) -> str:
    """Return why an application cannot be handed to this agency; "" where it can."""
    if kind != RemedyKind.REVIEW:
        return "提起行政诉讼的，向人民法院提出，不通过本机关提交"
    if decision is not None and may_come_through_us(decision):
        return ""
    return (
        "只有当场作出、或者依据电子技术监控设备记录的违法事实作出的处罚决定，才可以通过本机关提交；"
        "本案没有电子技术监控设备记录的证据，请告知申请人向复议机关提出（行政复议法 第三十二条）"
    )


@dataclass(frozen=True)
class PassOn:
    remedy: UUID = fields.ref("复议申请", of="remedies.running")
    passed_on: date = fields.day("转送日期")
    note: str = fields.line(
        "转送方式和凭证", max_length=200, help="如专人送达的签收人，邮寄的单号，系统转送的回执编号"
    )


@act("remedies.pass_on", title="登记转送复议机关", step=False)
def pass_on(*, act: Act, cmd: PassOn) -> Remedy:
    """Enter that the application went to the reviewing body, with what proves it.

    Raises:
        InvalidInput: passed on before it was received.
        RuleBroken: it did not come through this agency, or was passed on already.

    Source: 行政复议法 第三十二条第二款、第八十八条.
    """
    row = running_one(act.matter, cmd.remedy)
    if not row.with_us:
        raise RuleBroken("这一件不是通过本机关提交的，或者已经转送")
    if cmd.passed_on < row.lodged_on:
        raise InvalidInput({"passed_on": "日期早于本机关收到申请之日，请核对"})
    row.passed_on, row.pass_note = cmd.passed_on, cmd.note
    act.write(row)
    end_beside(act, HAND_ON)
    return row


@pass_on.requires
def _with_us(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if still_with_us(matter) else "没有通过本机关提交、尚未转送的复议申请"


@pass_on.prefilled
def _that_one(actor: Actor, matter: Matter) -> dict[str, UUID]:
    row = still_with_us(matter)
    return {"remedy": row.uid} if row else {}


def settle(act: Act, paper: Correction) -> None:
    """End the application that lies here: the agency itself revoked what it was against.

    A decision only lessened stands for the rest, and its application is passed on.

    Source: 行政复议法 第三十二条第二款.
    """
    row = still_with_us(act.matter)
    if row is None:
        return
    # The revocation can be older than the application: then it falls with what it was against.
    on = max(paper.effective_on, row.lodged_on)
    row.state, row.outcome, row.paper = (
        RemedyState.ENDED,
        Outcome.SETTLED,
        paper.document.number,
    )
    row.effective_on, row.result_note, row.result_by_id = on, paper.reason, paper.decided_by_id
    act.write(row)
    if row.proceeding is not None:
        close_proceeding(act, row.proceeding, on, on)
    end_beside(act, HAND_ON)
