"""What the documents of a detention's deposit and of its execution say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gongjian.cases.models import Case, Decision
from gongjian.cases.papers import day, term_of
from gongjian.common.acts import Act
from gongjian.common.money import yuan
from gongjian.common.text import numeral

from .choices import Guarantee, SuspensionGround, SuspensionState
from .guarantee import DetentionDeposit
from .models import DetentionSuspension
from .serving import Running, Served

if TYPE_CHECKING:
    from gongjian.cases.services.public_order.deposit import ForfeitDeposit
    from gongjian.cases.services.public_order.detention import ExecuteDetention
    from gongjian.cases.services.public_order.leave import AskLeave

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Term:
    """How a detention is served: its days, until when, and together with which of another case.

    `until_on`: None where nothing is left to serve.
    """

    days: int
    until_on: date | None
    running: Running | None = None
    ends: Served | None = None

    def merged(self, credited: int | None) -> Fields:
        """Return what the papers say of a detention of another case that is served with it."""
        if self.running is None or self.ends is None:
            return {}
        minus = f"，本决定折抵{numeral(credited)}日" if credited else ""
        return {
            "merged_with": self.running.label,
            "merged_days": f"{numeral(self.ends.total)}日{minus}",
        }


def execution_receipt(case: Case, made: Decision, term: Term, cmd: "ExecuteDetention") -> Fields:
    """行政拘留执行回执.

    Source: 治安管理处罚法 第一百二十二条; 公安机关办理行政案件程序规定 第一百六十二条第二款.
    """
    assert cmd.taken_in_on is not None
    assert term.until_on is not None
    return {
        "party_name": case.party.name,
        "decision_number": made.number,
        "days": f"{numeral(term.days)}日",
        "credited": f"{numeral(cmd.credited_days)}日" if cmd.credited_days else "",
        "from_on": day(cmd.taken_in_on),
        "until_on": day(term.until_on),
        "house": cmd.house,
        "receipt_number": cmd.receipt_number,
        **term.merged(cmd.credited_days),
    }


def leave_pledge(case: Case, made: Decision, cmd: "AskLeave") -> Fields:
    """担保人保证书, for a leave. Source: 治安管理处罚法 第一百二十七条、第一百二十八条."""
    return {
        "guarantor": cmd.guarantor,
        "relation": cmd.guarantor_relation,
        "party_name": case.party.name,
        "decision_number": made.number,
    }


def leave_decision(case: Case, asked: DetentionSuspension, reason: str) -> Fields:
    """准予出所决定书. Source: 治安管理处罚法 第一百二十六条第二款."""
    assert asked.out_on is not None
    assert asked.back_by is not None
    deposit = asked.guarantee == Guarantee.DEPOSIT
    return {
        "party_name": case.party.name,
        "applicant": asked.applicant,
        "decision_number": asked.order.decision.number,
        "ground": asked.ground_words or SuspensionGround(asked.ground).label,
        "reason": reason,
        "guarantee": f"已交纳保证金人民币{yuan(asked.deposit_fen)}元"
        if deposit
        else f"由担保人{asked.guarantor}提供担保",
        "out_on": day(asked.out_on),
        "back_by": day(asked.back_by),
    }


def deposit_notice(case: Case, asked: DetentionSuspension, payer: str, on: date) -> Fields:
    """收取保证金通知书. Source: 治安管理处罚法 第一百二十六条第一款."""
    return {
        "payer": payer,
        "party_name": case.party.name,
        "decision_number": asked.order.decision.number,
        "wish": "申请出所" if asked.leave else "申请暂缓执行",
        "days": f"{numeral(asked.days)}日",
        "per_day": f"{yuan(asked.deposit_per_day_fen)}元",
        "amount": asked.deposit_fen,
        "paid_on": day(on),
    }


def forfeiture(act: Act, case: Case, row: DetentionDeposit, cmd: "ForfeitDeposit") -> Fields:
    """没收保证金决定书. Source: 治安管理处罚法 第一百二十九条."""
    return {
        "party_name": case.party.name,
        "decision_number": row.suspension.order.decision.number,
        "payer": row.payer,
        "amount": row.amount_fen,
        "part": None if row.forfeited_fen in (None, row.amount_fen) else row.forfeited_fen,
        "part_reason": cmd.part_reason,
        "reason": cmd.reason,
        "anew": cmd.anew,
        "review_term": term_of(act.matter, "remedy.review", act.today),
        "court_term": term_of(act.matter, "remedy.litigation", act.today),
    }


REVOKED = "行政拘留的处罚决定已被撤销"
FELL = "没收保证金的决定已被撤销"
LESS = "没收保证金的决定已被变更，退还不再没收的数额"
UNEXECUTED = "行政拘留依法不执行"


def why_back(row: DetentionDeposit) -> str:
    """Say why a deposit is given back. Source: 治安管理处罚法 第一百三十条."""
    if row.suspension.state == SuspensionState.REFUSED:
        return "暂缓执行行政拘留的申请没有同意"
    if row.suspension.state == SuspensionState.REVOKED:
        return REVOKED
    if row.suspension.leave and row.suspension.state == SuspensionState.ENDED:
        return "出所后已经继续执行行政拘留"
    order = row.suspension.order
    if hasattr(order, "execution"):
        return "行政拘留处罚已经开始执行"
    return REVOKED if order.executable else UNEXECUTED


def why_rest_back(row: DetentionDeposit) -> str:
    """Say why the rest is given back. Source: 公安机关办理行政案件程序规定 第二百三十二条第一款."""
    order = row.suspension.order
    now = REVOKED if order.executable else UNEXECUTED
    if hasattr(order, "execution"):
        now = "行政拘留处罚已经开始（继续）执行"
    return f"保证金已部分没收，{now}，退还余额"


def why_taken_back(kept_fen: int) -> str:
    """Say why what was forfeited is given back: all of it, or beyond what stays forfeited."""
    return LESS if kept_fen else FELL


def refund(
    case: Case, row: DetentionDeposit, because: str, on: date, fen: int, result: str = ""
) -> Fields:
    """退还保证金通知书; `result`: the paper that revoked or changed what was forfeited.

    Source: 治安管理处罚法 第一百三十条; 行政复议法 第六十三条、第六十四条.
    """
    return {
        "payer": row.payer,
        "party_name": case.party.name,
        "decision_number": row.suspension.order.decision.number,
        "because": because,
        "result": result,
        "amount": fen,
        "refunded_on": day(on),
    }
