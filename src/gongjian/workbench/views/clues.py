"""Clues: the list and one clue."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.intake.choices import ClueState
from gongjian.intake.queries import filing_due, holding, visible_clue, visible_clues
from gongjian.matters.queries import visible_matters
from gongjian.ui.pager import page
from gongjian.workbench.filters import kept_filters
from gongjian.workbench.person import person

CLUE_ACTS = ("cases.open_case", "intake.set_aside_clue")


@login_required
@require_safe
def clue_list(request: HttpRequest) -> HttpResponse:
    """List visible clues, newest first, by state and by words of the clue; one query."""
    actor = person(request)
    words, asked = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    state = asked if asked in ClueState.values else ""
    clues = visible_clues(actor).filter(holding(words))
    clues = clues.select_related("agency", "unit", "registered_by", "matter")
    if state:
        clues = clues.filter(state=state)
    found = page(clues, order=("-registered_at", "-id"), after=request.GET.get("after", ""))
    context = {
        "actor": actor,
        "page": found,
        "rows": [(clue, filing_due(clue)) for clue in found.rows],
        "today": clocks.current().today(),
        "q": words,
        "state": state,
        "kept": kept_filters(request, "clues"),
        "states": ClueState.choices,
        "may_register": acts.may(actor, acts.service("intake.register_clue")),
    }
    return render(request, "workbench/clues.html", context)


@login_required
@require_safe
def clue_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one clue and what may be made of it."""
    actor = person(request)
    clue = visible_clue(actor, uid)
    offers = []
    if clue.state == ClueState.OPEN:
        known = (acts.service(code) for code in CLUE_ACTS)
        offers = [
            s for s in known if acts.may(actor, s) and not s.unmet(actor, None, clocks.current())
        ]
    context = {
        "actor": actor,
        "clue": clue,
        "offers": offers,
        "filing": filing_due(clue),
        "today": clocks.current().today(),
        "may_see_matter": clue.matter_id is not None
        and visible_matters(actor).filter(pk=clue.matter_id).exists(),
    }
    return render(request, "workbench/clue.html", context)
