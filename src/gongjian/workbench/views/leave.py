"""Who is away, until when, and who stands in."""

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.orgs.deputies import absences_in_charge
from gongjian.orgs.models import Deputyship
from gongjian.ui.pager import page
from gongjian.workbench.handover import may_transfer
from gongjian.workbench.person import person

ACTS = ("orgs.enter_leave", "orgs.appoint_deputy", "orgs.revoke_deputy", "orgs.end_leave")


@login_required
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """List the leaves of this person and of those whose head he is, the latest first."""
    actor, today = person(request), clocks.current().today()
    named = Deputyship.objects.select_related("deputy", "appointed_by").order_by("-id")
    found = absences_in_charge(actor).select_related("officer__unit")
    found = found.prefetch_related(Prefetch("deputyships", named))
    absences = page(found, order=("-from_on", "-id"), after=request.GET.get("after", ""))
    known = [acts.service(code) for code in ACTS]
    # To end or to stand in for, there must be a leave.
    running = found.filter(ended_on__isnull=True, to_on__gte=today).exists()
    context = {
        "actor": actor,
        "services": [
            s
            for s in known
            if actor.officer and acts.may(actor, s) and (running or s.code == ACTS[0])
        ],
        "may_transfer": may_transfer(actor),
        "may_appoint": acts.may(actor, acts.service("orgs.appoint_deputy")),
        "rows": absences.rows,
        "page": absences,
        "today": today,
    }
    return render(request, "workbench/leave.html", context)
