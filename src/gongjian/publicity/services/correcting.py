"""Putting right what is on the portal (更正): a new version in the place of the one shown."""

from dataclasses import dataclass

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.matters.models import Matter
from gongjian.publicity.choices import ItemState, ReleaseState
from gongjian.publicity.models import PublicItem, Release
from gongjian.publicity.rendition import fit_for_public
from gongjian.publicity.tasks import follow

from .drafting import DraftRelease, drawn_release, open_to_public, system_summary
from .publishing import (
    PublishDecision,
    ReturnRelease,
    as_drafted,
    check,
    not_who_covered,
    other_person,
    show,
    still_open,
    waiting_uid,
)

# What is being checked for a leak is put right in the same way.
ON_PORTAL = (ItemState.LIVE, ItemState.SUSPENDED)
NONE_WAITS = "没有待复核的更正"


@dataclass(frozen=True, kw_only=True)
class DraftCorrection(DraftRelease):
    reason: str = fields.text(
        "更正的理由", max_length=500, help="将在网页上公开，请勿写入应当隐去的内容"
    )


@act("publicity.draft_correction", title="拟定更正", step=False)
def draft_correction(*, act: Act, cmd: DraftCorrection) -> Release:
    """Draw the public text anew, to take the place of what is on the portal.

    Raises:
        RuleBroken: nothing is on the portal, or a correction waits already.
        InvalidInput: the reason, which becomes public, holds what must be hidden.

    Source: 国办发〔2018〕118号 二（六）（发现公开的信息不准确的，及时更正）; HN12.
    """
    shown = live_item(act.matter)
    assert shown is not None
    if not fit_for_public(shown.decision, cmd.reason):
        raise InvalidInput({"reason": "理由将公开，其中含有应当隐去的姓名、号码或者住址，请删去"})
    release, rows = drawn_release(act, cmd)
    if not release.data:
        raise InvalidInput({"reason": "按所填情形不予公开，不能更正。请改为撤回公示"})
    release.corrects, release.correction_reason = shown, cmd.reason
    act.write(release)
    act.write_new(rows)
    return release


@draft_correction.requires
def _something_shown(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if live_item(matter) else "本案没有正在公示的信息，无需更正"


@draft_correction.requires
def _none_waits(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "已有一份更正待复核" if waiting_correction(matter) else ""


draft_correction.requires(open_to_public)
draft_correction.prefilled(system_summary)


@act("publicity.correct_publication", title="复核并更正", final=True, step=False)
def correct_publication(*, act: Act, cmd: PublishDecision) -> PublicItem:
    """Show the new version; the old one is kept and said to be corrected.

    Raises:
        SamePerson: the actor drafted it.
        RuleBroken: what was to be corrected has been withdrawn meanwhile.

    Source: 国办发〔2018〕118号 二（六）; HN12; 行政处罚法 第四十八条.
    """
    release = _correction(act.matter, cmd)
    old = release.corrects
    assert old is not None
    old.state, old.corrected_on = ItemState.CORRECTED, act.today
    old.correction_reason = release.correction_reason
    old.suspended_on = None
    before = old.release
    before.state = ReleaseState.REPLACED
    act.write(old, before)
    follow(old)
    return show(act, release, cmd)


@correct_publication.requires
def _correction_waits(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if waiting_correction(matter) else NONE_WAITS


@correct_publication.requires
def _still_shown(actor: Actor, matter: Matter, clock: Clock) -> str:
    waiting = waiting_correction(matter)
    if waiting and waiting.corrects and waiting.corrects.state not in ON_PORTAL:
        return "要更正的公示已经不在门户上，请退回这份更正"
    return ""


correct_publication.requires(other_person)
correct_publication.requires(not_who_covered)
correct_publication.requires(still_open)
correct_publication.requires(as_drafted)
correct_publication.prefilled(waiting_uid)


@act("publicity.return_correction", title="退回更正", step=False)
def return_correction(*, act: Act, cmd: ReturnRelease) -> Release:
    """Send a drafted correction back.

    Raises:
        SamePerson: the actor drafted it.
    """
    release = waiting_correction(act.matter)
    assert release is not None
    check(act, release, ReleaseState.RETURNED)
    release.return_reason = cmd.reason
    act.write(release)
    return release


return_correction.requires(_correction_waits)
return_correction.requires(other_person)


def live_item(matter: Matter) -> PublicItem | None:
    """Return what of this matter is on the portal."""
    shown = PublicItem.objects.filter(decision__case__matter=matter, state__in=ON_PORTAL)
    return shown.select_related("release", "decision__case__party").first()


def waiting_correction(matter: Matter) -> Release | None:
    """Return the drafted correction that waits for the second person."""
    rounds = Release.objects.filter(
        decision__case__matter=matter, state=ReleaseState.DRAFTED, corrects__isnull=False
    )
    return rounds.select_related("corrects__release").first()


def _correction(matter: Matter, cmd: PublishDecision) -> Release:
    release = waiting_correction(matter)
    assert release is not None
    if release.uid != cmd.release:
        raise RuleBroken("更正在您打开页面之后已经重拟。请刷新页面，核对最新一版")
    return release
