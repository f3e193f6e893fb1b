"""The quiet notices: a list, marking as read, and the daily letter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongjian.common import clock as clocks
from gongjian.ui.pager import page
from gongjian.workbench.models import Digest
from gongjian.workbench.notices import mark_read, notices_of
from gongjian.workbench.person import person


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List what this person was told, newest first."""
    actor = person(request)
    found = notices_of(actor).select_related("matter")
    only = request.GET.get("only", "")
    if only == "unread":
        found = found.filter(read_at=None)
    told = page(found, order=("-raised_at", "-id"), after=request.GET.get("after", ""))
    digest = Digest.objects.filter(officer=actor.officer or 0).first()
    context = {"actor": actor, "rows": told.rows, "page": told, "only": only, "digest": digest}
    return render(request, "workbench/notices.html", context)


@login_required
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read and go to its matter, or mark all of them."""
    actor, now = person(request), clocks.current().now()
    asked = request.POST.get("notice", "")
    if not asked:
        mark_read(actor, now)
        return redirect("workbench:notices")
    pk = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    row = notices_of(actor).select_related("matter").filter(pk=pk).first()
    if row is None:
        raise Http404
    mark_read(actor, now, row.pk)
    if row.matter is None:
        return redirect("workbench:leaks")
    return redirect("workbench:matter", row.matter.uid)


@login_required
@require_POST
def daily_letter(request: HttpRequest) -> HttpResponse:
    """Switch the daily letter on or off."""
    actor, address = person(request), request.POST.get("address", "").strip()
    if actor.officer is None:
        raise Http404
    on = "on" in request.POST
    try:
        if on:
            validate_email(address)
    except ValidationError:
        messages.error(request, _("邮箱地址不正确，没有保存。请核对后重试"))
        return redirect("workbench:notices")
    Digest.objects.update_or_create(
        officer_id=actor.officer, defaults={"on": on, "address": address[:254]}
    )
    messages.success(request, _("已开启每日邮件") if on else _("已关闭每日邮件"))
    return redirect("workbench:notices")
