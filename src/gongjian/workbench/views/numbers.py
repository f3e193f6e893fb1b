"""Numbers of decisions that are not public yet, each leading to its case."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import clock as clocks
from gongjian.common.errors import NotFound
from gongjian.orgs.models import Agency
from gongjian.publicity.choices import NumberState
from gongjian.publicity.numbers.reading import OPEN, all_series, open_numbers
from gongjian.ui.pager import page
from gongjian.workbench.views.channels import sections
from gongjian.workbench.views.credit import reader

SERIES_SHOWN = 12


@login_required
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Show the series of the agency, and every number that is overdue or still to be published."""
    actor, asked = reader(request), request.GET.get("state", "")
    if asked and asked not in OPEN:
        raise NotFound("没有这个筛选。请从页面上的筛选中选择")
    states = [NumberState(asked)] if asked else list(OPEN)
    assert actor.agency is not None
    found = open_numbers(actor, states)
    shown = page(found, order=("due_on", "id"), after=request.GET.get("after", ""))
    agency = Agency.objects.get(pk=actor.agency)
    series = all_series().filter(agency_uid=agency.uid).order_by("-year", "title")
    context = {
        "sections": sections(actor),
        "here": "numbers",
        "series": series[:SERIES_SHOWN],
        "states": [("", "全部"), *((s.value, s.label) for s in OPEN)],
        "state": asked,
        "page": shown,
        "rows": shown.rows,
        "today": clocks.current().today(),
    }
    return render(request, "workbench/channels/numbers.html", context)
