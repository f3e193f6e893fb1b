"""What the nightly scan found in public texts, and when it last ran."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import acts
from gongjian.common.errors import NotFound
from gongjian.matters.queries import visible_matters
from gongjian.publicity.leaks.reading import last_scan, leaks_of
from gongjian.ui.pager import page
from gongjian.workbench.views.channels import sections
from gongjian.workbench.views.credit import reader

JUDGE = "publicity.judge_text_leak"
FILTERS = {"": "待核查", "all": "全部"}


@login_required
@require_safe
def leaks(request: HttpRequest) -> HttpResponse:
    """List the finds, each leading to its case where this person may see it."""
    actor, kind = reader(request), request.GET.get("of", "")
    if kind not in FILTERS:
        raise NotFound("没有这个筛选。请从页面上的筛选中选择")
    found = leaks_of(actor, only_open=not kind)
    shown = page(found, order=("-id",), after=request.GET.get("after", ""))
    matters = {leak.pk: leak.item.decision.case.matter_id for leak in shown.rows if leak.item}
    seen = dict(visible_matters(actor).filter(pk__in=matters.values()).values_list("pk", "uid"))
    context = {
        "sections": sections(actor),
        "here": "leaks",
        "filters": FILTERS.items(),
        "kind": kind,
        "page": shown,
        "rows": shown.rows,
        "cases": {leak: seen.get(matter) for leak, matter in matters.items()},
        "last": last_scan(),
        "judge": acts.service(JUDGE) if acts.may(actor, acts.service(JUDGE)) else None,
        "own": actor.agency,
    }
    return render(request, "workbench/channels/leaks.html", context)
