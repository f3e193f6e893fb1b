"""Performance and the end of the case (执行、结案)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.choices import PerformanceWay
from gongjian.cases.models import Performance
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.rules import weight_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter

from .people import certified, no_handler

# What officers take themselves has an act of its own (`cases.collect_on_spot`).
WITHOUT_CASH = [c for c in PerformanceWay.choices if c[0] != PerformanceWay.COLLECTED]


@dataclass(frozen=True)
class RecordPerformance:
    way: str = fields.choice("履行方式", WITHOUT_CASH)
    performed_on: date = fields.day("履行日期")
    amount_fen: int | None = fields.money("缴款金额", required=False)
    receipt_number: str = fields.line("票据号码", max_length=80, required=False)
    note: str = fields.text("履行情况", max_length=1000, required=False)


@act("cases.record_performance", title="登记履行情况")
def record_performance(*, act: Act, cmd: RecordPerformance) -> Performance:
    """Record that the decision was performed in full; the agency itself takes no money.

    Raises:
        InvalidInput: the sum is not the one decided; money without a receipt number.

    Source: 行政处罚法 第六十六条、第六十七条.
    """
    case = case_of(act.matter)
    decision = decision_of(case)
    if decision is None:
        raise RuleBroken("还没有作出处罚决定")
    owed = sum(dict(weight_of(decision.draft.items).sums).values())
    problems: dict[str, str] = {}
    if cmd.performed_on < decision.decided_on:
        problems["performed_on"] = "履行日期早于决定日期，请核对"
    if (cmd.amount_fen or 0) != owed:
        problems["amount_fen"] = f"决定的金额为{owed / 100:,.2f}元，应当全部履行后再登记"
    if owed and (cmd.way == PerformanceWay.DONE or not cmd.receipt_number):
        problems["receipt_number"] = "罚没款应当由当事人到银行或者电子支付缴纳，请填写票据号码"
    if problems:
        raise InvalidInput(problems)
    performance = Performance(
        case=case,
        way=cmd.way,
        performed_on=cmd.performed_on,
        amount_fen=owed,
        receipt_number=cmd.receipt_number,
        note=cmd.note,
    )
    act.write(performance)
    return performance


record_performance.requires(certified)


@record_performance.prefilled
def _owed(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    decision = decision_of(case_of(matter))
    sums = dict(weight_of(decision.draft.items).sums) if decision else {}
    return {"amount_fen": sum(sums.values()) or None}


@dataclass(frozen=True)
class CloseCase:
    opinion: str = fields.text("结案意见", max_length=1000)


@act("cases.close_case", title="批准结案", final=True)
def close_case(*, act: Act, cmd: CloseCase) -> Matter:
    """Close the case once it is performed and its publication is settled."""
    matter: Matter = act.matter
    return matter


close_case.requires(no_handler)
