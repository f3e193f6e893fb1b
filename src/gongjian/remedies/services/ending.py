"""A remedy ends, and its result takes effect."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.common.money import yuan
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside
from gongjian.payments.services import close_proceeding, take_up
from gongjian.remedies import effects
from gongjian.remedies.choices import (
    CHANGING,
    OVERTURNING,
    RESULTS,
    Challenged,
    Outcome,
    RemedyKind,
    RemedyState,
)
from gongjian.remedies.contested import gone, served_on
from gongjian.remedies.models import Remedy
from gongjian.remedies.queries import (
    HAND_ON,
    running,
    running_one,
    still_to_answer,
)

from .lodging import newest_running
from .respondents import by_the_leading_agency, others_need_not_answer, tell_the_others


@dataclass(frozen=True)
class RecordResult:
    remedy: UUID = fields.ref("复议、诉讼", of="remedies.running")
    outcome: str = fields.choice("结果", RESULTS)
    paper: str = fields.line("复议决定书、裁判文书文号", max_length=80)
    effective_on: date = fields.day("法律文书生效日期")
    note: str = fields.text("主要内容", max_length=3000)
    served_on: date | None = fields.day(
        "送达申请人的日期", required=False, help="复议决定的起诉期限自该日起算"
    )
    changed_fen: int | None = fields.only_for(
        "outcome",
        CHANGING,
        fields.money("变更后的金额", required=False, help="变更后罚没款的总额，没有的填0"),
        needed="变更的必填，调解改变金额的也填",
    )


@act("remedies.record_result", title="登记复议、诉讼结果", step=False, final=True)
def record_result(*, act: Act, cmd: RecordResult) -> Remedy:
    """Enter how it ended; the result takes effect on decision, money and publication at once.

    Raises:
        InvalidInput: it took effect before it was lodged; a change without its sum, or a heavier
            one on the party's own application; a result of what was not passed on yet.

    Source: 行政处罚法 第四十八条第二款; 行政复议法 第六十三条; 行政诉讼法 第七十七条第二款.
    """
    row = running_one(act.matter, cmd.remedy)
    if problems := _problems(row, cmd):
        raise InvalidInput(problems)
    row.state, row.outcome, row.paper = RemedyState.ENDED, cmd.outcome, cmd.paper
    row.effective_on, row.result_served_on = cmd.effective_on, cmd.served_on
    row.changed_fen, row.result_note = cmd.changed_fen, cmd.note
    row.result_by_id = act.officer
    if row.proceeding is not None:
        close_proceeding(act, row.proceeding, cmd.effective_on, _final_on(act.matter, row))
        if row.late and cmd.outcome != Outcome.WITHDRAWN:
            take_up(act, row.proceeding)
    act.write(row)
    if unanswered := still_to_answer(act.matter, row):
        end_beside(act, unanswered, met=False)
    end_beside(act, HAND_ON, met=False)
    others_need_not_answer(act, row)
    tell_the_others(act, row)
    _take_effect(act, row)
    return row


def _problems(row: Remedy, cmd: RecordResult) -> dict[str, str]:
    problems: dict[str, str] = {}
    if row.with_us and cmd.outcome != Outcome.WITHDRAWN:
        problems["outcome"] = "申请书还在本机关，没有转送复议机关：只能登记申请人撤回"
    if cmd.effective_on < row.lodged_on:
        problems["effective_on"] = "生效日期早于申请日期，请核对"
    if cmd.outcome == Outcome.ORDERED and row.challenged != Challenged.NOT_FILED:
        problems["outcome"] = "责令履行职责（立案）只适用于不予立案"
    if row.decision is None:
        return problems | _no_sums(cmd)
    if cmd.outcome == Outcome.CHANGED and cmd.changed_fen is None:
        problems["changed_fen"] = "变更的，请填写变更后的金额"
    most = effects.standing_sum(row.decision)
    if cmd.outcome in CHANGING and (cmd.changed_fen or 0) > most:
        problems["changed_fen"] = f"不得作出更为不利的变更：现为{yuan(most)}元"
    return problems


def _no_sums(cmd: RecordResult) -> dict[str, str]:
    """Tell what a result of a decision that imposes no sum cannot say."""
    problems: dict[str, str] = {}
    if cmd.outcome == Outcome.CHANGED:
        problems["outcome"] = "变更只登记处罚决定的；其他决定按撤销、确认违法或者责令重新作出登记"
    if cmd.changed_fen is not None:
        problems["changed_fen"] = "这一件不是针对处罚决定的，不填金额"
    return problems


def _take_effect(act: Act, row: Remedy) -> None:
    assert row.effective_on is not None
    decision = row.decision
    if decision is None:
        effects.paper_fell(act, row)
        return
    if gone(decision):
        return
    if row.outcome in OVERTURNING:
        effects.revoked(act, decision, row.outcome, row.effective_on, row.paper)
        effects.tell(act, decision, row.outcome, row.effective_on)
    elif row.outcome in CHANGING and row.changed_fen is not None:
        effects.changed(act, decision, row.changed_fen, row.effective_on, row.paper)
        effects.tell(act, decision, Outcome.CHANGED, row.effective_on)
    elif row.outcome == Outcome.UNLAWFUL:
        effects.tell(act, decision, Outcome.UNLAWFUL, row.effective_on)


def _final_on(matter: Matter, row: Remedy) -> date:
    """Return the day after which the party has no remedy left."""
    assert row.effective_on is not None
    rules = profile(matter.profile)
    served = served_on(row.decision) if row.decision else None
    if row.outcome == Outcome.WITHDRAWN and served is not None:
        lawsuit = rules.due("remedy.litigation", served, matter.domain).due_on
        return max(row.effective_on, lawsuit)
    if row.kind == RemedyKind.LITIGATION:
        return row.effective_on
    begins = row.result_served_on or row.effective_on
    return rules.due("remedy.litigation_after_review", begins, matter.domain).due_on


record_result.requires(no_handler)
record_result.requires(by_the_leading_agency)


@record_result.requires
def _runs(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if running(matter) else "没有正在进行的复议、诉讼"


record_result.prefilled(newest_running)
