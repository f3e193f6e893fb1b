"""Paying a fine later or in parts, on application and approval (暂缓、分期缴纳)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.money import yuan
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.matters.services import lengthen_beside
from gongjian.payments import papers
from gongjian.payments.choices import InstalmentState
from gongjian.payments.models import Instalment
from gongjian.payments.models.late import MOST_PARTS
from gongjian.payments.queries import notice_of
from gongjian.payments.rules import Part
from gongjian.payments.standing import account_of

from .conditions import owing, the_notice
from .notices import LIMIT, renew


@dataclass(frozen=True)
class PartAsked:
    due_on: date = fields.day("缴款日期", future=True)
    amount_fen: int = fields.money("金额", min_fen=1)


@dataclass(frozen=True)
class ApplyInstalment:
    applied_on: date = fields.day("申请日期")
    reason: str = fields.text(
        "申请的理由", max_length=1000, help="当事人确有经济困难的情况和证明材料"
    )
    parts: tuple[PartAsked, ...] = fields.rows(
        "罚款的缴款安排",
        help="暂缓的只写一期；各期之和等于尚未缴纳的罚款，没收的违法所得不在其内",
    )


@act("payments.apply_instalment", title="登记暂缓、分期缴纳申请", step=False)
def apply_instalment(*, act: Act, cmd: ApplyInstalment) -> Instalment:
    """Enter the party's application to pay a fine later or in parts.

    Raises:
        InvalidInput: the parts are not what is left of the fine, are too many, or their days do not
            follow each other.

    Source: 行政处罚法 第六十六条第二款.
    """
    notice = the_notice(act)
    problems: dict[str, str] = {}
    fine = account_of(notice).fine_left_fen
    if sum(part.amount_fen for part in cmd.parts) != fine:
        problems["parts"] = f"各期之和应当等于尚未缴纳的罚款{yuan(fine)}元"
    if len(cmd.parts) > MOST_PARTS:
        problems["parts"] = f"最多分为{MOST_PARTS}期"
    days = [part.due_on for part in cmd.parts]
    if days != sorted(set(days)) or (days and days[0] < act.today):
        problems["parts"] = "各期的缴款日期应当依次在后，且不早于今天"
    if cmd.applied_on < notice.served_on:
        problems["applied_on"] = "申请日期早于决定书送达日，请核对"
    if problems:
        raise InvalidInput(problems)
    row = Instalment(
        notice=notice,
        applied_on=cmd.applied_on,
        reason=cmd.reason,
        parts=[{"due_on": p.due_on.isoformat(), "amount_fen": p.amount_fen} for p in cmd.parts],
        entered_by_id=act.officer,
    )
    act.write(row)
    return row


apply_instalment.requires(certified)
apply_instalment.requires(owing)


@apply_instalment.requires
def _a_fine(actor: Actor, matter: Matter, clock: Clock) -> str:
    notice = notice_of(matter)
    if notice is None:
        return ""
    stands = account_of(notice)
    if not stands.fine_fen:
        return "只有罚款可以暂缓、分期缴纳（行政处罚法第六十六条第二款），没收的违法所得不能"
    return "" if stands.fine_left_fen else "罚款已经缴清，其余款项不能暂缓、分期缴纳"


@apply_instalment.requires
def _none_waits(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "已有一份申请等待批准" if waiting(matter) else ""


@dataclass(frozen=True)
class DecideInstalment:
    opinion: str = fields.text("审批意见", max_length=1000)


@act("payments.approve_instalment", title="批准暂缓、分期缴纳", step=False, final=True)
def approve_instalment(*, act: Act, cmd: DecideInstalment) -> Instalment:
    """Approve the schedule: late days and the court's window of the fine count from it.

    A gain beside it stays due in full on the day of its notice, and the paper says so.

    Source: 行政处罚法 第六十六条第二款、第七十二条第二款.
    """
    return _decide(act, cmd, InstalmentState.APPROVED)


@act("payments.refuse_instalment", title="不批准暂缓、分期缴纳", step=False, final=True)
def refuse_instalment(*, act: Act, cmd: DecideInstalment) -> Instalment:
    """Refuse the application; the days of the notice stay."""
    return _decide(act, cmd, InstalmentState.REFUSED)


def _decide(act: Act, cmd: DecideInstalment, state: InstalmentState) -> Instalment:
    row = waiting(act.matter)
    if row is None:
        raise RuleBroken("没有等待批准的申请")
    if row.entered_by_id == act.officer:
        raise RuleBroken("您登记了这份申请，须由另一人批准")
    notice = the_notice(act)
    stands = account_of(notice)
    asked = [Part(date.fromisoformat(p["due_on"]), p["amount_fen"]) for p in row.parts]
    changed = sum(part.amount_fen for part in asked) != stands.fine_left_fen
    if state == InstalmentState.APPROVED and changed:
        raise RuleBroken("申请之后尚未缴纳的罚款有变，请由当事人重新提出安排")
    row.state, row.opinion = state, cmd.opinion
    row.decided_by_id, row.decided_on = act.officer, act.today
    make(
        act,
        "instalment-decision",
        papers.instalment_decision(
            act,
            notice,
            stands,
            asked if state == InstalmentState.APPROVED else [],
            applied_on=row.applied_on,
            reason=f"{row.reason}{cmd.opinion}",
        ),
    )
    act.write(row)
    if state == InstalmentState.APPROVED:
        renew(act, notice.decision)
        lengthen_beside(act, LIMIT, asked[-1].due_on, "行政处罚法 第六十六条第二款")
    return row


def waiting(matter: Matter) -> Instalment | None:
    """Return the application that waits for the head of the agency."""
    rows = Instalment.objects.filter(notice__matter=matter, state=InstalmentState.APPLIED)
    return rows.first()


def _waits(actor: Actor, matter: Matter, clock: Clock) -> str:
    row = waiting(matter)
    if row is None:
        return "没有等待批准的申请"
    return "您登记了这份申请，须由另一人批准" if row.entered_by_id == actor.officer else ""


for _service in (approve_instalment, refuse_instalment):
    _service.requires(no_handler)
    _service.requires(_waits)


@apply_instalment.prefilled
def _one_part(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    notice = notice_of(matter)
    return {"parts": [{"amount_fen": account_of(notice).fine_left_fen}]} if notice else {}
