"""A remedy ends, and its result takes effect."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.choices import CorrectionState
from gongjian.cases.queries import case_of, decision_of
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.common.money import yuan
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside, renew_inbox
from gongjian.payments.services import close_proceeding, take_up
from gongjian.remedies import effects
from gongjian.remedies.choices import (
    CHANGEABLE,
    CHANGING,
    OVERTURNING,
    RESULTS,
    Applicant,
    Challenged,
    Outcome,
    RemedyKind,
    RemedyState,
)
from gongjian.remedies.contested import gone, served_on
from gongjian.remedies.models import Remedy
from gongjian.remedies.queries import (
    HAND_ON,
    forfeited_stands,
    order_of,
    penalty_challenged,
    running,
    running_against,
    running_one,
    still_to_answer,
    surcharge_stands,
)

from .changing import Change, ChangedItem, as_it_stands, change_of
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
    items: tuple[ChangedItem, ...] = fields.only_for(
        "outcome",
        CHANGING,
        fields.rows(
            "变更后的处罚内容",
            of="remedies.challenged_item",
            required=False,
            help="逐项核对，改动有变更的；没有变更的保持不变",
        ),
    )
    surcharge_fen: int | None = fields.only_for(
        "outcome",
        CHANGING,
        fields.money(
            "变更后的加处罚款",
            required=False,
            min_fen=1,
            given="remedies.surcharge_challenged",
            help="对加处罚款决定不服的填写，不得多于原来的数额；对处罚决定不服的不填",
        ),
    )
    forfeited_fen: int | None = fields.only_for(
        "outcome",
        CHANGING,
        fields.money(
            "变更后没收保证金的数额",
            required=False,
            min_fen=1,
            given="remedies.deposit_challenged",
            help="对没收保证金决定不服的填写，少于原来的数额；不再没收的部分退还交纳人",
        ),
    )
    requirement: str = fields.only_for(
        "outcome",
        CHANGING,
        fields.text(
            "变更后责令改正的内容",
            max_length=2000,
            required=False,
            given="remedies.correction_challenged",
            help="对责令改正决定不服的填写，一行一项；内容是否更重由人核对",
        ),
    )
    correct_by: date | None = fields.only_for(
        "outcome",
        CHANGING,
        fields.day(
            "变更后改正期限的最后一日",
            required=False,
            future=True,
            given="remedies.correction_challenged",
            help="对责令改正决定不服的填写，不得早于原来的期限",
        ),
    )
    same_items: bool = fields.only_for(
        "outcome",
        (Outcome.CHANGED,),
        fields.check("处罚内容不变，只变更事实、理由或者依据"),
    )
    opposed: bool = fields.only_for(
        "outcome",
        CHANGING,
        fields.check(
            "第三人（同为原告的利害关系人）提出了相反请求",
            help="只有这时才可以变更得更重",
            source="行政复议法 第六十三条第二款; 行政诉讼法 第七十七条第二款",
        ),
    )


# Which sum of a decision other than the penalty is changed by which field, and its word.
SUMS = {
    "surcharge_fen": (Challenged.SURCHARGE, "加处罚款"),
    "forfeited_fen": (Challenged.DEPOSIT, "没收保证金的数额"),
}


@act("remedies.record_result", title="登记复议、诉讼结果", step=False, final=True)
def record_result(*, act: Act, cmd: RecordResult) -> Remedy:
    """Enter how it ended; the result takes effect on decision, money and publication at once.

    Raises:
        InvalidInput: it took effect before it was lodged; a change of nothing, or a heavier one
            that nobody else asked for; a result of what was not passed on yet.

    Source: 行政处罚法 第四十八条第二款; 行政复议法 第六十三条; 行政诉讼法 第七十七条第二款.
    """
    row = running_one(act.matter, cmd.remedy)
    if problems := _problems(row, cmd):
        raise InvalidInput(problems)
    change, stood = _change(row, cmd), _stood(row)
    row.state, row.outcome, row.paper = RemedyState.ENDED, cmd.outcome, cmd.paper
    row.effective_on, row.result_served_on = cmd.effective_on, cmd.served_on
    row.changed_fen, row.result_note = change.owed_fen if change else _sum(cmd), cmd.note
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
    _take_effect(act, row, cmd, change, stood)
    return row


def _problems(row: Remedy, cmd: RecordResult) -> dict[str, str]:
    problems: dict[str, str] = {}
    if row.with_us and cmd.outcome != Outcome.WITHDRAWN:
        problems["outcome"] = "申请书还在本机关，没有转送复议机关：只能登记申请人撤回"
    if cmd.effective_on < row.lodged_on:
        problems["effective_on"] = "生效日期早于申请日期，请核对"
    if cmd.served_on is not None and cmd.served_on < row.lodged_on:
        problems["served_on"] = "送达日期早于申请日期，请核对"
    if cmd.outcome == Outcome.ORDERED and row.challenged != Challenged.NOT_FILED:
        problems["outcome"] = "责令履行职责（立案）只适用于不予立案"
    if cmd.outcome == Outcome.CHANGED and row.challenged not in CHANGEABLE:
        word = (
            "变更只登记处罚、加处罚款、没收保证金、责令改正的决定；"
            "其他决定按撤销、确认违法或者责令重新作出登记"
        )
        problems["outcome"] = word
    for name, (kind, _) in SUMS.items():
        if getattr(cmd, name) is not None and row.challenged != kind:
            problems[name] = f"只有对{kind.label}不服的才填写"
    if row.challenged != Challenged.CORRECTION and (cmd.requirement or cmd.correct_by):
        problems["requirement"] = "只有对责令改正决定不服的才填写"
    if row.decision is None and cmd.items and _differ(row, cmd):
        problems["items"] = f"对{row.get_challenged_display()}不服的，处罚决定的各项不变"
    if row.challenged == Challenged.CORRECTION:
        return problems | _order_problems(row, cmd)
    return problems | _sum_problems(row, cmd)


def _differ(row: Remedy, cmd: RecordResult) -> bool:
    decision = decision_of(case_of(row.document.matter))
    return decision is not None and change_of(decision, cmd.items, opposed=True).differs


def _sum_problems(row: Remedy, cmd: RecordResult) -> dict[str, str]:
    """Return what of the result of a surcharge or a forfeiture is wrong: less may stand, no more.

    Source: 行政复议法 第六十三条第二款; 行政诉讼法 第七十七条第二款.
    """
    name, word = next(
        ((name, word) for name, (kind, word) in SUMS.items() if kind == row.challenged), ("", "")
    )
    if not name:
        return {}
    asked = getattr(cmd, name)
    if asked is None:
        return {name: f"请填写变更后的{word}"} if cmd.outcome == Outcome.CHANGED else {}
    if cmd.outcome not in CHANGING:
        return {name: "结果是变更、调解的才填写"}
    if asked >= (stands := _stood(row)):
        return {name: f"应当少于现在的{word}{yuan(stands)}元，不得作出更为不利的变更"}
    return {}


def _order_problems(row: Remedy, cmd: RecordResult) -> dict[str, str]:
    """Return what of the result of an order to correct is wrong: it gives no less time than before.

    Source: 行政复议法 第六十三条第二款; 行政诉讼法 第七十七条第二款.
    """
    if not cmd.requirement.strip() and cmd.correct_by is None:
        wanting = cmd.outcome == Outcome.CHANGED
        return {"requirement": "请填写变更后责令改正的内容和期限"} if wanting else {}
    if cmd.outcome not in CHANGING:
        return {"requirement": "结果是变更、调解的才填写"}
    if cmd.correct_by is None:
        return {"correct_by": "请填写变更后的改正期限；期限不变的，填原来的期限"}
    if not cmd.requirement.strip():
        return {"requirement": "请填写变更后的内容；内容不变的，照抄原来的内容"}
    order = order_of(row)
    if order.state == CorrectionState.FELL:
        return {"outcome": "责令改正已被撤销，不能再变更"}
    if cmd.correct_by < order.correct_by and not _opposed(row, cmd):
        until = order.correct_by.isoformat()
        return {"correct_by": f"早于原来的改正期限（{until}），不得作出更为不利的变更"}
    if cmd.correct_by < order.served_on:
        return {"correct_by": f"早于责令改正的送达（{order.served_on.isoformat()}），请核对"}
    if (cmd.requirement, cmd.correct_by) == (order.requirement, order.correct_by):
        return {"requirement": "内容和期限都没有变，请改动有变更的；没有变更的按“维持”登记"}
    return {}


def _opposed(row: Remedy, cmd: RecordResult) -> bool:
    """Tell whether it may be made heavier: where another than the party asked for that."""
    return cmd.opposed or row.applicant == Applicant.OTHER


def _sum(cmd: RecordResult) -> int | None:
    return cmd.surcharge_fen if cmd.forfeited_fen is None else cmd.forfeited_fen


def _stood(row: Remedy) -> int:
    if row.challenged == Challenged.DEPOSIT:
        return forfeited_stands(row)
    return surcharge_stands(row.document_id) if row.challenged == Challenged.SURCHARGE else 0


def _change(row: Remedy, cmd: RecordResult) -> Change | None:
    """Return what the decision is changed to; None where its items stay as they are.

    Where another than the party asked, heavier is not to the disadvantage of who asked.

    Raises:
        InvalidInput: see `change_of`; a change that changes nothing, or says that and does.
    """
    if row.decision is None or cmd.outcome not in CHANGING:
        return None
    asked = _opposed(row, cmd)
    own = row.applicant == Applicant.PARTY
    change = change_of(row.decision, cmd.items, opposed=asked, fined=own)
    if change.added and cmd.served_on is None:
        word = "行政拘留变更为罚款的，请填写送达申请人的日期：缴款期限自该日起算"
        raise InvalidInput({"served_on": word})
    if cmd.outcome == Outcome.CHANGED and change.differs == cmd.same_items:
        word = "勾选了处罚内容不变，各项却有改动" if change.differs else "请改动有变更的各项"
        raise InvalidInput({"items": f"{word}；处罚内容不变的，只勾选“处罚内容不变”"})
    return change if change.differs or cmd.outcome == Outcome.CHANGED else None


def _take_effect(
    act: Act, row: Remedy, cmd: RecordResult, change: Change | None, stood: int
) -> None:
    assert row.effective_on is not None
    decision = row.decision
    if decision is None:
        if row.challenged == Challenged.SURCHARGE and row.changed_fen is not None:
            effects.surcharge_now(act, row, stood, row.changed_fen)
        elif row.changed_fen is not None or cmd.correct_by is not None:
            effects.paper_changed(
                act, row, cmd.requirement, cmd.correct_by, opposed=_opposed(row, cmd)
            )
        effects.paper_fell(act, row)
        renew_inbox(act)
        return
    if gone(decision):
        return
    if row.outcome in OVERTURNING:
        effects.revoked(act, decision, row.outcome, row.effective_on, row.paper)
        effects.tell(act, decision, row.outcome, row.effective_on)
    elif change is not None:
        effects.changed(act, decision, change, row.effective_on, row.paper)
        if change.added:
            assert row.result_served_on is not None  # asked above
            effects.fined(act, decision, change, row)
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


@record_result.prefilled
def _known(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    known = newest_running(actor, matter)
    if penalty_challenged(matter):
        known = {**known, **as_it_stands(actor, matter)}
    if row := running_against(matter, Challenged.CORRECTION):
        order = order_of(row)
        known = {**known, "requirement": order.requirement, "correct_by": order.correct_by}
    return known
