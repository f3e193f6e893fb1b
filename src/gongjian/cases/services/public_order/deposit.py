"""The deposit for a detention that waits: taken, given back, forfeited (保证金)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.public_order import papers_guarantee as papers
from gongjian.cases.public_order.choices import DepositFate, Guarantee, SuspensionState
from gongjian.cases.public_order.guarantee import DetentionDeposit
from gongjian.cases.public_order.models import DetentionSuspension
from gongjian.cases.public_order.queries import (
    DepositStanding,
    deposit_standing,
    kept_of,
)
from gongjian.cases.queries import case_of
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.money import yuan
from gongjian.documents.services import make
from gongjian.matters.models import Matter


@dataclass(frozen=True, kw_only=True)
class TakeDeposit:
    payer: str = fields.line(
        "保证金交纳人", max_length=100, help="被处罚人或者其近亲属；退还时退给交纳人"
    )
    paid_on: date = fields.day("保证金入账日期")
    bank_receipt: str = fields.line(
        "保证金收款凭证号码",
        max_length=80,
        help="保证金由银行代收；银行非营业时间先行收取的，收到后三日以内存入指定的银行账户",
        source="公安机关办理行政案件程序规定 第二百三十一条",
    )


@act("cases.take_deposit", title="登记收取保证金", final=True)
def take_deposit(*, act: Act, cmd: TakeDeposit) -> DetentionDeposit:
    """Record that the deposit of an application reached the bank; the payer gets a notice.

    Raises:
        RuleBroken: nobody asked for a detention to wait against a deposit.
        InvalidInput: it was paid before the application.

    Source: 治安管理处罚法 第一百二十六条第一款; 公安机关办理行政案件程序规定 第二百三十一条.
    """
    asked = _applied(act)
    if cmd.paid_on < asked.asked_on:
        told = f"入账日期早于申请之日（{asked.asked_on.isoformat()}），请核对"
        raise InvalidInput({"paid_on": told})
    told_to = papers.deposit_notice(case_of(act.matter), asked, cmd.payer, cmd.paid_on)
    row = DetentionDeposit(
        suspension=asked,
        amount_fen=asked.deposit_fen,
        payer=cmd.payer,
        paid_on=cmd.paid_on,
        bank_receipt=cmd.bank_receipt,
        notice=make(act, "deposit-notice", told_to),
        taken_by_id=act.officer,
    )
    act.write(row)
    return row


@take_deposit.prefilled
def _payer(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"payer": case_of(matter).party.name}


@dataclass(frozen=True, kw_only=True)
class ForfeitDeposit:
    reason: str = fields.text(
        "逃避执行的事实和证据",
        max_length=1000,
        help="写被处罚人何时、怎样逃避行政拘留的执行，有什么证据，用句号结尾",
        source="治安管理处罚法 第一百二十九条",
    )
    forfeited_fen: int | None = fields.money(
        "部分没收的数额",
        required=False,
        min_fen=1,
        help="全部没收的不填；部分没收的，余额在开始（继续）执行行政拘留后退还交纳人",
        source="公安机关办理行政案件程序规定 第二百三十二条第二款",
    )
    part_reason: str = fields.text(
        "部分没收的理由", max_length=1000, required=False, help="部分没收的必填，用句号结尾"
    )
    anew: str = fields.text(
        "重新作出的事实和理由",
        max_length=1000,
        required=False,
        given="cases.forfeited_before",
        help="原没收决定被责令重新作出的必填，用句号结尾：不得以同一的事实和理由作出基本相同的决定；"
        "原决定只因违反法定程序被撤销的，写明已经改正的程序",
        source="行政复议法 第六十四条第二款; 行政诉讼法 第七十一条",
    )


@act("cases.forfeit_deposit", title="没收保证金", final=True)
def forfeit_deposit(*, act: Act, cmd: ForfeitDeposit) -> DetentionDeposit:
    """Forfeit the deposit of who evaded the detention, whole or in part; it is served all the same.

    The act says that it is forfeited, the rule by which it is carried out that this may be a part.

    Where the first decision was revoked for the agency to decide again, on facts and reasons that
    are told, and never more than before.

    Raises:
        RuleBroken: no deposit is held, or nobody evaded.
        InvalidInput: a part that is no part, or without its reason; decided anew without a word on
            why, or for more than before.

    Source: 治安管理处罚法 第一百二十九条; 公安机关办理行政案件程序规定 第二百三十二条第二款;
    行政复议法 第六十四条第二款; 行政诉讼法 第七十一条.
    """
    row = _lock(_standing(act).forfeitable, "被处罚人没有逃避执行，或者没有保证金，不得没收")
    part, again = cmd.forfeited_fen, row.fate == DepositFate.FORFEITED
    if again != bool(cmd.anew.strip()):
        told = "请写明重新作出的事实和理由" if again else "没有被责令重新作出的，不填"
        raise InvalidInput({"anew": told})
    if again and (row.amount_fen if part is None else part) > row.taken_fen:
        told = f"重新作出的，没收的数额不得多于原来的{yuan(row.taken_fen)}元"
        raise InvalidInput({"forfeited_fen": told})
    if part is not None and part >= row.amount_fen:
        told = f"部分没收的数额应当少于保证金{yuan(row.amount_fen)}元；全部没收的不填"
        raise InvalidInput({"forfeited_fen": told})
    if (part is None) != (not cmd.part_reason.strip()):
        told = "请写明为什么只没收一部分" if part is not None else "全部没收的不填"
        raise InvalidInput({"part_reason": told})
    row.forfeited_fen = row.amount_fen if part is None else part
    made = papers.forfeiture(act, case_of(act.matter), row, cmd)
    row.paper = make(act, "deposit-forfeiture", made)
    return _settled(act, row, DepositFate.FORFEITED, act.today, cmd.reason)


@dataclass(frozen=True, kw_only=True)
class DepositToTreasury:
    treasury_on: date = fields.day("没收的保证金缴库日期")
    treasury_receipt: str = fields.line("缴库凭证号码", max_length=80)


@act("cases.deposit_to_treasury", title="没收的保证金上缴国库", final=True)
def deposit_to_treasury(*, act: Act, cmd: DepositToTreasury) -> DetentionDeposit:
    """Record that a forfeited deposit went to the treasury.

    Source: 治安管理处罚法 第一百二十九条.
    """
    row = _lock(_standing(act).forfeited, "没有没收而未上缴国库的保证金")
    if row.settled_on and cmd.treasury_on < row.settled_on:
        raise InvalidInput({"treasury_on": "缴库日期早于没收决定之日，请核对"})
    row.treasury_on, row.treasury_receipt = cmd.treasury_on, cmd.treasury_receipt
    act.write(row)
    return row


@dataclass(frozen=True, kw_only=True)
class RefundDeposit:
    refunded_on: date = fields.day("保证金退还日期")
    receipt: str = fields.line("退款凭证号码", max_length=80, help="退给交纳人的银行凭证")


@act("cases.refund_deposit", title="退还保证金", final=True)
def refund_deposit(*, act: Act, cmd: RefundDeposit) -> DetentionDeposit:
    """Give the deposit back to its payer: refused, the penalty gone, the detention begun or barred.

    Also the rest of what was forfeited in part, and what was forfeited by a decision that fell, or
    beyond what a review or a lawsuit left of it.

    Raises:
        RuleBroken: the detention still waits, or the person evaded it.

    Source: 治安管理处罚法 第一百三十条.
    """
    row = _lock(_standing(act).returnable, "拘留没有开始执行，处罚决定也没有撤销，还不能退还保证金")
    if row.fate == DepositFate.FORFEITED:
        return _after_forfeiture(act, row, cmd)
    if cmd.refunded_on < row.paid_on:
        raise InvalidInput({"refunded_on": "退还日期早于收取之日，请核对"})
    because = papers.why_back(row)
    told = papers.refund(case_of(act.matter), row, because, cmd.refunded_on, row.amount_fen)
    row.paper, row.settled_receipt = make(act, "deposit-refund", told), cmd.receipt
    return _settled(act, row, DepositFate.REFUNDED, cmd.refunded_on, because)


def _after_forfeiture(act: Act, row: DetentionDeposit, cmd: RefundDeposit) -> DetentionDeposit:
    """Give back what a result took off what was forfeited, or else the rest of a part."""
    if row.settled_on and cmd.refunded_on < row.settled_on:
        raise InvalidInput({"refunded_on": "退还日期早于没收决定之日，请核对"})
    kept = kept_of(row)
    beyond = row.taken_fen - kept.fen - row.given_back_fen
    if beyond > 0:
        which, because, fen = "back", papers.why_taken_back(kept.fen), beyond
        row.back_fen = row.given_back_fen + fen
    else:
        which, because, fen = "rest", papers.why_rest_back(row), row.rest_fen
    result = kept.paper if beyond > 0 else ""
    told = papers.refund(case_of(act.matter), row, because, cmd.refunded_on, fen, result)
    setattr(row, f"{which}_paper", make(act, "deposit-refund", told))
    setattr(row, f"{which}_receipt", cmd.receipt)
    setattr(row, f"{which}_on", cmd.refunded_on)
    act.write(row)
    return row


for _service in (take_deposit, forfeit_deposit, deposit_to_treasury, refund_deposit):
    _service.requires(no_handler)


def _applied(act: Act) -> DetentionSuspension:
    """Return the application that waits for its deposit."""
    asked = _standing(act).open
    wanted = asked is not None and asked.state == SuspensionState.ASKED
    if asked is None or not wanted or asked.guarantee != Guarantee.DEPOSIT:
        raise RuleBroken("没有交纳保证金的暂缓执行、出所申请")
    if hasattr(asked, "deposit"):
        raise RuleBroken("这份申请的保证金已经收取")
    return asked


def _standing(act: Act) -> DepositStanding:
    return deposit_standing(case_of(act.matter))


def _lock(found: DetentionDeposit | None, otherwise: str) -> DetentionDeposit:
    if found is None:
        raise RuleBroken(otherwise)
    rows = DetentionDeposit.objects.select_for_update(of=("self",))
    return rows.select_related("suspension__order__decision").get(pk=found.pk)


def _settled(
    act: Act, row: DetentionDeposit, fate: DepositFate, on: date, because: str
) -> DetentionDeposit:
    row.fate, row.settled_on, row.settled_because = fate, on, because
    row.settled_by_id = act.officer
    act.write(row)
    return row
