"""The register of secret cases: numbers, grounds and dates, for those named in each line."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.cases.choices import SecretOutcome
from gongjian.cases.secrecy import (
    COUNTERS,
    counted,
    may_read,
    visible_secret_case,
    visible_secret_cases,
)
from gongjian.cases.services import (
    declassify_secret_case,
    note_secret_outcome,
    register_secret_case,
)
from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.errors import NotFound
from gongjian.ui.pager import page
from gongjian.workbench.person import person


@login_required
@require_safe
def secret_cases(request: HttpRequest) -> HttpResponse:
    """Show the lines that name this person; to who oversees, how many there are."""
    actor = person(request)
    if not may_read(actor):
        raise NotFound("没有这个页面。请从菜单进入")
    rows = visible_secret_cases(actor).select_related("responsible", "keeper")
    shown = page(rows, order=("-registered_on", "-id"), after=request.GET.get("after", ""))
    context = {
        "actor": actor,
        "page": shown,
        "rows": shown.rows,
        "counted": counted(actor) if actor.roles & COUNTERS else None,
        "register": acts.may(actor, register_secret_case) and register_secret_case,
        "today": clocks.current().today(),
    }
    return render(request, "workbench/secret_cases.html", context)


@login_required
@require_safe
def secret_case(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one line, with what may still be noted in it."""
    actor = person(request)
    row = visible_secret_case(actor, uid)
    noted = [o for o in SecretOutcome if getattr(row, f"{o.value}_on") is None]
    going = row.declassified_on is None
    context = {
        "actor": actor,
        "row": row,
        "outcomes": noted
        if going and not row.closed_on and acts.may(actor, note_secret_outcome)
        else [],
        "may_declassify": going and acts.may(actor, declassify_secret_case),
        "today": clocks.current().today(),
    }
    return render(request, "workbench/secret_case.html", context)
