"""What one may choose from in the forms about lists."""

from typing import Any

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.orgs.queries import valid_officers
from gongjian.ui.options import Choices, options

from .announcements.hearings import announced_hearings
from .announcements.kinds import kinds
from .announcements.queries import in_sight
from .announcements.queries import waiting as waiting_announcements
from .boards import may_stand, open_boards
from .bodies import bodies_of, newest_review, unverified
from .checks.queries import drawable, published_items, seats_open, standing_draws, targets_of
from .choices import ListKind, ListState
from .confirming import confirmable
from .models import OpenList, StatedItem, Withholding
from .urging import open_list_urges, overdue

MOST = 500


@options("exante.waiting")
def waiting(actor: Actor, matter: Any) -> Choices:
    """List the versions of the person's agency that wait for their check."""
    found = OpenList.objects.filter(agency=actor.agency or 0, state=ListState.DRAFTED)
    rows = found.defer("content").select_related("drafted_by").order_by("id")
    return [(str(r.uid), f"{ListKind(r.kind).label}（{r.drafted_by} 生成）") for r in rows]


@options("exante.confirmable")
def confirmables(actor: Actor, matter: Any) -> Choices:
    """List the published versions that the person may confirm."""
    rows = confirmable(actor).defer("content")
    return [(str(r.uid), f"{ListKind(r.kind).label}第 {r.version} 版") for r in rows]


@options("exante.withheld")
def withheld(actor: Actor, matter: Any) -> Choices:
    """List whom the register of the person's agency only counts."""
    found = Withholding.objects.filter(officer__agency=actor.agency or 0, to_on__isnull=True)
    rows = found.select_related("officer__unit").order_by("id")
    return [(str(r.officer.uid), f"{r.officer.name}（{r.officer.unit.name}）") for r in rows]


@options("exante.stated")
def stated(actor: Actor, matter: Any) -> Choices:
    """List the items that the person's agency has stated."""
    rows = StatedItem.objects.filter(agency=actor.agency or 0, ended_on__isnull=True)
    return [
        (str(row.uid), f"{ListKind(row.kind).label}：{row.name}") for row in rows.defer("cells")
    ]


@options("exante.board")
def boards(actor: Actor, matter: Any) -> Choices:
    """List the boards of the person's agency."""
    return [(str(board.uid), board.name) for board in open_boards(actor.agency or 0)]


@options("exante.may_stand")
def standing(actor: Actor, matter: Any) -> Choices:
    """List who of the person's agency may be on duty before a board."""
    able = may_stand(actor.agency or 0, clocks.current().today()).order_by("id")[:MOST]
    return [(str(o.uid), f"{o.name}（{o.unit.name}，{o.post}）") for o in able]


# --- random checks ------------------------------------------------------------------------------


@options("exante.listed_check")
def listed_checks(actor: Actor, matter: Any) -> Choices:
    """List the items of random checks that the agency has published."""
    rows = published_items(actor.agency or 0).order_by("number").defer("cells")
    return [(str(row.uid), row.name) for row in rows]


@options("exante.can_check")
def checkers(actor: Actor, matter: Any) -> Choices:
    """List who of the person's agency may enforce today."""
    able = valid_officers(actor.agency or 0, clocks.current().today()).select_related("unit")
    return [(str(o.uid), f"{o.name}（{o.unit.name}，{o.post}）") for o in able[:MOST]]


@options("exante.drawable")
def drawables(actor: Actor, matter: Any) -> Choices:
    """List the plans of the agency that wait for their draw."""
    plans = drawable(actor.agency or 0, clocks.current().today()).order_by("number")
    return [(str(plan.uid), plan.name) for plan in plans]


@options("exante.standing_draw")
def draws(actor: Actor, matter: Any) -> Choices:
    """List the draws of the agency that may still become void."""
    rows = standing_draws(actor.agency or 0)
    return [(str(row.uid), f"{row.plan.name}第 {row.turn} 次抽取") for row in rows]


@options("exante.seat")
def seats(actor: Actor, matter: Any) -> Choices:
    """List who sits for which object without a result."""
    rows = seats_open(actor.agency or 0)[:MOST]
    return [(str(s.uid), f"{s.officer.name}：{s.target.name}") for s in rows]


@options("exante.my_check")
def my_checks(actor: Actor, matter: Any) -> Choices:
    """List the objects this person was drawn for, those without a result first."""
    rows = sorted(targets_of(actor.officer or 0)[:MOST], key=lambda one: bool(one.result))
    told = {True: "（已登记，再次登记即更正）", False: ""}
    return [(str(t.uid), f"{t.name}{told[bool(t.result)]}") for t in rows]


@options("exante.body")
def bodies(actor: Actor, matter: Any) -> Choices:
    """List the bodies of the running re-verification, those without a result first."""
    review = newest_review(actor.agency or 0)
    if review is None:
        return []
    waiting = set(unverified(review).values_list("pk", flat=True))
    rows = sorted(bodies_of(review.agency).order_by("path"), key=lambda b: b.pk not in waiting)
    told = {True: "", False: "（已核定，再次核定即更正）"}
    return [(str(b.uid), f"{b.name}{told[b.pk in waiting]}") for b in rows]


# --- lists urged --------------------------------------------------------------------------------


@options("exante.overdue_list")
def overdue_lists(actor: Actor, matter: Any) -> Choices:
    """List the lists of the agency that are late and were not urged yet."""
    late = overdue(actor.agency or 0, clocks.current()).filter(urge__isnull=True)
    return [
        (str(one.uid), f"{one.get_kind_display()}（{one.get_ground_display()}，{one.due_on} 到期）")
        for one in late
    ]


@options("exante.open_list_urge")
def list_urges(actor: Actor, matter: Any) -> Choices:
    """List what was urged and waits for an answer."""
    rows = open_list_urges(actor.agency or 0)
    return [(str(one.uid), f"{one.adjustment.get_kind_display()}：{one.reason}") for one in rows]


# --- announcements ------------------------------------------------------------------------------


@options("exante.announcement_kind")
def announcement_kinds(actor: Actor, matter: Any) -> Choices:
    """List the kinds of announcements with what belongs into them."""
    return [(kind.code, f"{kind.name}：{kind.help}") for kind in kinds().values() if not kind.drawn]


@options("exante.announced_hearing")
def hearings_announced(actor: Actor, matter: Any) -> Choices:
    """List the open hearings of the agency that wait to be announced on the portal."""
    rows = announced_hearings(actor.agency or 0, clocks.current().today())[:MOST]
    return [(str(row.uid), f"{row.scheduled_on}：{row.case.cause}") for row in rows]


@options("exante.waiting_announcement")
def announcements_waiting(actor: Actor, matter: Any) -> Choices:
    """List the announcements of the agency that wait for their check."""
    rows = waiting_announcements(actor.agency or 0)[:MOST]
    return [(str(row.uid), f"{row.title}（{row.drafted_by} 拟定）") for row in rows]


@options("exante.shown_announcement")
def announcements_shown(actor: Actor, matter: Any) -> Choices:
    """List the announcements of the agency that are shown."""
    rows = in_sight(actor.agency or 0, clocks.current().today())[:MOST]
    return [(str(row.uid), f"{row.title}（展示至 {row.until}）") for row in rows]
