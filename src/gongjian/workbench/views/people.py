"""Agencies, people and accounts: for administrators and supervisors."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.clock import Clock
from gongjian.common.errors import NotAllowed
from gongjian.ui.pager import page
from gongjian.workbench.changing import AGENCY, changeable
from gongjian.workbench.importing import KINDS
from gongjian.workbench.people import may_read, offered, officers_in_reach, person_rows
from gongjian.workbench.person import person


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List who serves, with offices and certificates, and what may be done about it."""
    today = clocks.current().today()
    actor = person(request)
    if not may_read(actor):
        raise NotAllowed("机关与人员由管理员和监督员查看。需要查看的，请联系系统管理员")
    words = request.GET.get("q", "").strip()[:100]
    found = officers_in_reach(actor)
    if words:
        found = found.filter(name__contains=words)
    officers = page(found, order=("agency__path", "id"), after=request.GET.get("after", ""))
    context = {
        "actor": actor,
        "groups": offered(actor),
        "may_import": KINDS["people"].may(actor),
        "rows": person_rows(officers.rows, today, Clock().now()),
        "page": officers,
        "agencies": changeable(actor) if acts.may(actor, acts.service(AGENCY)) else [],
        "may_change": acts.may(actor, acts.service("orgs.change_officer")),
        "may_photo": acts.may(actor, acts.service("orgs.set_photo")),
        "q": words,
    }
    return render(request, "workbench/people.html", context)
