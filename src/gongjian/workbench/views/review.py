"""Legal review: the desk, and the catalogue of what must be reviewed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import NotAllowed
from gongjian.review.catalogue import catalogue_of
from gongjian.workbench.person import person
from gongjian.workbench.review_desk import (
    SCOPE_ACTS,
    agency_of,
    desk,
    elsewhere,
    may_read,
    may_submit,
    offered,
    scope_changes,
)
from gongjian.workbench.sent_back import STATES, sent_back_page, sent_back_rows


def reviewing(request: HttpRequest) -> Actor:
    """Return the person, who must look after legal review.

    Raises:
        NotAllowed: another office.
    """
    actor = person(request)
    if not may_read(actor):
        raise NotAllowed("法制审核由审核人员、法制机构负责人、机关负责人和监督员查看")
    return actor


@login_required
@require_safe
def review_desk(request: HttpRequest) -> HttpResponse:
    """Show the cases under review and sent back, the reviewers with their load, the register."""
    actor, today = reviewing(request), clocks.current().today()
    state, mine = request.GET.get("state", ""), request.GET.get("mine") == "1"
    shown = sent_back_page(actor, state=state, mine=mine, after=request.GET.get("after", ""))
    context = {
        "actor": actor,
        "today": today,
        **desk(actor, today),
        "state": state,
        "states": STATES,
        "mine": mine,
        "page": shown,
        "sent_back": sent_back_rows(shown.rows),
    }
    return render(request, "workbench/review/desk.html", context)


@login_required
@require_safe
def review_catalogue(request: HttpRequest) -> HttpResponse:
    """Show what must be reviewed here, drawn from the table that decides it."""
    actor, today = reviewing(request), clocks.current().today()
    agency = agency_of(actor)
    context = {
        "actor": actor,
        "agency": agency,
        "changes": scope_changes(actor, agency, today),
        "change_acts": offered(actor, SCOPE_ACTS),
        "today": today,
        **catalogue_of(agency, today),
    }
    return render(request, "workbench/review/catalogue.html", context)


@login_required
@require_safe
def review_elsewhere(request: HttpRequest) -> HttpResponse:
    """Show the pool of advisers, the nodes outside this system, the normative documents.

    Who submits the latter two sees his unit's.
    """
    actor, today = person(request), clocks.current().today()
    if not may_submit(actor):
        actor = reviewing(request)
    context = {"actor": actor, "today": today, **elsewhere(actor, today)}
    return render(request, "workbench/review/elsewhere.html", context)
