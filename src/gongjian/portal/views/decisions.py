"""The published decisions: list, page, and the published text itself."""

from collections.abc import Hashable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from gongjian.common.errors import NotFound
from gongjian.portal.facets import asked_in, days_of, facets_of, query_of
from gongjian.portal.queries import home_figures
from gongjian.portal.reading import dated, public_tables_only
from gongjian.portal.remembering import answered
from gongjian.publicity import queries
from gongjian.publicity.handing import content_of
from gongjian.publicity.models import PublicItem
from gongjian.publicity.rendition import canonical
from gongjian.publicity.searching import find, list_items, shown_of
from gongjian.ui.pager import SIZE

GONE = "没有这条公示信息。它可能从未公示，或者链接不完整。请从“处罚决定”列表查找"


@dated
@public_tables_only
@require_safe
def decisions(request: HttpRequest, today: date) -> HttpResponse:
    """List and search live publications; filters stay while one turns pages."""
    asked, after = asked_in(request.GET.dict()), request.GET.get("after", "")
    found, figures = find(asked, after=after), home_figures(today)

    def page() -> HttpResponse:
        shown = shown_of(found) if found else list_items(asked, after=after)
        context = {
            "section": "decisions",
            "page": shown,
            "words": asked.words,
            "filters": asked.facets,
            "facets": facets_of(asked, shown, figures),
            "any_words": query_of(asked, q=""),
            "days": asked,
            "days_typed": days_of(asked),
            "any_days": query_of(asked, **{"from": "", "to": ""}),
        }
        return render(request, "portal/decisions.html", context)

    def rows() -> Hashable | None:
        if found:
            return found, frozenset(queries.listed_rows(found.tokens)), figures
        if not asked.everything or after:
            return None  # without an index these are looked for anew
        return tuple(queries.latest_rows(SIZE + 1)), figures

    return answered(request, rows, page)


@public_tables_only
@require_safe
def decision(request: HttpRequest, token: str) -> HttpResponse:
    """Show one decision: the summary first, then what, why, penalty, remedies, dates, checking.

    A withdrawn one answers 410 with number, reason and date.
    """

    def page() -> HttpResponse:
        found = queries.item_with_asides(token)
        if found is None:
            return _tombstone(request, token)
        item, asides = found
        response = HttpResponse(page_of(request, item, asides))
        if item.data["party"]["kind"] in {"natural", "sole_trader"}:
            # Pages about persons stay out of search engines. Source: LAW.md 11.3.
            response["X-Robots-Tag"] = "noindex, noarchive"
        return response

    return answered(request, lambda: None if request.GET else queries.moving_row(token), page)


def page_of(request: HttpRequest, item: PublicItem, asides: queries.Asides) -> str:
    """Draw the page of a live decision."""
    context = {
        "section": "decisions",
        "item": item,
        "data": item.data,
        "sha256": asides.sha256,
        "late": item.days_late,
        "corrected": queries.corrected_before(item),
        "objections": queries.objections_to(item) if asides.objected else [],
    }
    return render_to_string("portal/decision.html", context, request)


@public_tables_only
@require_safe
def rendition(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the published text as it was hashed: canonical JSON."""
    item = queries.item(token)
    if item is None:
        return _tombstone(request, token)
    name = f"decision-{item.token}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    body = canonical(item.data)
    return HttpResponse(body, content_type="application/json; charset=utf-8", headers=headers)


@public_tables_only
@require_safe
def attachment(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Hand out an attachment: a PDF of pictures. With its item it is taken back (410).

    A file that is no longer the one that was published is not handed out.
    """
    item = queries.item(token)
    if item is None:
        return _tombstone(request, token)
    shown = queries.attachment_to(item, number)
    if shown is None:
        raise NotFound("这条公示信息没有这份附件。请从公示页面下载")
    body = content_of(shown)
    name = f"decision-{item.token}-{number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    response = HttpResponse(body, content_type="application/pdf", headers=headers)
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _tombstone(request: HttpRequest, token: str) -> HttpResponse:
    """Answer 410 with what remains: why it was taken back, or which version took its place."""
    corrected = queries.successor(token)
    if corrected is not None:
        old, current = corrected
        name, context = "portal/corrected.html", {"item": old, "current": current}
    elif (over := queries.ended(token)) is not None:
        name, context = "portal/ended.html", {"item": over, "current": None}
    elif (doubted := queries.suspended(token)) is not None:
        name, context = "portal/suspended.html", {"item": doubted, "current": None}
    else:
        gone: PublicItem | None = queries.tombstone(token)
        if gone is None:
            raise NotFound(GONE)
        name, context = "portal/withdrawn.html", {"item": gone, "current": None}
    response = render(request, name, {"section": "decisions", **context}, status=410)
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
