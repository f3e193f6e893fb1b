"""The page of one matter, the heart of the workbench."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import clock as clocks
from gongjian.common import reads
from gongjian.matters.queries import visible_matter
from gongjian.workbench.making import shelves
from gongjian.workbench.money import money_tab, remedies_tab
from gongjian.workbench.person import person
from gongjian.workbench.publishing import publicity_tab
from gongjian.workbench.queries import (
    TABS,
    flow_context,
    matter_context,
    tab_context,
    timeline_window,
)
from gongjian.workbench.recording import record_tab


@login_required
@require_safe
def matter_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show where a matter stands, what may be done next, and what happened; one tab at a time."""
    actor = person(request)
    matter = visible_matter(actor, uid)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else next(iter(TABS))
    with reads.shared():
        context = matter_context(actor, matter, clocks.current())
        context |= {"tab": tab, "tabs": TABS, "tab_template": f"workbench/tabs/{tab}.html"}
        context |= tab_context(actor, matter, tab, request.GET.get("after", ""))
        context["shelves"] = shelves(context["paper_acts"], every=tab == "documents")
        if tab == "money":
            context |= money_tab(actor, matter, clocks.current())
        if tab == "remedies":
            context |= remedies_tab(actor, matter, clocks.current())
        if tab == "publicity":
            context |= publicity_tab(actor, matter, clocks.current())
        if tab == "record":
            after, check = request.GET.get("after", ""), "check" in request.GET
            context |= record_tab(matter, after, clocks.current(), check=check)
        return render(request, "workbench/matter.html", context)


@login_required
@require_safe
def flow(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the whole procedure of a matter and how far it has come."""
    actor = person(request)
    matter = visible_matter(actor, uid)
    return render(request, "workbench/flow.html", flow_context(actor, matter, clocks.current()))


@login_required
@require_safe
def timeline(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Return the steps before a given one, for «更早的步骤»."""
    actor = person(request)
    matter = visible_matter(actor, uid)
    before = request.GET.get("before", "")
    window = timeline_window(matter, int(before) if before.isascii() and before.isdigit() else None)
    part = request.headers.get("HX-Request") == "true"
    template = "workbench/_timeline_window.html" if part else "workbench/timeline.html"
    return render(request, template, {"actor": actor, "matter": matter, **window})
