"""What is public is taken back, with its ground on record."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.choices import DeadlineState
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside, start_beside
from gongjian.publicity.choices import ItemState, WithdrawalGround
from gongjian.publicity.models import PublicItem
from gongjian.publicity.rendition import fit_for_public
from gongjian.publicity.tasks import follow
from gongjian.remedies.events import ResultTookEffect

from .drafting import standing
from .urging import end_urge

WITHDRAWABLE = (ItemState.LIVE, ItemState.SUSPENDED)
WITHDRAWAL = "publication.withdraw"


@dataclass(frozen=True)
class WithdrawPublication:
    item: UUID = fields.ref("公示信息", of="publicity.live_item")
    ground: str = fields.choice(
        "撤回的原因", WithdrawalGround.choices, source="行政处罚法 第四十八条第二款"
    )
    effective_on: date = fields.day("法律文书生效日期")
    reason: str = fields.text(
        "公开说明的理由", max_length=500, help="将在原网页上公开，请勿写入应当隐去的内容"
    )


@act("publicity.withdraw_publication", title="撤回公示", final=True, step=False)
def withdraw_publication(*, act: Act, cmd: WithdrawPublication) -> PublicItem:
    """Take a published decision back; number, reason and date stay visible, the content does not.

    Raises:
        RuleBroken: it is not on the portal.

    Source: 行政处罚法 第四十八条第二款（三日内撤回并公开说明理由）.
    """
    rows = PublicItem.objects.select_for_update(of=("self",))
    item = rows.filter(uid=cmd.item, release__decision__case__matter=act.matter).first()
    if item is None or item.state not in WITHDRAWABLE:
        raise RuleBroken("本案没有正在公示的信息，无需撤回")
    if cmd.effective_on < item.decided_on:
        raise InvalidInput({"effective_on": "日期早于处罚决定日，请核对"})
    stands = standing(act.matter, act.today, None)
    if not fit_for_public(stands.decision, cmd.reason):
        raise InvalidInput({"reason": "理由将公开，其中含有应当隐去的姓名、号码或者住址，请删去"})
    item.state = ItemState.WITHDRAWN
    item.withdrawn_on = act.today
    item.suspended_on = None
    item.withdrawal_ground = cmd.ground
    item.withdrawal_reason = cmd.reason
    item.effective_on = cmd.effective_on
    item.withdrawal_due_on = _withdrawal_due_on(act.matter, cmd)
    act.write(item)
    follow(item)
    end_beside(act, WITHDRAWAL, paper=_named_limit(act.matter, item.number))
    end_urge(act)
    return item


def fall_due(act: Act, event: ResultTookEffect) -> None:
    """Let the withdrawal of what is on the portal fall due, in the checker's inbox.

    Source: 行政处罚法 第四十八条第二款; DZ4(1).
    """
    shown = PublicItem.objects.filter(decision=event.decision, state__in=WITHDRAWABLE)
    if shown.exists():
        number = event.decision.number
        start_beside(act, WITHDRAWAL, event.effective_on, reason=event.ground, paper=number)


@withdraw_publication.requires
def _on_portal(actor: Actor, matter: Matter, clock: Clock) -> str:
    shown = PublicItem.objects.filter(
        release__decision__case__matter=matter, state__in=WITHDRAWABLE
    )
    return "" if shown.exists() else "本案没有正在公示的信息，无需撤回"


def _named_limit(matter: Matter, number: str) -> str:
    """Return by what name the limit of the penalty runs: "" for one that began without a name."""
    old = matter.deadlines.filter(state=DeadlineState.OPEN, code=WITHDRAWAL, of_paper="")
    return "" if old.exists() else number


def _withdrawal_due_on(matter: Matter, cmd: WithdrawPublication) -> date:
    """Return the last day to take it back. Source: 行政处罚法 第四十八条第二款; DZ4(1)."""
    rules = profile(matter.profile)
    due = rules.due(WITHDRAWAL, cmd.effective_on, matter.domain, reason=cmd.ground)
    return due.due_on
