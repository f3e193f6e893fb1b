"""A duty performed in the party's stead: demanded, decided, urged again, stopped (代履行)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.services.people import certified, no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside, renew_inbox, start_beside, start_until
from gongjian.payments import papers_proxy as papers
from gongjian.payments.choices import ProxyBy, ProxyHarm, ProxyPaperKind, ProxyState, ProxyStop
from gongjian.payments.models import Proxy, ProxyDecision, ProxyPaper
from gongjian.payments.proxy import (
    AGAIN,
    DEMANDED,
    TELL,
    open_proxy,
    paper_of,
    resting,
    unperformed,
)

from .conditions import to_be_executed

NOTHING = "没有经复查仍未改正、可以代履行的责令改正：请先送达责令改正，期满以后复查"
NO_PROXY = "没有正在办理的代履行，请先制作催告书"
MOST_DAYS = 90


def papered(
    act: Act,
    proxy: Proxy,
    kind: ProxyPaperKind,
    said: Mapping[str, Any],
    days: int | None = None,
) -> ProxyPaper:
    """Make a paper of a performance by proxy; `days`: the time that the paper itself gives."""
    row = ProxyPaper(
        proxy=proxy,
        kind=kind,
        document=make(act, papers.FORMS[kind], said),
        term_days=days,
        made_by_id=act.officer,
        made_on=act.today,
    )
    act.write(row)
    return row


@dataclass(frozen=True)
class UrgeProxy:
    harm: str = fields.choice("不履行的后果", ProxyHarm.choices, source="行政强制法 第五十条")
    because: str = fields.text(
        "后果的事实", max_length=2000, help="写现场所见，如占道的位置、污染的去向和范围"
    )
    days: int = fields.number(
        "催告书给予的履行期限",
        least=1,
        most=MOST_DAYS,
        unit="日",
        help="自送达次日起算；够当事人自行履行",
        source="行政强制法 第三十五条第一项",
    )
    how: str = fields.line("履行的方式", help="写自行清除、恢复到什么状态，交到哪里")


@act("payments.urge_proxy", title="催告履行（代履行）", step=False)
def urge_proxy(*, act: Act, cmd: UrgeProxy) -> Proxy:
    """Demand that an ordered duty be performed, before another performs it.

    Raises:
        RuleBroken: no order was found unperformed after its time.

    Source: 行政强制法 第三十五条、第五十条; 公安机关办理行政案件程序规定 第二百条、第二百零三条.
    """
    order = unperformed(act.matter)
    if order is None:
        raise RuleBroken(NOTHING)
    row = Proxy(
        case=order.case,
        order=order,
        harm=cmd.harm,
        because=cmd.because,
        begun_by_id=act.officer,
        begun_on=act.today,
    )
    act.write(row)
    said = papers.demand(act, row, days=cmd.days, how=cmd.how)
    papered(act, row, ProxyPaperKind.DEMAND, said, cmd.days)
    return row


@dataclass(frozen=True, kw_only=True)
class DecideProxy:
    still_undone: str = fields.text(
        "催告期满仍未履行的情况", max_length=2000, help="写核实的时间和所见"
    )
    statement: str = fields.text(
        "当事人对催告的陈述、申辩",
        max_length=2000,
        help="没有提出的写“未提出意见”",
        source="行政强制法 第三十六条",
    )
    answer: str = fields.text(
        "对陈述、申辩的复核",
        max_length=2000,
        help="逐项写采纳与否和理由；成立的应当采纳，请改为停止代履行；没有提出的写“无”",
        source="行政强制法 第三十六条",
    )
    basis: str = fields.text(
        "代履行的依据", max_length=1000, help="写行政强制法第五十条和规定代履行的法律条款"
    )
    thing: str = fields.text("代履行的标的", max_length=1000, help="写物品、场所、数量和位置")
    way: str = fields.text(
        "代履行的方式",
        max_length=1000,
        help="不得采用暴力、胁迫以及其他非法方式",
        source="行政强制法 第五十一条第三款",
    )
    planned_on: date = fields.day(
        "代履行的日期", future=True, help="三个工作日以前还要再次催告；不得在法定节假日"
    )
    budget_fen: int = fields.money("费用预算", help="按照成本合理确定")
    by: str = fields.choice("代履行人", ProxyBy.choices)
    performer: str = fields.line(
        "代履行人的名称", max_length=100, help="由本机关代履行的，写承担的机构"
    )
    disinterested: bool = fields.only_for(
        "by", (ProxyBy.THIRD,), fields.check("已核实第三人与当事人没有利害关系")
    )


@act("payments.decide_proxy", title="决定代履行", step=False, final=True)
def decide_proxy(*, act: Act, cmd: DecideProxy) -> ProxyDecision:
    """Decide that another performs, after the demand's time, what was said being weighed.

    Raises:
        RuleBroken: nothing is under way, or the demand's time is not over.
        InvalidInput: a third party whose disinterest nobody checked; a day too near, or a holiday.

    Source: 行政强制法 第三十六条、第三十七条、第四十三条、第五十条、第五十一条第一款第一项.
    """
    proxy = _under_way(act.matter)
    over = _demand_over(proxy, act.today)
    if isinstance(over, str):
        raise RuleBroken(over)
    if problems := _planned_wrong(act.matter, cmd, act.today):
        raise InvalidInput(problems)
    said = papers.decision(act, proxy, cmd, over)
    row = ProxyDecision(
        proxy=proxy,
        paper=papered(act, proxy, ProxyPaperKind.DECISION, said),
        demand_over_on=over,
        still_undone=cmd.still_undone,
        statement=cmd.statement,
        answer=cmd.answer,
        basis=cmd.basis,
        way=cmd.way,
        thing=cmd.thing,
        planned_on=cmd.planned_on,
        budget_fen=cmd.budget_fen,
        by=cmd.by,
        performer=cmd.performer,
        disinterested=cmd.disinterested,
        decided_by_id=act.officer,
        decided_on=act.today,
    )
    act.write(row)
    end_beside(act, DEMANDED)
    return row


def _demand_over(proxy: Proxy, today: date) -> date | str:
    """Return when the demand's time was over, or why nothing can be decided today."""
    paper = paper_of(proxy, ProxyPaperKind.DEMAND)
    if proxy.order is None or hasattr(proxy, "decision"):
        return "代履行已经决定"
    if paper is None or paper.over_on is None:
        return "催告书还没有送达，请先送达"
    if today <= paper.over_on:
        return f"催告书给予的履行期限到{paper.over_on.isoformat()}才满"
    return paper.over_on


