"""Pages for the street: the certificate in one press, the paper just made."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import clock as clocks
from gongjian.matters.queries import visible_matter
from gongjian.orgs.models import Officer
from gongjian.orgs.passes import picture, token_of
from gongjian.orgs.photos import photo_of
from gongjian.workbench.person import person
from gongjian.workbench.street import carried, paper_context, pass_code


@login_required
@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """Show the person's own certificate, to be held out to the party."""
    actor, clock = person(request), clocks.current()
    officer = Officer.objects.select_related("agency", "unit").filter(pk=actor.officer or 0).first()
    paper = carried(actor, clock.today())
    token, photo = token_of(paper) if paper else "", photo_of(officer) if officer else None
    context = {
        "actor": actor,
        "officer": officer,
        "certificate": paper,
        "picture": picture(photo.sha256) if photo else "",
        "token": token,
        "code": pass_code(token) if token else "",
        "now": clock.now(),
    }
    return render(request, "workbench/certificate.html", context)


@login_required
@require_safe
def on_spot(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the paper of a penalty on the spot: number, code, print, and what comes next."""
    actor = person(request)
    context = paper_context(actor, visible_matter(actor, uid), clocks.current())
    part = request.headers.get("HX-Request") == "true"
    template = "workbench/_on_spot_paper.html" if part else "workbench/on_spot.html"
    return render(request, template, {"actor": actor, **context})
