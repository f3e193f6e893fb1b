"""The application to the court to enforce: each debt in its own window (申请强制执行)."""

from dataclasses import dataclass
from datetime import date

from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer
from gongjian.payments import papers
from gongjian.payments.attribution import Account
from gongjian.payments.choices import AgreementState, Toward
from gongjian.payments.models import CourtApplication, Demand, ExecutionAgreement, PaymentNotice
from gongjian.payments.queries import not_yet_imposed, notice_of
from gongjian.payments.rules import Debt, Window
from gongjian.payments.standing import account_of
from gongjian.payments.window import window_of

from .conditions import overdue, owing, the_notice
from .demands import due_now, with_surcharge


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

    Asked for is what may be asked for today: the gain alone while a fine may still be paid later,
    whose own window opens after its last part.

    Source: 行政强制法 第五十三条至第五十五条; 行政处罚法 第七十二条第二款.
    """
    notice = the_notice(act)
    claim = claimable(notice, act.today)
    if isinstance(claim, str):
        raise RuleBroken(claim)
    paper = make(
        act,
        "enforcement-application",
        papers.enforcement_application(
            act,
            claim.demand,
            Officer.objects.get(pk=act.officer),
            claim.owed,
            remedy="；".join(dict.fromkeys(line for w in claim.windows for line in w.explanation)),
            opinion=cmd.party_opinion,
            assets=cmd.assets,
        ),
    )
    row = CourtApplication(
        notice=notice,
        for_fine=Toward.FINE in claim.debts,
        for_gain=Toward.GAIN in claim.debts,
        demand=claim.demand,
        document=paper,
        demand_over_on=claim.demand_over_on,
        window_opens_on=max(window.opens_on for window in claim.windows),
        window_closes_on=min(window.closes_on for window in claim.windows),
        applied_on=act.today,
        amount_fen=claim.owed.total_fen,
        decided_by_id=act.officer,
    )
    act.write(row)
    return row


@dataclass(frozen=True, slots=True)
class Claim:
    """What the court may be asked for on a day, after which demand and in which windows."""

    debts: tuple[Toward, ...]
    demand: Demand
    demand_over_on: date
    windows: tuple[Window, ...]
    owed: Debt


def claimable(notice: PaymentNotice, today: date) -> Claim | str:
    """Return what the court may be asked for today, or why nothing."""
    stands = account_of(notice)
    late = with_surcharge(due_now(notice, stands, today), not_yet_imposed(notice, stands, today))
    owed = {
        Toward.FINE: Debt(late.fine_fen, 0, late.surcharge_fen),
        Toward.GAIN: Debt(0, late.confiscated_fen, 0),
    }
    demand = latest_demand(notice)
    reasons: list[str] = []
    found: dict[Toward, Window] = {}
    for debt in (one for one in Toward if owed[one].total_fen):
        window = window_of(notice, debt)
        reasons.append(_hindered(notice, stands, debt, demand, window, today))
        if not reasons[-1] and window is not None:
            found[debt] = window
    if demand is None or demand.over_on is None or not found:
        return next(filter(None, reasons), "没有到期而未缴的款项")
    parts = [owed[debt] for debt in found]
    whole = Debt(*(sum(getattr(p, f) for p in parts) for f in Debt.__slots__))
    return Claim(tuple(found), demand, demand.over_on, tuple(found.values()), whole)


def _hindered(
    notice: PaymentNotice,
    stands: Account,
    debt: Toward,
    demand: Demand | None,
    window: Window | None,
    today: date,
) -> str:
    """Return why the court cannot be asked for a debt today, or ""."""
    if ExecutionAgreement.objects.filter(notice=notice, state=AgreementState.AGREED).exists():
        return "正在履行执行协议；当事人不履行的，先登记不履行，再恢复强制执行"
    if notice.court.filter(**{f"for_{debt}": True}).exists():
        return "已经申请法院强制执行"
    last = stands.plan[-1].due_on if debt == Toward.FINE else stands.gain.due_on
    if today <= last:
        return f"罚款经批准暂缓、分期缴纳，最后一期到{last.isoformat()}才满"
    if demand is None or demand.over_on is None or demand.made_on <= last:
        return "申请强制执行之前应当催告：请先制作并送达催告书"
    if today <= demand.over_on:
        return f"催告书规定的履行期限到{demand.over_on.isoformat()}才满"
    if window is None:
        return "正在行政复议或者行政诉讼，救济程序没有终结"
    if today < window.opens_on:
        return f"法定救济期间没有届满，{window.opens_on.isoformat()}起才能申请"
    if today > window.closes_on:
        return f"申请强制执行的期限已于{window.closes_on.isoformat()}届满"
    return ""


def latest_demand(notice: PaymentNotice) -> Demand | None:
    """Return the newest demand that reached the party."""
    rows = Demand.objects.filter(notice=notice, served_on__isnull=False)
    related = ("document", "notice__decision__case__party")
    return rows.select_related(*related).order_by("-id").first()


for _condition in (no_handler, owing, overdue):
    apply_to_court.requires(_condition)


@apply_to_court.requires
def _demanded_and_in_time(actor: Actor, matter: Matter, clock: Clock) -> str:
    notice = notice_of(matter)
    if notice is None:
        return ""
    claim = claimable(notice, clock.today())
    return claim if isinstance(claim, str) else ""
