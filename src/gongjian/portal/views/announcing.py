"""Announcements of the agencies: those of today, one of them, and the same as data."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common.errors import NotFound
from gongjian.exante.announcements.queries import NEWEST_FIRST, public_one, shown_on
from gongjian.portal.reading import dated, public_tables_only
from gongjian.ui.pager import page

NONE = "没有这份公告，或者链接不完整。请从“公告”列表查找"


@dated
@public_tables_only
@require_safe
def announcements(request: HttpRequest, today: date) -> HttpResponse:
    """List what is announced today, newest first."""
    found = page(shown_on(today), order=NEWEST_FIRST, after=request.GET.get("after", ""))
    context = {"section": "announcements", "rows": found.rows, "page": found}
    return render(request, "portal/announcements.html", context)


@dated
@public_tables_only
@require_safe
def announcement(request: HttpRequest, today: date, token: str) -> HttpResponse:
    """Show one; whose last day has passed or that was taken down answers 410, saying which."""
    row = public_one(token)
    if row is None:
        raise NotFound(NONE)
    over = row.withdrawn_on is not None or row.until < today
    name = "portal/announcement_over.html" if over else "portal/announcement.html"
    context = {"section": "announcements", "row": row}
    response = render(request, name, context, status=410 if over else 200)
    if over:
        response["X-Robots-Tag"] = "noindex, noarchive"
    return response


@dated
@public_tables_only
@require_safe
def announcements_json(request: HttpRequest, today: date) -> JsonResponse:
    """Hand out all that is announced today as data."""
    rows = [
        {
            "agency": row.agency.name,
            "kind": row.kind,
            "kind_name": row.kind_name,
            "title": row.title,
            "body": row.body,
            "published_on": row.published_on.isoformat(),
            "until": row.until.isoformat(),
            "url": f"{settings.GONGJIAN_PUBLIC_URL}/announcements/{row.token}",
        }
        for row in shown_on(today)
    ]
    answer = {"announcements": rows}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 2})