def _planned_wrong(matter: Matter, cmd: DecideProxy, today: date) -> dict[str, str]:
    rules = profile(matter.profile)
    problems: dict[str, str] = {}
    if cmd.by == ProxyBy.THIRD and not cmd.disinterested:
        problems["disinterested"] = "委托的第三人应当与当事人没有利害关系，请核实"
    first = rules.due(AGAIN, today, matter.domain).due_on
    if cmd.planned_on <= first:
        problems["planned_on"] = (
            f"代履行三个工作日以前还要再次催告，今天送达的，最早在{first.isoformat()}的次日"
        )
    elif holiday := rules.calendar.holiday(cmd.planned_on):
        problems["planned_on"] = f"这一天是法定节假日（{holiday}），请另定日期"
    return problems


@dataclass(frozen=True)
class UrgeProxyAgain:
    note: str = fields.line("备注", required=False)


@act("payments.urge_proxy_again", title="代履行前再次催告", step=False)
def urge_proxy_again(*, act: Act, cmd: UrgeProxyAgain) -> ProxyPaper:
    """Urge the party once more, three days before another performs.

    Raises:
        RuleBroken: no decision has reached the party.

    Source: 行政强制法 第五十一条第一款第二项; 程序规定 第二百零三条第二款第二项.
    """
    proxy = _under_way(act.matter)
    if why := _not_urged_again(proxy):
        raise RuleBroken(why)
    said = papers.again(act, proxy, cmd.note)
    return papered(act, proxy, ProxyPaperKind.AGAIN, said)


