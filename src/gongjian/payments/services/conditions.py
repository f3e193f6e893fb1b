"""Conditions that acts of money share; asked when offered and when done."""

from gongjian.cases.models import Overturn
from gongjian.cases.queries import case_of, decision_of
from gongjian.common.acts import Act, Actor
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.matters.models import Matter
from gongjian.payments.models import PaymentNotice
from gongjian.payments.queries import notice_of, stayed


def owing(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that a standing decision still asks for money."""
    notice = notice_of(matter)
    if notice is None or not notice.outstanding_fen:
        return "本案没有尚欠的罚没款"
    if Overturn.objects.filter(decision=notice.decision).exists():
        return "处罚决定已经失效，不再执行"
    return ""


def overdue(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the time to pay has run out, and that execution is not stayed."""
    notice = notice_of(matter)
    if notice is None:
        return ""
    if clock.today() <= notice.due_on:
        return f"缴款期限到{notice.due_on.isoformat()}才满，现在还不能办理"
    if stayed(notice.decision):
        return "已决定停止执行，停止期间不得办理"
    return ""


def to_be_executed(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the decision is in force and its execution not stayed, money or none.

    Source: 行政处罚法 第七十三条第一款; 行政强制法 第三十九条、第四十条.
    """
    decision = decision_of(case_of(matter))
    if decision is None:
        return ""
    if Overturn.objects.filter(decision=decision).exists():
        return "处罚决定已经失效，不再执行"
    return "已决定停止执行，停止期间不得办理" if stayed(decision) else ""


def the_notice(act: Act) -> PaymentNotice:
    """Return the notice of the act's matter.

    Raises:
        RuleBroken: its decision asks for no money.
    """
    notice = notice_of(act.matter)
    if notice is None:
        raise RuleBroken("本案没有缴款通知")
    return notice
