"""Taking a leak off the portal at once, and judging what the scan found."""

from dataclasses import dataclass
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import NotFound, RuleBroken
from gongjian.matters.models import Matter
from gongjian.publicity.choices import ItemState
from gongjian.publicity.leaks.kinds import LeakOutcome
from gongjian.publicity.leaks.reading import open_leaks
from gongjian.publicity.models import LeakJudgement, PublicItem
from gongjian.publicity.tasks import follow

NOT_SHOWN = "本案没有正在公示的信息"


@dataclass(frozen=True)
class SuspendPublication:
    item: UUID = fields.hidden()


@act("publicity.suspend_publication", title="暂停展示", step=False)
def suspend_publication(*, act: Act, cmd: SuspendPublication) -> PublicItem:
    """Stop showing an item in which the scan is certain to have found what must not be public.

    It waits for a person, who puts it right by a correction, withdraws it or shows it again.

    Raises:
        RuleBroken: it is not shown.

    Source: 个人信息保护法 第五十七条（立即采取补救措施）; 政府信息公开条例 第十五条.
    """
    item = PublicItem.objects.filter(
        uid=cmd.item, decision__case__matter=act.matter, state=ItemState.LIVE
    ).first()
    if item is None:
        raise RuleBroken(NOT_SHOWN)
    suspend(act, item)
    return item


@suspend_publication.requires
def _shown(actor: Actor, matter: Matter, clock: Clock) -> str:
    live = PublicItem.objects.filter(decision__case__matter=matter, state=ItemState.LIVE)
    return "" if live.exists() else NOT_SHOWN


def suspend(act: Act, item: PublicItem) -> None:
    item.state, item.suspended_on = ItemState.SUSPENDED, act.today
    act.write(item)
    follow(item)


@dataclass(frozen=True)
class JudgeLeak:
    finding: str = fields.ref("扫描发现", of="publicity.open_leak")
    outcome: str = fields.choice("结论", LeakOutcome.choices)
    reason: str = fields.text("理由", max_length=500, help="只供内部查阅")


@act("publicity.judge_leak", title="核查疑似泄露", step=False)
def judge_leak(*, act: Act, cmd: JudgeLeak) -> LeakJudgement:
    """Say what a find is. A leak stays off the portal until corrected; a harmless one is shown.

    Raises:
        NotFound: nothing of that kind waits.

    Source: 政府信息公开条例 第十五条; 个人信息保护法 第五十七条.
    """
    found = open_leaks(act.matter).filter(fingerprint=cmd.finding).select_related("item").first()
    if found is None or found.item is None:
        raise NotFound("没有待核查的这项发现，请刷新页面")
    item = found.item
    judgement = LeakJudgement(
        item=item,
        fingerprint=found.fingerprint,
        kind=found.kind,
        outcome=cmd.outcome,
        reason=cmd.reason,
        judged_by_id=act.officer,
        judged_on=act.today,
    )
    act.write(judgement)
    found.cleared_on = act.today
    found.save(update_fields=["cleared_on"])
    if cmd.outcome == LeakOutcome.LEAK:
        if item.state == ItemState.LIVE:
            suspend(act, item)
    elif item.state == ItemState.SUSPENDED and not _still_doubted(item):
        item.state, item.suspended_on = ItemState.LIVE, None
        act.write(item)
        follow(item)
    return judgement


@judge_leak.requires
def _something_found(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if open_leaks(matter).exists() else "没有待核查的疑似泄露"


def _still_doubted(item: PublicItem) -> bool:
    """Tell whether another find waits, or was judged a leak."""
    waiting = item.leaks.filter(gone_on=None, cleared_on=None, certain=True)
    judged = LeakJudgement.objects.filter(item=item, outcome=LeakOutcome.LEAK)
    return waiting.exists() or judged.exists()
