"""The page on which many files go to the archive: chosen, filled in, looked at, then taken."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import NotAllowed
from gongjian.ui.drafts import drop_draft, find_draft
from gongjian.workbench.archiving import (
    DRAFT,
    Batch,
    check,
    due_page,
    may_archive,
    perform,
    proposed,
    typed,
)
from gongjian.workbench.person import person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def archiving(request: HttpRequest) -> HttpResponse:
    """Show which files are due; of those chosen, what is to be filled in; on POST check or take."""
    actor = person(request)
    if not may_archive(actor):
        raise NotAllowed("批量归档由档案员办理。需要归档的，请联系本机关的档案员")
    if request.method == "POST":
        return _posted(request, actor)
    chosen = request.GET.getlist("matter")
    if chosen:
        restored = find_draft(request.user, DRAFT)
        kept = restored.data if restored else {}
        batch = proposed(actor, chosen, kept, clocks.current())
        return _page(request, actor, batch, restored=restored)
    todos = due_page(actor, request.GET.get("after", ""))
    context = {"actor": actor, "todos": todos.rows, "page": todos}
    return render(request, "workbench/archiving.html", context)


def _posted(request: HttpRequest, actor: Actor) -> HttpResponse:
    batch = typed(actor, request.POST)
    if "confirmed" not in request.POST:
        check(batch, actor)
        sound = len(batch.sound) == len(batch.rows)
        return _page(request, actor, batch, status=200 if sound else 422, checked=True)
    perform(batch, actor)
    if batch.left:
        return _page(request, actor, batch, status=422, checked=True)
    drop_draft(request.user, DRAFT)
    messages.success(request, _("已归档%(count)d件") % {"count": len(batch.done)})
    return redirect("workbench:archiving")


def _page(
    request: HttpRequest, actor: Actor, batch: Batch, *, status: int = 200, **told: Any
) -> HttpResponse:
    context = {"actor": actor, "batch": batch, "draft_key": DRAFT} | told
    return render(request, "workbench/archiving_rows.html", context, status=status)
