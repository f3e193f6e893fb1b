"""What a performance in the party's stead cost, and who bears it (代履行费用)."""

from dataclasses import dataclass

from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.common.money import yuan
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside
from gongjian.payments import papers_proxy as papers
from gongjian.payments.choices import CostBorne, ProxyPaperKind
from gongjian.payments.models import ProxyCost
from gongjian.payments.proxy import COST, uncosted

from .proxy import MOST_DAYS, papered

NO_VISIT = "没有已经代履行而没有确定费用的"


@dataclass(frozen=True)
class CostItem:
    name: str = fields.line("费用项目", max_length=100, help="如“挖掘机台班”“清运”“处置”")
    amount_fen: int = fields.money("金额", min_fen=1)


@dataclass(frozen=True, kw_only=True)
class SettleProxyCost:
    items: tuple[CostItem, ...] = fields.rows(
        "实际费用",
        required=False,
        help="只写实际发生的成本；没有发生费用的不填",
        source="行政强制法 第五十一条第二款",
    )
    evidence: str = fields.text("费用的凭据", max_length=1000, help="合同、发票、台班记录等的编号")
    over_because: str = fields.line(
        "超出预算的理由", required=False, help="实际费用超出决定书的预算的必填"
    )
    borne: str = fields.choice("费用由谁承担", CostBorne.choices)
    borne_because: str = fields.only_for(
        "borne",
        (CostBorne.OTHERWISE,),
        fields.line("不由当事人承担的法律依据", required=False),
        needed="不由当事人承担的必填",
    )
    days: int = fields.number("缴纳期限", least=1, most=MOST_DAYS, unit="日", help="自送达次日起算")


@act("payments.settle_proxy_cost", title="确定代履行费用", step=False, final=True)
def settle_proxy_cost(*, act: Act, cmd: SettleProxyCost) -> ProxyCost:
    """Settle what it cost, item by item; the party is told what it owes.

    Raises:
        RuleBroken: nothing was performed, or its cost is settled.
        InvalidInput: above the budget, or not the party's, without a reason.

    Source: 行政强制法 第五十一条第二款; 程序规定 第二百零三条第三款.
    """
    visit = uncosted(act.matter)
    if visit is None:
        raise RuleBroken(NO_VISIT)
    proxy = visit.proxy
    decision = getattr(proxy, "decision", None)
    budget = decision.budget_fen if decision is not None else None
    amount = sum(item.amount_fen for item in cmd.items)
    if problems := _problems(cmd, amount, budget):
        raise InvalidInput(problems)
    row = ProxyCost(
        proxy=proxy,
        items=[{"name": i.name, "amount_fen": i.amount_fen} for i in cmd.items],
        amount_fen=amount,
        budget_fen=budget,
        over_because=cmd.over_because,
        borne=cmd.borne,
        borne_because=cmd.borne_because,
        evidence=cmd.evidence,
        decided_by_id=act.officer,
        decided_on=act.today,
    )
    if cmd.borne == CostBorne.PARTY and amount:
        said = papers.cost(act, row, visit, cmd.days)
        row.paper = papered(act, proxy, ProxyPaperKind.COST, said, cmd.days)
    act.write(row)
    end_beside(act, COST)
    return row


def _problems(cmd: SettleProxyCost, amount: int, budget: int | None) -> dict[str, str]:
    problems: dict[str, str] = {}
    if budget is not None and amount > budget and not cmd.over_because:
        problems["over_because"] = f"实际费用超出预算（{yuan(budget)}元），请写明理由"
    if cmd.borne == CostBorne.OTHERWISE and not cmd.borne_because:
        problems["borne_because"] = "不由当事人承担的，请写明法律依据"
    return problems


settle_proxy_cost.requires(no_handler)


@settle_proxy_cost.requires
def _something_done(actor: Actor, matter: Matter, clock: Clock) -> str:
    return NO_VISIT if uncosted(matter) is None else ""
