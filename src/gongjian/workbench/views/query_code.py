"""The code with which a party follows its case: made, shown once, printed, handed over."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongjian.cases.models import QueryCode
from gongjian.cases.services.party import grouped, issue_query_code
from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.errors import DomainError, NotAllowed
from gongjian.matters.queries import visible_matter
from gongjian.ui.forms import form_for
from gongjian.workbench.person import person


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def query_code(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask to whom the code goes; on POST make it and show the slip, this once."""
    actor, clock = person(request), clocks.current()
    matter = visible_matter(actor, uid)
    if not acts.may(actor, issue_query_code, matter):
        raise NotAllowed("只有本案承办人可以发放查询码。需要的，请联系承办人")
    data = request.POST if request.method == "POST" else None
    form = form_for(issue_query_code, actor, matter, data=data)
    context = {
        "actor": actor,
        "matter": matter,
        "form": form,
        "unmet": issue_query_code.unmet(actor, matter, clock),
        "issued": QueryCode.objects.filter(matter=matter).select_related("issued_by"),
    }
    if form.is_valid():
        try:
            code = issue_query_code(actor=actor, matter=matter.uid, cmd=form.command(), clock=clock)
        except DomainError as error:
            form.take(error)
        else:
            context |= {
                "code": code,
                "plain": grouped(code.__dict__["plain"]),
                "address": settings.GONGJIAN_PUBLIC_URL.rstrip("/") + reverse("desk:enter"),
            }
            return render(request, "workbench/query_code_slip.html", context)
    status = 422 if form.problems else 200
    return render(request, "workbench/query_code.html", context, status=status)