def _not_urged_again(proxy: Proxy) -> str:
    paper = paper_of(proxy, ProxyPaperKind.DECISION)
    if paper is None or paper.served_on is None:
        return "代履行决定书还没有送达，请先决定并送达"
    waiting = paper_of(proxy, ProxyPaperKind.AGAIN)
    return "代履行前的催告书已经制作" if waiting is not None else ""


@dataclass(frozen=True)
class StopProxy:
    why: str = fields.choice("停止的原因", ProxyStop.choices)
    because: str = fields.text(
        "停止的事实和证据", max_length=2000, help="当事人已经履行的，写核实的时间、所见和照片编号"
    )


@act("payments.stop_proxy", title="停止代履行", step=False, final=True)
def stop_proxy(*, act: Act, cmd: StopProxy) -> Proxy:
    """Stop: the party performed, or was right, or there is nothing left to perform.

    Source: 行政强制法 第三十六条、第四十条、第五十一条第一款第二项.
    """
    proxy = _under_way(act.matter)
    proxy.state, proxy.ended_on = ProxyState.STOPPED, act.today
    proxy.ended_why, proxy.ended_because = cmd.why, cmd.because
    act.write(proxy)
    for code in (DEMANDED, AGAIN):
        end_beside(act, code)
    return proxy


def served(act: Act, row: ProxyPaper, on: date) -> None:
    """Let run what runs from the service of a paper of a performance by proxy.

    Source: 行政强制法 第三十五条、第三十八条、第五十一条第一款第二项、第五十二条.
    """
    matter: Matter = act.matter
    rules = profile(matter.profile)
    row.served_on = on
    if row.kind == ProxyPaperKind.AGAIN:
        row.over_on = start_beside(act, AGAIN, on).due_on
    elif row.term_days is not None:
        last = date.fromordinal(on.toordinal() + row.term_days)
        row.over_on = rules.calendar.on_or_after(last)
        if row.kind == ProxyPaperKind.DEMAND:
            told = (
                f"{on.isoformat()}送达{row.document.number}，给予{row.term_days}日",
                f"期满日{last.isoformat()}，遇休息日顺延到{row.over_on.isoformat()}",
            )
            source = f"《{row.document.title}》{row.document.number}"
            start_until(act, DEMANDED, "催告履行的期限", on, row.over_on, told=told, source=source)
            renew_inbox(act)
    if row.kind == ProxyPaperKind.TOLD:
        end_beside(act, TELL)


def _under_way(matter: Matter) -> Proxy:
    proxy = open_proxy(matter)
    if proxy is None:
        raise RuleBroken(NO_PROXY)
    return proxy


def in_force(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the case is open and what ordered the duty is neither void nor stayed.

    Source: 行政处罚法 第七十三条第一款; 行政强制法 第三十九条、第四十条.
    """
    if matter.closed_at is not None:
        return "案件已经办结"
    proxy = open_proxy(matter)
    order = proxy.order if proxy is not None else unperformed(matter)
    why = resting(order) if order is not None else ""
    return why or to_be_executed(actor, matter, clock)


for _service in (urge_proxy, urge_proxy_again):
    _service.requires(certified)
    _service.requires(in_force)
stop_proxy.requires(certified)
decide_proxy.requires(no_handler)
decide_proxy.requires(in_force)


@urge_proxy.requires
def _one_to_urge(actor: Actor, matter: Matter, clock: Clock) -> str:
    if open_proxy(matter) is not None:
        return "代履行正在办理，不再另行催告"
    return NOTHING if unperformed(matter) is None else ""


@decide_proxy.requires
def _one_to_decide(actor: Actor, matter: Matter, clock: Clock) -> str:
    proxy = open_proxy(matter)
    over = NO_PROXY if proxy is None else _demand_over(proxy, clock.today())
    return over if isinstance(over, str) else ""


@urge_proxy_again.requires
def _one_to_urge_again(actor: Actor, matter: Matter, clock: Clock) -> str:
    proxy = open_proxy(matter)
    return NO_PROXY if proxy is None else _not_urged_again(proxy)


@stop_proxy.requires
def _one_to_stop(actor: Actor, matter: Matter, clock: Clock) -> str:
    return NO_PROXY if open_proxy(matter) is None else ""
