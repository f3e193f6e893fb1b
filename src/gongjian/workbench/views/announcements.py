"""What an agency announces: waiting, shown, over."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor, Service
from gongjian.common.errors import NotAllowed
from gongjian.exante.announcements.choices import AnnouncementState
from gongjian.exante.announcements.models import Announcement
from gongjian.exante.announcements.queries import of_agency, to_announce, to_redraw
from gongjian.exante.queries import may_read
from gongjian.ui.pager import page
from gongjian.workbench.person import person

DRAFT = "exante.draft_announcement"
HEARING = "exante.draft_hearing_announcement"
# What may follow, by the state that a row is in.
NEXT = {
    AnnouncementState.DRAFTED: ("exante.publish_announcement", "exante.return_announcement"),
    AnnouncementState.PUBLISHED: ("exante.withdraw_announcement",),
}


@login_required
@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """List the announcements with their text, so that the second person can read before acting."""
    actor = person(request)
    if not may_read(actor) or actor.agency is None:
        raise NotAllowed("公告由公示员、公示复核人、法制机构、机关负责人和监督员查看")
    found = page(of_agency(actor.agency), order=("-id",), after=request.GET.get("after", ""))
    today = clocks.current().today()
    drafting = acts.service(DRAFT)
    context = {
        "actor": actor,
        "today": today,
        "rows": [(row, _offers(actor, row, today)) for row in found.rows],
        "page": found,
        "drafting": drafting if acts.may(actor, drafting) else None,
        "hearing": _hearing(actor, today),
        "again": to_redraw(actor),
    }
    return render(request, "workbench/announcements.html", context)


def _hearing(actor: Actor, today: date) -> Service[Any] | None:
    """Return the act that draws a hearing's announcement, where one waits for this person."""
    return acts.service(HEARING) if to_announce(actor, today) else None


def _offers(actor: Actor, row: Announcement, today: date) -> list[Service[Any]]:
    """Return what this person may do with an announcement now, as its acts would answer."""
    if row.state == AnnouncementState.DRAFTED and row.drafted_by_id == actor.officer:
        return []
    if row.state == AnnouncementState.PUBLISHED and row.until < today:
        return []
    following = map(acts.service, NEXT.get(AnnouncementState(row.state), ()))
    return [one for one in following if acts.may(actor, one)]
