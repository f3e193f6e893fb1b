"""Error pages, drafts that save themselves, and the portal's type size."""

import sys
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gongjian.common import clock as clocks
from gongjian.common.db.away import AGAIN_SECONDS, away

from .answers import Trouble, answer
from .context import SIZE_COOKIE
from .drafts import drop_draft, save_draft

A_YEAR = timedelta(days=365)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400, or 413 where more was sent than the house takes in."""
    return answer(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def no_permission(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 where the database or the disk is away; neither is asked anything."""
    if not away(sys.exc_info()[1]):
        return answer(request, 500)
    told = answer(request, 503)
    told["Retry-After"] = str(AGAIN_SECONDS)
    return told


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose proof of origin is missing or old."""
    trouble = Trouble(
        _("页面已经过期"),
        _("这个页面打开的时间过长，或者浏览器没有保存本站的 Cookie，提交没有被接受。"),
        _("请返回上一页，重新提交；仍然不被接受的，请确认浏览器允许本站的 Cookie。"),
    )
    return answer(request, 403, trouble=trouble)


@require_POST
def keep_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what has been typed so far into one form of this person."""
    typed: dict[str, Any] = dict(request.POST.lists())
    saved_at = save_draft(request.user, key, typed, clocks.Clock().now())
    return JsonResponse({"saved_at": saved_at.astimezone(clocks.HOME_ZONE).strftime("%H:%M")})


@require_POST
def discard_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Forget a draft, and return to the form."""
    drop_draft(request.user, key)
    messages.info(request, _("草稿已经丢弃。"))
    return redirect(_back(request, "/staff/"))


# No token, hence no cookie for every reader of the portal: a forged one changes the type size.
@csrf_exempt
@require_POST
def type_size(request: HttpRequest) -> HttpResponse:
    """Remember whether this visitor reads in large type."""
    size = "large" if request.POST.get("size") == "large" else "normal"
    response = redirect(_back(request, "/"))
    response.set_cookie(SIZE_COOKIE, size, max_age=A_YEAR, samesite="Lax", httponly=True)
    return response


def _back(request: HttpRequest, otherwise: str) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if safe and target.startswith("/") else otherwise
