"""The page on which a whole desk is passed on: looked at first, then done in one act."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.cases.services import transfer_desk
from gongjian.common import clock as clocks
from gongjian.common.errors import DomainError, NotAllowed
from gongjian.ui.options import choices
from gongjian.workbench.handover import may_transfer, people_of, plan_of
from gongjian.workbench.person import person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """Show what would move and to whom; with «确认移交» move all of it or nothing."""
    actor, clock = person(request), clocks.current()
    if not may_transfer(actor):
        raise NotAllowed("整体移交由机构负责人或者机关负责人批准。需要移交的，请联系他们")
    typed = (request.POST if request.method == "POST" else request.GET).dict()
    plan, problem, status = plan_of(actor, typed, clock), "", 200
    reason = str(typed.get("reason", "")).strip()
    if plan and "confirmed" in request.POST:
        try:
            transfer_desk(actor=actor, cmd=plan.command(reason), clock=clock)
        except DomainError as error:
            status, problem = error.status, str(error)
        else:
            told = {"count": len(plan.lines), "name": plan.leaving.name}
            messages.success(request, _("%(name)s的%(count)d件案件已全部移交") % told)
            return redirect("workbench:handover")
    context = {
        "actor": actor,
        "owners": choices("cases.desk_owner", actor, None),
        "people": people_of(actor, clock),
        "plan": plan,
        "typed": typed,
        "reason": reason,
        "problem": problem,
    }
    return render(request, "workbench/handover.html", context, status=status)
