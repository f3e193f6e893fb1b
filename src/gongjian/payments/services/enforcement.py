"""Demand, the court's window, the application to the court, and what is written off."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.choices import CertificateShown, LineKind
from gongjian.cases.services import Delivered, delivery_of, enter_line
from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.choices import DocumentState
from gongjian.documents.services import make
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer
from gongjian.payments import papers
from gongjian.payments.choices import WriteOffGround
from gongjian.payments.models import (
    CourtApplication,
    Demand,
    PaymentNotice,
    SurchargeDecision,
    WriteOff,
)
from gongjian.payments.queries import debt_of, notice_of, surcharge_of
from gongjian.payments.rules import Debt
from gongjian.payments.window import window_of

from .conditions import overdue, owing, the_notice
from .surcharges import imposed

DEMAND = "demand-limit"


@dataclass(frozen=True)
class MakeDemand:
    note: str = fields.line("备注", required=False)


@act("payments.make_demand", title="制作催告书", step=False)
def make_demand(*, act: Act, cmd: MakeDemand) -> Demand:
    """Demand what is owed, with the surcharge so far, before the court is asked.

    Source: 行政强制法 第三十五条、第五十四条.
    """
    notice = the_notice(act)
    open_surcharge = _not_yet_imposed(notice, act.today)
    owed = _with_surcharge(debt_of(notice), open_surcharge)
    paper = make(act, "demand-letter", papers.demand_letter(act, notice, owed))
    row = Demand(
        notice=notice,
        document=paper,
        principal_fen=notice.outstanding_fen,
        surcharge_fen=open_surcharge,
        made_by_id=act.officer,
        made_on=act.today,
    )
    act.write(row)
    return row


def _not_yet_imposed(notice: PaymentNotice, until: date) -> int:
    return max(surcharge_of(notice, until).amount_fen - imposed(notice), 0)


def _with_surcharge(owed: Debt, fen: int) -> Debt:
    return replace(owed, surcharge_fen=owed.surcharge_fen + fen)


for _condition in (certified, owing, overdue):
    make_demand.requires(_condition)


@dataclass(frozen=True, kw_only=True)
class DeliverPaper(Delivered):
    paper: UUID = fields.ref("送达的文书", of="payments.undelivered")


@act("payments.deliver_paper", title="送达催告书、加处罚款决定书", step=False)
def deliver_paper(*, act: Act, cmd: DeliverPaper) -> Demand | SurchargeDecision:
    """Record the delivery of a demand or a surcharge decision; a demand's time runs from it.

    Raises:
        NotFound: no such paper of this matter waits to be delivered.

    Source: 行政处罚法 第六十一条; 行政强制法 第三十八条.
    """
    row = next((r for r in undelivered(act.matter) if r.document.uid == cmd.paper), None)
    if row is None:
        raise NotFound("没有这份待送达的文书，请从列表中选择")
    made_on = row.made_on if isinstance(row, Demand) else row.decided_on
    delivery_of(act, row.notice.decision.case, row.document, cmd, made_on)
    row.served_on = cmd.served_on
    if isinstance(row, Demand):
        rules = profile(act.matter.profile)
        row.over_on = rules.due(DEMAND, cmd.served_on, act.matter.domain).due_on
    act.write(row)
    return row


def undelivered(matter: Matter) -> list[Demand | SurchargeDecision]:
    """Return the signed papers of money that have not reached the party."""
    found: list[Demand | SurchargeDecision] = []
    for model in (Demand, SurchargeDecision):
        rows = model.objects.filter(notice__matter=matter, served_on__isnull=True)
        related = ("document", "notice__decision__case__party")
        found += rows.filter(document__state=DocumentState.ISSUED).select_related(*related)
    return found


deliver_paper.requires(certified)


@deliver_paper.requires
def _one_waits(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if undelivered(matter) else "没有待送达的催告书或者加处罚款决定书"


@deliver_paper.prefilled
def _where(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    waiting = undelivered(matter)
    if not waiting:
        return {}
    party = waiting[0].notice.decision.case.party
    return {
        "paper": waiting[0].document.uid,
        "place": party.address,
        "receiver": party.legal_representative or party.name,
        "certificate_shown": CertificateShown.SHOWN,
    }


@dataclass(frozen=True)
class ApplyToCourt:
    party_opinion: str = fields.text(
        "当事人对催告的意见", max_length=1000, help="没有提出的写“未提出意见”"
    )
    assets: str = fields.text(
        "申请强制执行标的情况",
        max_length=2000,
        help="已知的财产、账户等线索；没有查到的写明查询的经过和结果",
        source="行政强制法 第五十五条第一款第四项",
    )


@act("payments.apply_to_court", title="申请法院强制执行", step=False, final=True)
def apply_to_court(*, act: Act, cmd: ApplyToCourt) -> CourtApplication:
    """Ask the court to enforce: after the demand's time, inside the three months of the law.

    Source: 行政强制法 第五十三条至第五十五条; 行政处罚法 第七十二条第二款.
    """
    notice = the_notice(act)
    demand, window = latest_demand(act.matter), window_of(notice, act.today)
    if demand is None or demand.over_on is None or window is None:
        raise RuleBroken("还没有送达催告书，或者救济期间没有届满")
    head = Officer.objects.get(pk=act.officer)
    more = _not_yet_imposed(notice, act.today)
    said = papers.enforcement_application(
        act,
        demand,
        head,
        _with_surcharge(debt_of(notice), more),
        remedy="；".join(window.explanation),
        opinion=cmd.party_opinion,
        assets=cmd.assets,
    )
    paper = make(act, "enforcement-application", said)
    row = CourtApplication(
        notice=notice,
        demand=demand,
        document=paper,
        demand_over_on=demand.over_on,
        window_opens_on=window.opens_on,
        window_closes_on=window.closes_on,
        applied_on=act.today,
        amount_fen=notice.outstanding_fen + more,
        decided_by_id=act.officer,
    )
    act.write(row)
    return row


def latest_demand(matter: Matter) -> Demand | None:
    """Return the newest demand that reached the party."""
    rows = Demand.objects.filter(notice__matter=matter, served_on__isnull=False)
    related = ("document", "notice__decision__case__party")
    return rows.select_related(*related).order_by("-id").first()


for _condition in (no_handler, owing, overdue):
    apply_to_court.requires(_condition)


@apply_to_court.requires
def _demanded_and_in_time(actor: Actor, matter: Matter, clock: Clock) -> str:
    notice, demand = notice_of(matter), latest_demand(matter)
    if notice is None:
        return ""
    if CourtApplication.objects.filter(notice=notice).exists():
        return "已经申请法院强制执行"
    if demand is None or demand.over_on is None:
        return "申请强制执行之前应当催告：请先制作并送达催告书"
    if clock.today() <= demand.over_on:
        return f"催告书规定的履行期限到{demand.over_on.isoformat()}才满"
    window = window_of(notice, clock.today())
    if window is None:
        return "正在行政复议或者行政诉讼，救济程序没有终结"
    if clock.today() < window.opens_on:
        return f"法定救济期间没有届满，{window.opens_on.isoformat()}起才能申请"
    if clock.today() > window.closes_on:
        return f"申请强制执行的期限已于{window.closes_on.isoformat()}届满"
    return ""


@dataclass(frozen=True)
class WriteOffDebt:
    ground: str = fields.choice("核销的法定情形", WriteOffGround.choices)
    evidence: str = fields.text("证明材料", max_length=2000)
    suspended_on: date | None = fields.day(
        "中止执行日期", required=False, help="以无履行能力为由的填写，须已满三年"
    )


@act("payments.write_off", title="核销欠款", step=False, final=True)
def write_off(*, act: Act, cmd: WriteOffDebt) -> WriteOff:
    """Give up what is still owed, on a ground the law lists and nothing else.

    Raises:
        InvalidInput: the suspension has not lasted as long as the law asks.

    Source: 行政强制法 第三十九条、第四十条.
    """
    notice = the_notice(act)
    if cmd.ground == WriteOffGround.NO_ABILITY:
        if cmd.suspended_on is None:
            raise InvalidInput({"suspended_on": "请填写中止执行的日期"})
        rules = profile(act.matter.profile)
        over = rules.due("coercion.end_after_suspension", cmd.suspended_on, act.matter.domain)
        if over.due_on >= act.today or cmd.suspended_on < notice.served_on:
            told = f"中止执行满三年（{over.due_on.isoformat()}）以后才能核销"
            raise InvalidInput({"suspended_on": told})
    row = WriteOff(
        notice=notice,
        ground=cmd.ground,
        suspended_on=cmd.suspended_on,
        evidence=cmd.evidence,
        amount_fen=notice.outstanding_fen,
        decided_by_id=act.officer,
        decided_on=act.today,
    )
    act.write(row)
    enter_line(act, notice.decision, LineKind.WRITTEN_OFF, row.amount_fen, act.today, "核销")
    return row


for _condition in (no_handler, owing, overdue):
    write_off.requires(_condition)


@write_off.requires
def _not_yet(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "已经核销" if WriteOff.objects.filter(notice__matter=matter).exists() else ""
