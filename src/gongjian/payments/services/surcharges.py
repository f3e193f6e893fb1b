"""The surcharge decision: what the reckoning of the law gives, never above the fine (加处罚款)."""

from dataclasses import dataclass

from gongjian.cases.choices import LineKind
from gongjian.cases.services import enter_line
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.payments import papers
from gongjian.payments.models import PaymentNotice, SurchargeDecision
from gongjian.payments.queries import notice_of, surcharge_of, surcharge_on
from gongjian.payments.standing import account_of

from .conditions import the_notice, to_be_executed

RATE = "百分之三"


@dataclass(frozen=True)
class ImposeSurcharge:
    opinion: str = fields.text("审批意见", max_length=1000)


@act("payments.impose_surcharge", title="决定加处罚款", step=False, final=True)
def impose_surcharge(*, act: Act, cmd: ImposeSurcharge) -> SurchargeDecision:
    """Decide the surcharge up to today; what earlier decisions imposed is taken off.

    Raises:
        RuleBroken: nothing is to be added.

    Source: 行政处罚法 第七十二条第一款第一项、第七十三条第三款; 行政强制法 第四十五条.
    """
    notice = the_notice(act)
    stands = account_of(notice)
    reckoned = surcharge_on(notice, stands, act.today)
    added = reckoned.amount_fen - imposed(notice)
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
        RATE,
        fine=stands.fine_fen,
        unpaid=stands.debt(notice.outstanding_fen).fine_fen,
        due_on=min(part.due_on for part in stands.plan),
        imposed=imposed(notice),
    )
    row.document = make(act, "surcharge-decision", fields_)
    act.write(row)
    enter_line(act, notice.decision, LineKind.SURCHARGED, added, act.today, row.document.number)
    return row


def imposed(notice: PaymentNotice) -> int:
    """Return what surcharge decisions have imposed so far, in fen."""
    return sum(notice.surcharges.values_list("amount_fen", flat=True))


impose_surcharge.requires(no_handler)
impose_surcharge.requires(to_be_executed)


@impose_surcharge.requires
def _something_to_add(actor: Actor, matter: Matter, clock: Clock) -> str:
    notice = notice_of(matter)
    if notice is None:
        return "本案没有罚没款"
    if surcharge_of(notice, clock.today()).amount_fen <= imposed(notice):
        return "截至今天没有应当加处的罚款，或者已经全部加处"
    return ""
