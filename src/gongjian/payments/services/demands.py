"""The demand before the court is asked, and the delivery of the papers of late money (催告)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from gongjian.cases.choices import CertificateShown
from gongjian.cases.models import Case
from gongjian.cases.services import Delivered, delivery_of
from gongjian.cases.services.people import certified
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import NotFound, RuleBroken
from gongjian.documents.choices import DocumentState
from gongjian.documents.services import make
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.payments import papers
from gongjian.payments.attribution import Account
from gongjian.payments.choices import ProxyPaperKind, ProxyState
from gongjian.payments.models import (
    Demand,
    PaymentNotice,
    ProxyPaper,
    SurchargeCorrection,
    SurchargeDecision,
    SurchargeRelief,
)
from gongjian.payments.queries import late_debt, not_yet_imposed, stayed_surcharge
from gongjian.payments.rules import Debt
from gongjian.payments.standing import account_of

from .conditions import overdue, owing, the_notice
from .proxy import served

Paper = Demand | SurchargeDecision | SurchargeRelief | SurchargeCorrection | ProxyPaper
DEMAND = "demand-limit"


@dataclass(frozen=True)
class MakeDemand:
    note: str = fields.line("备注", required=False)


@act("payments.make_demand", title="制作催告书", step=False)
def make_demand(*, act: Act, cmd: MakeDemand) -> Demand:
    """Demand what is late, with the surcharge so far, before the court is asked.

    Parts of a fine that are not due yet are left out; the gain beside them is not. So is a
    surcharge whose execution was stopped.

    Raises:
        RuleBroken: nothing of what is owed may be demanded now.

    Source: 行政强制法 第三十五条、第五十四条.
    """
    notice = the_notice(act)
    stands = account_of(notice)
    late = due_now(notice, stands, act.today)
    open_surcharge = not_yet_imposed(notice, stands, act.today)
    owed = with_surcharge(late, open_surcharge)
    if not owed.total_fen:
        raise RuleBroken("没有到期而未缴、可以催告的款项")
    paper = make(act, "demand-letter", papers.demand_letter(act, notice, owed))
    row = Demand(
        notice=notice,
        document=paper,
        principal_fen=late.total_fen,
        surcharge_fen=open_surcharge,
        made_by_id=act.officer,
        made_on=act.today,
    )
    act.write(row)
    return row


def due_now(notice: PaymentNotice, stands: Account, on: date) -> Debt:
    """Return what is late and may be asked for: no surcharge whose execution was stopped."""
    late = late_debt(notice, stands, on)
    if not late.surcharge_fen:
        return late
    asked = late.surcharge_fen - stayed_surcharge(notice)
    return replace(late, surcharge_fen=max(asked, 0))


def with_surcharge(owed: Debt, fen: int) -> Debt:
    """Return a debt with more surcharge."""
    return replace(owed, surcharge_fen=owed.surcharge_fen + fen)


for _condition in (certified, owing, overdue):
    make_demand.requires(_condition)


@dataclass(frozen=True, kw_only=True)
class DeliverPaper(Delivered):
    paper: UUID = fields.ref("送达的文书", of="payments.undelivered")


@act("payments.deliver_paper", title="送达催告、加处罚款、代履行的文书", step=False)
def deliver_paper(*, act: Act, cmd: DeliverPaper) -> Paper:
    """Record the delivery of a paper of late money or of a performance by proxy; days run from it.

    Raises:
        NotFound: no such paper of this matter waits to be delivered.

    Source: 行政处罚法 第六十一条; 行政强制法 第三十八条.
    """
    row = next((r for r in undelivered(act.matter) if r.document.uid == cmd.paper), None)
    if row is None:
        raise NotFound("没有这份待送达的文书，请从列表中选择")
    made_on = row.made_on if isinstance(row, Demand | ProxyPaper) else row.decided_on
    delivery_of(act, _case_of(row), row.document, cmd, made_on)
    row.served_on = cmd.served_on
    if isinstance(row, ProxyPaper):
        served(act, row, cmd.served_on)
    elif isinstance(row, Demand):
        rules = profile(act.matter.profile)
        row.over_on = rules.due(DEMAND, cmd.served_on, act.matter.domain).due_on
    act.write(row)
    return row


def undelivered(matter: Matter) -> list[Paper]:
    """Return the signed papers of money that have not reached the party."""
    found: list[Paper] = []
    for model in (Demand, SurchargeDecision, SurchargeRelief, SurchargeCorrection):
        rows = model.objects.filter(notice__matter=matter, served_on__isnull=True)
        related = ("document", "notice__decision__case__party")
        found += rows.filter(document__state=DocumentState.ISSUED).select_related(*related)
    proxies = ProxyPaper.objects.filter(proxy__case__matter=matter, served_on__isnull=True)
    # What was stopped is served no more; what was done is, for its cost.
    ways = Q(proxy__state=ProxyState.OPEN) | Q(kind__in=(ProxyPaperKind.TOLD, ProxyPaperKind.COST))
    proxies = proxies.filter(ways, document__state=DocumentState.ISSUED)
    return [*found, *proxies.select_related("document", "proxy__case__party")]


def _case_of(row: Paper) -> Case:
    return row.proxy.case if isinstance(row, ProxyPaper) else row.notice.decision.case


deliver_paper.requires(certified)


@deliver_paper.requires
def _one_waits(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if undelivered(matter) else "没有待送达的催告、加处罚款、代履行的文书"


@deliver_paper.prefilled
def _where(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    waiting = undelivered(matter)
    if not waiting:
        return {}
    party = _case_of(waiting[0]).party
    return {
        "paper": waiting[0].document.uid,
        "place": party.address,
        "receiver": party.legal_representative or party.name,
        "certificate_shown": CertificateShown.SHOWN,
    }
