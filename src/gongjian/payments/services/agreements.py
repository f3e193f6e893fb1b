"""Agreements on execution: after the demand, approved by the head, kept or broken (执行协议)."""

from dataclasses import dataclass
from datetime import date

from gongjian.cases.choices import LineKind
from gongjian.cases.services import enter_line
from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.money import yuan
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.payments import papers
from gongjian.payments.choices import AgreementState
from gongjian.payments.models import ExecutionAgreement, SurchargeRelief
from gongjian.payments.queries import agreement_of, debt_of, notice_of

from .conditions import owing, the_notice
from .court import latest_demand


@dataclass(frozen=True)
class ProposeAgreement:
    measures: str = fields.text(
        "当事人采取的补救措施", max_length=2000, help="写明措施、分阶段履行的安排和完成的标准"
    )
    measures_by: date = fields.day("完成日期", future=True)
    relief_fen: int = fields.money(
        "完成以后最多减免的加处罚款", min_fen=1, help="只能减免加处罚款，罚款和没收的违法所得不减"
    )
    harmless: str = fields.text(
        "不损害公共利益和他人合法权益的说明", max_length=1000, source="行政强制法 第四十二条第一款"
    )


@act("payments.propose_agreement", title="拟定执行协议", step=False)
def propose_agreement(*, act: Act, cmd: ProposeAgreement) -> ExecutionAgreement:
    """Enter what the party would do, and what of the surcharge may be let off for it.

    Raises:
        InvalidInput: more would be let off than the surcharge that is owed, or the day is past.

    Source: 行政强制法 第四十二条.
    """
    notice = the_notice(act)
    demand = latest_demand(notice)
    if demand is None:
        raise RuleBroken(NOT_DEMANDED)
    most, problems = debt_of(notice).surcharge_fen, {}
    if cmd.relief_fen > most:
        problems["relief_fen"] = f"最多减免尚欠的加处罚款{yuan(most)}元"
    if cmd.measures_by <= act.today:
        problems["measures_by"] = "完成日期应当在今天以后"
    if problems:
        raise InvalidInput(problems)
    row = ExecutionAgreement(
        notice=notice,
        demand=demand,
        measures=cmd.measures,
        measures_by=cmd.measures_by,
        relief_fen=cmd.relief_fen,
        harmless=cmd.harmless,
        entered_by_id=act.officer,
        entered_on=act.today,
    )
    act.write(row)
    return row


NOT_DEMANDED = "达成执行协议之前应当催告：请先制作并送达催告书"
propose_agreement.requires(certified)
propose_agreement.requires(owing)


@propose_agreement.requires
def _demanded(actor: Actor, matter: Matter, clock: Clock) -> str:
    notice = notice_of(matter)
    if notice is None:
        return ""
    if agreement_of(matter) is not None:
        return "已有一份执行协议待批准或者正在履行"
    if notice.court.exists():
        return "已经申请法院强制执行，由人民法院执行"
    if latest_demand(notice) is None:
        return NOT_DEMANDED
    return "" if debt_of(notice).surcharge_fen else "没有尚欠的加处罚款可以减免，请先决定加处罚款"


@dataclass(frozen=True)
class DecideAgreement:
    opinion: str = fields.text("审批意见", max_length=1000)


@act("payments.approve_agreement", title="批准执行协议", step=False, final=True)
def approve_agreement(*, act: Act, cmd: DecideAgreement) -> ExecutionAgreement:
    """Approve the agreement and make its paper; until it ends the court is not asked.

    Source: 行政强制法 第四十二条第一款.
    """
    row = _proposed(act)
    row.document = make(act, "execution-agreement", papers.execution_agreement(act, row))
    return _decide(act, row, cmd.opinion, AgreementState.AGREED)


@act("payments.refuse_agreement", title="不批准执行协议", step=False, final=True)
def refuse_agreement(*, act: Act, cmd: DecideAgreement) -> ExecutionAgreement:
    """Refuse the agreement; enforcement goes on."""
    return _decide(act, _proposed(act), cmd.opinion, AgreementState.REFUSED)


