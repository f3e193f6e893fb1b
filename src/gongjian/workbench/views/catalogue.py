"""The catalogue of causes: what an agency may name, and how each is weighed and proven."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.catalog.citing import cited
from gongjian.catalog.library import causes, grounds_of
from gongjian.catalog.proving import kinds
from gongjian.catalog.queries import cause_on, causes_for
from gongjian.catalog.shown import articles_of, conditions, ranges_shown
from gongjian.catalog.words import CONFIDENCE, DOMAINS, EFFECTS, LAYERS, PENALTY_KINDS
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import NotFound
from gongjian.orgs.models import Agency
from gongjian.workbench.person import person


@login_required
@require_safe
def cause_list(request: HttpRequest) -> HttpResponse:
    """List the causes of the person's agency (of all domains for who belongs to none)."""
    actor = person(request)
    today = clocks.current().today()
    words = request.GET.get("q", "").strip()[:100]
    agency = Agency.objects.filter(pk=actor.agency or 0).first()
    domains = [agency.domain] if agency else list(DOMAINS)
    profile = agency.profile if agency else "national"
    found = {c.code: c for d in domains for c in causes_for(d, today, profile, words)}
    rows = [
        {"cause": c, "basis": cited(articles_of(c, "basis")), "ranges": ranges_shown(c)}
        for c in found.values()
    ]
    context = {"actor": actor, "rows": rows, "q": words, "total": len(causes())}
    return render(request, "workbench/causes.html", context)


@login_required
@require_safe
def cause_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one cause: articles, ranges with their benchmark, grounds, evidence guide."""
    actor = person(request)
    cause = cause_on(code, clocks.current().today(), _profile(actor))
    if cause is None:
        raise NotFound("目录中没有这项案由，或者它现在没有施行。请从案由目录进入")
    context = {
        "actor": actor,
        "cause": cause,
        "domain": DOMAINS[cause.domain],
        "layer": LAYERS[cause.layer],
        "confidence": CONFIDENCE[cause.confidence],
        "violated": cited(articles_of(cause, "violated")),
        "basis": cited(articles_of(cause, "basis")),
        "ranges": ranges_shown(cause),
        "penalties": [(PENALTY_KINDS[p.kind], p) for p in cause.penalties],
        "bare_steps": [s.name for s in cause.steps.values() if not s.range],
        "rows": [
            (conditions(cause, row.when), cause.steps[str(row.then)], row)
            for row in cause.table.rows
        ],
        "grounds": [(g, "、".join(EFFECTS[e] for e in g.effects)) for g in grounds_of(cause)],
        "elements": [(e, kinds(e.needs), kinds(e.helps)) for e in cause.elements.values()],
    }
    return render(request, "workbench/cause.html", context)


def _profile(actor: Actor) -> str:
    agency = Agency.objects.filter(pk=actor.agency or 0).first()
    return agency.profile if agency else "national"
