"""The account of a decision and the end of its force: written for the apps above (账目、失效)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.choices import (
    ExecutionEndGround,
    LineKind,
    OverturnGround,
    PaperGround,
)
from gongjian.cases.events import AccountChanged
from gongjian.cases.models import (
    AccountLine,
    Decision,
    ExecutionEnd,
    Overturn,
    PaperChange,
    PaperOverturn,
    StandingItems,
)
from gongjian.cases.public_order.queries import detention_of
from gongjian.cases.public_order.separate import days_of
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.rules import weight_columns
from gongjian.cases.standing import changed_items, forget_items, still
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import RuleBroken
from gongjian.common.events import publish
from gongjian.documents.models import Document
from gongjian.matters.models import Matter

from .entering import mark_at_entry
from .people import certified


def enter_line(
    act: Act, decision: Decision, kind: LineKind, amount_fen: int, on: date, reference: str = ""
) -> AccountLine:
    """Enter one line in the account of a decision, inside an act of a higher app.

    It is written into the stream of the decision's matter, whatever the act is about.
    """
    line = AccountLine(
        decision=decision,
        kind=kind,
        amount_fen=amount_fen,
        happened_on=on,
        reference=reference,
        at=act.now,
    )
    act.write(line, stream=decision.case.matter.stream)
    publish(act, AccountChanged(decision))
    return line


def change_items(
    act: Act,
    decision: Decision,
    items: Sequence[Mapping[str, Any]],
    effective_on: date,
    paper: str,
    *,
    opposed: bool = False,
) -> StandingItems:
    """Let the items of a decision stand as they were changed, inside an act of a higher app.

    `items`: all of them in the order of the draft, those that were dropped marked as `fell`.

    Source: 行政复议法 第六十三条; 行政诉讼法 第七十七条; 行政处罚法 第七十五条第二款.
    """
    before, stands, order = changed_items(decision), still(items), detention_of(decision)
    row = StandingItems(
        decision=decision,
        turn=before.turn + 1 if before else 1,
        items=list(items),
        executed_days=days_of(stands, order.most_days if order else None).executed,
        opposed=opposed,
        effective_on=effective_on,
        paper=paper,
        at=act.now,
        **weight_columns(stands),
    )
    act.write(row, stream=decision.case.matter.stream)
    forget_items(decision)
    return row


def overturn(
    act: Act, decision: Decision, ground: OverturnGround, effective_on: date, paper: str
) -> Overturn:
    """Take a decision out of force, once and for all.

    Raises:
        RuleBroken: it is out of force already.

    Source: 行政复议法 第六十四条、第六十七条; 行政诉讼法 第七十条、第七十五条.
    """
    if Overturn.objects.filter(decision=decision).exists():
        raise RuleBroken(f"处罚决定{decision.number}已经失效，不能再次撤销")
    row = Overturn(
        decision=decision, ground=ground, effective_on=effective_on, paper=paper, at=act.now
    )
    act.write(row, stream=decision.case.matter.stream)
    return row


def overturn_paper(
    act: Act, document: Document, ground: PaperGround, effective_on: date, paper: str
) -> PaperOverturn:
    """Take a decision of a case other than its penalty out of force, once and for all.

    Raises:
        RuleBroken: it is out of force already.

    Source: 行政复议法 第六十四条至第六十七条; 行政诉讼法 第七十条、第七十二条、第七十五条.
    """
    if PaperOverturn.objects.filter(document=document).exists():
        raise RuleBroken(f"{document}已经失效，不能再次撤销")
    row = PaperOverturn(
        document=document, ground=ground, effective_on=effective_on, paper=paper, at=act.now
    )
    act.write(row, stream=document.matter.stream)
    return row


def change_paper(
    act: Act,
    document: Document,
    effective_on: date,
    paper: str,
    *,
    fen: int | None = None,
    requirement: str = "",
    correct_by: date | None = None,
    opposed: bool = False,
) -> PaperChange:
    """Let a forfeiture or an order to correct stand as changed, inside an act of a higher app.

    Source: 行政复议法 第六十三条; 行政诉讼法 第七十七条.
    """
    row = PaperChange(
        document=document,
        turn=PaperChange.objects.filter(document=document).count() + 1,
        fen=fen,
        requirement=requirement,
        correct_by=correct_by,
        opposed=opposed,
        effective_on=effective_on,
        paper=paper,
        at=act.now,
    )
    act.write(row, stream=document.matter.stream)
    return row


@dataclass(frozen=True)
class EndExecution:
    reason: str = fields.text("终结执行的理由", max_length=1000)


@act("cases.end_execution", title="终结执行", final=True)
def end_execution(*, act: Act, cmd: EndExecution) -> ExecutionEnd:
    """End the execution of a decision that no longer stands, or whose rest was written off.

    Source: 行政强制法 第四十条.
    """
    case = case_of(act.matter)
    decision = decision_of(case)
    if decision is None:
        raise RuleBroken("还没有作出处罚决定")
    gone = Overturn.objects.filter(decision=decision).exists()
    row = ExecutionEnd(
        case=case,
        ground=ExecutionEndGround.OVERTURNED if gone else ExecutionEndGround.WRITTEN_OFF,
        reason=cmd.reason,
        decided_by_id=act.officer,
        at=act.now,
    )
    act.write(row)
    return row


end_execution.requires(certified)


@dataclass(frozen=True)
class ReopenCase:
    plan: str = fields.text("重新调查的重点", max_length=1000, help="针对复议决定、判决指出的问题")


@act("cases.reopen_case", title="开始重新调查")
def reopen_case(*, act: Act, cmd: ReopenCase) -> Matter:
    """Begin the investigation anew where a court or a review body ordered a new decision.

    What was not filed before is filed by this: it was discovered in time when it was reported.

    Source: 行政处罚法 第三十六条; 行政复议法 第六十四条、第六十六条;
    行政诉讼法 第七十条、第七十二条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    matter.filed_on = act.today
    if case.instead_of is not None and case.instead_of.matter.filed_on is None:
        case.filed_on = act.today
        act.write(case)
    mark_at_entry(act, case)
    return matter


reopen_case.requires(certified)
