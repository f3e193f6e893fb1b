"""What an agency announces: waiting, shown, over."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.errors import NotAllowed
from gongjian.exante.announcements.queries import of_agency
from gongjian.exante.queries import may_read
from gongjian.ui.pager import page
from gongjian.workbench.person import person

ACTS = (
    "exante.draft_announcement",
    "exante.publish_announcement",
    "exante.return_announcement",
    "exante.withdraw_announcement",
)


@login_required
@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """List the announcements with their text, so that the second person can read before acting."""
    actor = person(request)
    if not may_read(actor) or actor.agency is None:
        raise NotAllowed("公告由公示员、公示复核人、法制机构、机关负责人和监督员查看")
    found = page(of_agency(actor.agency), order=("-id",), after=request.GET.get("after", ""))
    context = {
        "actor": actor,
        "today": clocks.current().today(),
        "rows": found.rows,
        "page": found,
        "services": [one for one in map(acts.service, ACTS) if acts.may(actor, one)],
    }
    return render(request, "workbench/announcements.html", context)