def _proposed(act: Act) -> ExecutionAgreement:
    row = agreement_of(act.matter)
    if row is None or row.state != AgreementState.PROPOSED or row.entered_by_id == act.officer:
        raise RuleBroken("没有等待您批准的执行协议")
    return row


def _decide(
    act: Act, row: ExecutionAgreement, opinion: str, state: AgreementState
) -> ExecutionAgreement:
    row.state, row.opinion = state, opinion
    row.decided_by_id, row.decided_on = act.officer, act.today
    act.write(row)
    return row


def _waits(actor: Actor, matter: Matter, clock: Clock) -> str:
    row = agreement_of(matter)
    if row is None or row.state != AgreementState.PROPOSED:
        return "没有等待批准的执行协议"
    return "您拟定了这份协议，须由另一人批准" if row.entered_by_id == actor.officer else ""


for _service in (approve_agreement, refuse_agreement):
    _service.requires(no_handler)
    _service.requires(_waits)
# What was paid or fell away since leaves nothing to agree on.
approve_agreement.requires(owing)


@dataclass(frozen=True)
class RelieveSurcharge:
    amount_fen: int = fields.money("减免的加处罚款", min_fen=1)
    evidence: str = fields.text("补救措施已经完成的证明", max_length=2000)


@act("payments.relieve_surcharge", title="减免加处罚款", step=False, final=True)
def relieve_surcharge(*, act: Act, cmd: RelieveSurcharge) -> SurchargeRelief:
    """Let off of the surcharge what was agreed at most, once the measures are taken.

    Raises:
        InvalidInput: more than was agreed, or than is owed of the surcharge: a fine is never less.

    Source: 行政强制法 第四十二条第一款.
    """
    agreement = _running(act)
    notice = the_notice(act)
    most = min(agreement.relief_fen, debt_of(notice).surcharge_fen)
    if cmd.amount_fen > most:
        raise InvalidInput({"amount_fen": f"最多减免{yuan(most)}元，罚款和没收的违法所得不减"})
    row = SurchargeRelief(
        notice=notice,
        agreement=agreement,
        amount_fen=cmd.amount_fen,
        evidence=cmd.evidence,
        decided_by_id=act.officer,
        decided_on=act.today,
    )
    row.document = make(act, "surcharge-relief", papers.surcharge_relief(act, row))
    act.write(row)
    number = row.document.number
    enter_line(act, notice.decision, LineKind.RELIEVED, cmd.amount_fen, act.today, number)
    _end(act, agreement, AgreementState.KEPT, cmd.evidence)
    return row


@dataclass(frozen=True)
class BreakAgreement:
    facts: str = fields.text("不履行执行协议的事实", max_length=2000)


@act("payments.break_agreement", title="登记不履行执行协议", step=False, final=True)
def break_agreement(*, act: Act, cmd: BreakAgreement) -> ExecutionAgreement:
    """Enter that the agreement was not kept: nothing is let off, and enforcement goes on.

    Source: 行政强制法 第四十二条第二款.
    """
    return _end(act, _running(act), AgreementState.BROKEN, cmd.facts)


def _running(act: Act) -> ExecutionAgreement:
    row = agreement_of(act.matter)
    if row is None or row.state != AgreementState.AGREED:
        raise RuleBroken(NONE_RUNS)
    return row


def _end(act: Act, row: ExecutionAgreement, state: AgreementState, why: str) -> ExecutionAgreement:
    row.state, row.ended_on, row.ended_why = state, act.today, why
    act.write(row)
    return row


NONE_RUNS = "没有正在履行的执行协议"


def _one_runs(actor: Actor, matter: Matter, clock: Clock) -> str:
    row = agreement_of(matter)
    return "" if row is not None and row.state == AgreementState.AGREED else NONE_RUNS


relieve_surcharge.requires(_one_runs)
break_agreement.requires(_one_runs)
relieve_surcharge.requires(no_handler)
relieve_surcharge.requires(owing)
break_agreement.requires(certified)
