"""The register of publication: what was shown, hidden, withheld, corrected and taken back."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common.errors import NotFound
from gongjian.publicity.register import KINDS, ORDER, entry, register
from gongjian.ui.pager import page
from gongjian.workbench.filters import kept_filters
from gongjian.workbench.views.channels import sections
from gongjian.workbench.views.credit import reader

LONGEST = 80


@login_required
@require_safe
def publication_register(request: HttpRequest) -> HttpResponse:
    """Show the register, filtered by what became of a round and by number."""
    actor, kind = reader(request), request.GET.get("of", "")
    if kind and kind not in KINDS:
        raise NotFound("没有这个筛选。请从页面上的筛选中选择")
    words = request.GET.get("q", "").strip()[:LONGEST]
    shown = page(register(actor, kind, words), order=ORDER, after=request.GET.get("after", ""))
    context = {
        "sections": sections(actor),
        "here": "publication_register",
        "kinds": [("", "全部"), *((code, label) for code, (label, _) in KINDS.items())],
        "kind": kind,
        "q": words,
        "page": shown,
        "kept": kept_filters(request, "publication_register"),
        "entries": [entry(release) for release in shown.rows],
    }
    return render(request, "workbench/channels/register.html", context)
