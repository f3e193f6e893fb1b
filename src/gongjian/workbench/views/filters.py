"""Keep a filter of a list, and forget one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongjian.common import clock as clocks
from gongjian.common.errors import InvalidInput
from gongjian.workbench import filters


@login_required
@require_POST
def keep_filter(request: HttpRequest, page: str) -> HttpResponse:
    """Keep what the list is asked for, and return to it as it was."""
    name, query = request.POST.get("name", ""), request.POST.get("query", "")
    now = clocks.current().now()
    try:
        kept = filters.keep(request.user, page, name=name, query=query, now=now)
    except InvalidInput as error:
        messages.error(request, error.message)
        return redirect(filters.list_address(page, query))
    messages.success(request, _("筛选已保存，只有您自己看得到。"))
    return redirect(filters.list_address(page, kept.query))


@login_required
@require_POST
def forget_filter(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a kept filter, and return to its list."""
    address = filters.forget(request.user, number)
    messages.info(request, _("筛选已删除。"))
    return redirect(address)
