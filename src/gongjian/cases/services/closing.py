"""Performance and the end of the case (执行、结案)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.choices import PerformanceWay
from gongjian.cases.executing import nothing_left
from gongjian.cases.models import AccountLine, Collection, Performance
from gongjian.cases.queries import (
    balance_of,
    case_of,
    decision_of,
    execution_of,
    last_payment,
)
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter

from .people import certified, no_handler


@dataclass(frozen=True)
class RecordPerformance:
    performed_on: date = fields.day(
        "履行日期", help="全部履行完毕的日期；罚没款以银行到账记录为准，不由人填写"
    )
    note: str = fields.text("履行情况", max_length=1000, required=False, help="非金钱义务怎样履行")


@act("cases.record_performance", title="登记履行情况")
def record_performance(*, act: Act, cmd: RecordPerformance) -> Performance:
    """Record that the decision was performed in full: its money by what reached the bank.

    Raises:
        InvalidInput: performed before it was decided, or before the last money arrived.

    Source: 行政处罚法 第六十六条、第六十七条.
    """
    case = case_of(act.matter)
    decision = decision_of(case)
    if decision is None:
        raise RuleBroken("还没有作出处罚决定")
    money, last = balance_of(decision), last_payment(decision)
    taken = Collection.objects.filter(decision=decision).first()
    if cmd.performed_on < decision.decided_on:
        raise InvalidInput({"performed_on": "履行日期早于决定日期，请核对"})
    if last and cmd.performed_on < last.happened_on:
        arrived = last.happened_on.isoformat()
        raise InvalidInput({"performed_on": f"履行日期早于罚没款到账日（{arrived}），请核对"})
    performance = Performance(
        case=case,
        way=_way(last, taken),
        performed_on=cmd.performed_on,
        owed_fen=money.owed_fen,
        amount_fen=money.paid_fen,
        receipt_number=last.reference if last else "",
        note=cmd.note,
        collection=taken,
    )
    act.write(performance)
    act.start_limit("closing-limit", cmd.performed_on)
    return performance


def _way(last: AccountLine | None, taken: Collection | None) -> PerformanceWay:
    """Return how it was paid: a fine that the officers took counts first, then the bank."""
    if taken is not None:
        return PerformanceWay.COLLECTED
    return PerformanceWay.BANK if last else PerformanceWay.DONE


record_performance.requires(certified)


@record_performance.requires
def _money_has_arrived(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask the account, whatever the procedure asks: nobody types that money was paid."""
    return "" if execution_of(matter).settled else "罚没款尚未全部到账，或者处罚决定已经失效"


@record_performance.prefilled
def _last_day(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    decision = decision_of(case_of(matter))
    last = last_payment(decision) if decision else None
    return {"performed_on": last.happened_on} if last else {}


@dataclass(frozen=True)
class CloseCase:
    opinion: str = fields.text("结案意见", max_length=1000)


@act("cases.close_case", title="批准结案", final=True)
def close_case(*, act: Act, cmd: CloseCase) -> Matter:
    """Close the case once it is performed and its publication is settled."""
    matter: Matter = act.matter
    return matter


close_case.requires(no_handler)
close_case.requires(nothing_left)
