"""The button «下一个工作日» of the demo."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongjian.common import clock as clocks
from gongjian.workbench.clock import AdvanceClock, advance_clock
from gongjian.workbench.person import person


@login_required
@require_POST
def next_day(request: HttpRequest) -> HttpResponse:
    """Move the demo's clock to the next working day and return to the page."""
    if settings.GONGJIAN_MODE != "demo":
        raise Http404
    actor = person(request)
    advance_clock(actor=actor, cmd=AdvanceClock(days=1))
    today = clocks.current().today()
    messages.success(request, _("演示时钟已前进到%(day)s") % {"day": today.isoformat()})
    target = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return redirect(target if here and target.startswith("/staff/") else "/staff/")
