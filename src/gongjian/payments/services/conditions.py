"""Conditions that acts of money share; asked when offered and when done."""

from gongjian.cases.models import Overturn
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


def the_notice(act: Act) -> PaymentNotice:
    """Return the notice of the act's matter.

    Raises:
        RuleBroken: its decision asks for no money.
    """
    notice = notice_of(act.matter)
    if notice is None:
        raise RuleBroken("本案没有缴款通知")
    return notice
