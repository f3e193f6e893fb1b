"""The list of matters a person may see."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.cases.queries import case_numbers
from gongjian.common import clock as clocks
from gongjian.workbench.filters import kept_filters
from gongjian.workbench.inbox import STATES, matter_rows, matters_page
from gongjian.workbench.person import person


@login_required
@require_safe
def matter_list(request: HttpRequest) -> HttpResponse:
    """List visible matters, newest first, by state and by words of number, cause or party."""
    actor = person(request)
    today = clocks.current().today()
    words, asked = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    state = asked if asked in dict(STATES) else ""
    after = request.GET.get("after", "")
    matters = matters_page(actor, words=words, state=state, today=today, after=after)
    context = {
        "actor": actor,
        "rows": matter_rows(matters.rows, today),
        "numbers": case_numbers(matters.rows),
        "page": matters,
        "q": words,
        "state": state,
        "states": STATES,
        "kept": kept_filters(request, "matters"),
    }
    return render(request, "workbench/matters.html", context)
