"""Money given back: asked by finance, approved by the head (退付)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases.choices import LineKind
from gongjian.cases.queries import balance_of
from gongjian.cases.services import enter_line
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.money import yuan
from gongjian.matters.models import Matter
from gongjian.payments.choices import RefundState
from gongjian.payments.models import Refund
from gongjian.payments.queries import notice_of

from .conditions import the_notice


@dataclass(frozen=True)
class AskRefund:
    amount_fen: int = fields.money("退付金额", min_fen=1)
    account: str = fields.line("退付账户", help="户名、开户行、账号", secret=True)
    reason: str = fields.text("退付的理由", max_length=1000)


@act("payments.ask_refund", title="申请退付", step=False)
def ask_refund(*, act: Act, cmd: AskRefund) -> Refund:
    """Ask that what was paid beyond the debt be given back through the treasury.

    Raises:
        InvalidInput: more than was paid too much.
    """
    notice = the_notice(act)
    most = balance_of(notice.decision).overpaid_fen
    if cmd.amount_fen > most:
        raise InvalidInput({"amount_fen": f"最多可以退付{yuan(most)}元"})
    row = Refund(
        notice=notice,
        amount_fen=cmd.amount_fen,
        reason=cmd.reason,
        account=cmd.account,
        asked_by_id=act.officer,
        asked_on=act.today,
    )
    act.write(row)
    return row


ask_refund.requires(no_handler)


@ask_refund.requires
def _paid_too_much(actor: Actor, matter: Matter, clock: Clock) -> str:
    notice = notice_of(matter)
    if notice is None or not balance_of(notice.decision).overpaid_fen:
        return "没有应当退付的款项"
    return "已有一笔退付等待批准" if waiting(matter) else ""


@ask_refund.prefilled
def _all_of_it(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    notice = notice_of(matter)
    return {"amount_fen": balance_of(notice.decision).overpaid_fen or None} if notice else {}


@dataclass(frozen=True)
class ApproveRefund:
    opinion: str = fields.text("审批意见", max_length=1000)


@act("payments.approve_refund", title="批准退付", step=False, final=True)
def approve_refund(*, act: Act, cmd: ApproveRefund) -> Refund:
    """Approve a refund; the account shows it from today.

    Raises:
        RuleBroken: nothing waits, or the person asked for it.
    """
    row = waiting(act.matter)
    if row is None or row.asked_by_id == act.officer:
        raise RuleBroken("没有等待您批准的退付")
    if row.amount_fen > balance_of(row.notice.decision).overpaid_fen:
        raise RuleBroken("申请之后账目有变，退付金额超过多缴的金额，请重新申请")
    row.state, row.opinion = RefundState.APPROVED, cmd.opinion
    row.approved_by_id, row.approved_on = act.officer, act.today
    act.write(row)
    enter_line(
        act, row.notice.decision, LineKind.REFUNDED, row.amount_fen, act.today, f"退付{row.pk}"
    )
    return row


def waiting(matter: Matter) -> Refund | None:
    """Return the refund that waits for the head of the agency."""
    rows = Refund.objects.filter(notice__matter=matter, state=RefundState.ASKED)
    related = ("notice__decision__draft", "notice__decision__case__matter__stream")
    return rows.select_related(*related).first()


approve_refund.requires(no_handler)


@approve_refund.requires
def _one_waits(actor: Actor, matter: Matter, clock: Clock) -> str:
    row = waiting(matter)
    if row is None:
        return "没有等待批准的退付"
    return "您申请了这笔退付，须由另一人批准" if row.asked_by_id == actor.officer else ""
