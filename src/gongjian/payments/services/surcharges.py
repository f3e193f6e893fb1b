"""The surcharge decision: what the reckoning of the law gives, never above the fine (加处罚款)."""

from dataclasses import dataclass, replace

from gongjian.cases.choices import LineKind, PaperGround
from gongjian.cases.queries import balance_of
from gongjian.cases.services import enter_line, overturn_paper
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.payments import papers
from gongjian.payments.models import SurchargeCorrection, SurchargeDecision
from gongjian.payments.queries import (
    daily_rate,
    debt_of,
    imposed_before,
    notice_of,
    surcharge_of,
    surcharge_on,
)
from gongjian.payments.standing import account_of

from .conditions import the_notice, to_be_executed


@dataclass(frozen=True)
class ImposeSurcharge:
    opinion: str = fields.text("审批意见", max_length=1000)
    anew: str = fields.text(
        "重新作出的事实和理由",
        max_length=1000,
        required=False,
        help="加处罚款决定被责令重新作出的必填：不得以同一的事实和理由作出基本相同的决定；"
        "原决定只因违反法定程序被撤销的，写明已经改正的程序",
        source="行政复议法 第六十四条第二款; 行政诉讼法 第七十一条",
    )


@act("payments.impose_surcharge", title="决定加处罚款", step=False, final=True)
def impose_surcharge(*, act: Act, cmd: ImposeSurcharge) -> SurchargeDecision:
    """Decide the surcharge up to today; what earlier decisions imposed is taken off.

    What fell is taken off too: only what was ordered to be decided anew is imposed again, on facts
    and reasons that are told.

    Raises:
        RuleBroken: nothing is to be added.
        InvalidInput: decided anew without a word on why, or a word on that where nothing is.

    Source: 行政处罚法 第七十二条第一款第一项、第七十三条第三款; 行政强制法 第四十五条;
    行政复议法 第六十四条第二款; 行政诉讼法 第七十一条.
    """
    notice = the_notice(act)
    before = imposed_before(notice)
    if bool(before.ordered_fen) != bool(cmd.anew.strip()):
        word = "请写明重新作出的事实和理由" if before.ordered_fen else "没有被责令重新作出的，不填"
        raise InvalidInput({"anew": word})
    stands = account_of(notice)
    reckoned = surcharge_on(notice, stands, act.today)
    if cmd.anew:
        told = f"原加处罚款决定被责令重新作出，现重新作出：{cmd.anew.strip().rstrip('。')}"
        reckoned = replace(reckoned, explanation=(*reckoned.explanation, told))
    added = reckoned.amount_fen - before.imposed_fen
    if added <= 0:
        raise RuleBroken("截至今天没有应当加处的罚款，或者已经全部加处")
    row = SurchargeDecision(
        notice=notice,
        until_on=act.today,
        late_days=reckoned.late_days,
        fine_fen=stands.fine_fen,
        total_fen=reckoned.amount_fen,
        amount_fen=added,
        explanation=list(reckoned.explanation),
        decided_by_id=act.officer,
        decided_on=act.today,
    )
    fields_ = papers.surcharge_decision(
        act,
        notice,
        reckoned,
        papers.percent(daily_rate(notice)),
        fine=stands.fine_fen,
        unpaid=stands.debt(notice.outstanding_fen).fine_fen,
        due_on=min(part.due_on for part in stands.plan),
        imposed=before.imposed_fen,
    )
    row.document = make(act, "surcharge-decision", fields_)
    act.write(row)
    enter_line(act, notice.decision, LineKind.SURCHARGED, added, act.today, row.document.number)
    return row


def corrected(
    act: Act, surcharge: SurchargeDecision, stood: int, stands: int, reason: str
) -> SurchargeCorrection:
    """Let less than `stood` stand of a surcharge, 0: nothing, inside an act of a higher app.

    No more is let off than is owed of it: what was paid beyond is refunded.

    Source: 行政处罚法 第七十五条第二款.
    """
    notice = surcharge.notice
    row = SurchargeCorrection(
        notice=notice,
        surcharge=surcharge,
        stands_fen=stands,
        reason=reason,
        decided_by_id=act.officer,
        decided_on=act.today,
    )
    money, owed = balance_of(notice.decision), debt_of(notice)
    less = min(stood - stands, money.surcharged_fen - money.relieved_fen)
    left = replace(owed, surcharge_fen=max(owed.surcharge_fen - less, 0))
    fields_ = papers.surcharge_correction(act, row, stood, left)
    row.document = make(act, "surcharge-correction", fields_)
    act.write(row)
    number = row.document.number
    if less > 0:
        enter_line(act, notice.decision, LineKind.RELIEVED, less, act.today, number)
    if not stands:
        overturn_paper(act, surcharge.document, PaperGround.WITHDRAWN, act.today, number)
    return row


impose_surcharge.requires(no_handler)
impose_surcharge.requires(to_be_executed)


@impose_surcharge.requires
def _something_to_add(actor: Actor, matter: Matter, clock: Clock) -> str:
    notice = notice_of(matter)
    if notice is None:
        return "本案没有罚没款"
    if surcharge_of(notice, clock.today()).amount_fen <= imposed_before(notice).imposed_fen:
        return "截至今天没有应当加处的罚款，或者已经全部加处"
    return ""
