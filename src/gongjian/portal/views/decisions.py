"""The published decisions: list, page, and the published text itself."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common.errors import NotFound
from gongjian.portal.queries import home_figures
from gongjian.portal.reading import dated, public_tables_only
from gongjian.publicity import queries
from gongjian.publicity.models import PublicItem
from gongjian.publicity.rendition import canonical
from gongjian.ui.pager import capped_count, page

ORDER = ("-decided_on", "-id")
MOST_LETTERS = 100
GONE = "没有这条公示信息。它可能从未公示，或者链接不完整。请从“处罚决定”列表查找"


@dated
@public_tables_only
@require_safe
def decisions(request: HttpRequest, today: date) -> HttpResponse:
    """List live publications; filters stay while one turns pages."""
    words = request.GET.get("q", "").strip()[:MOST_LETTERS]
    agency, year = _uid(request.GET.get("agency", "")), _year(request.GET.get("year", ""))
    found = queries.live_items(agency=agency, year=year, words=words)
    figures = home_figures(today)
    kept = _kept(words, agency, year)
    shown = page(found, order=ORDER, after=request.GET.get("after", ""))
    context = {
        "section": "decisions",
        "page": shown,
        "query": f"{kept}&" if kept else "",
        "count": capped_count(found) if words else "",
        "words": words,
        "agency": agency,
        "year": year,
        "agencies": [
            (n, uid, items, _kept(words, uid, year)) for uid, n, items in figures.agencies
        ],
        "years": [(y, _kept(words, agency, y)) for y in figures.years],
        "any_agency": _kept(words, None, year),
        "any_year": _kept(words, agency, None),
        "any_words": _kept("", agency, year),
    }
    return render(request, "portal/decisions.html", context)


@public_tables_only
@require_safe
def decision(request: HttpRequest, token: str) -> HttpResponse:
    """Show one decision: the summary first, then what, why, penalty, remedies, dates, checking.

    A withdrawn one answers 410 with number, reason and date.
    """
    item = queries.item(token)
    if item is None:
        return _tombstone(request, token)
    file = queries.file_of(item)
    context = {
        "section": "decisions",
        "item": item,
        "data": item.data,
        "file": file,
        "late": item.days_late,
    }
    response = render(request, "portal/decision.html", context)
    if item.data["party"]["kind"] in {"natural", "sole_trader"}:
        # Pages about persons stay out of search engines. Source: LAW.md 11.3.
        response["X-Robots-Tag"] = "noindex, noarchive"
    return response


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


def _tombstone(request: HttpRequest, token: str) -> HttpResponse:
    gone: PublicItem | None = queries.tombstone(token)
    if gone is None:
        raise NotFound(GONE)
    context = {"section": "decisions", "item": gone}
    response = render(request, "portal/withdrawn.html", context, status=410)
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _uid(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise NotFound("没有这个执法机关。请从列表的筛选中选择") from None


def _year(typed: str) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and 1949 <= int(typed[:5]) <= 2200):
        raise NotFound("没有这个年份。请从列表的筛选中选择")
    return int(typed)


def _kept(words: str, agency: UUID | None, year: int | None) -> str:
    kept = QueryDict(mutable=True)
    for name, value in (("q", words), ("agency", agency), ("year", year)):
        if value:
            kept[name] = str(value)
    return kept.urlencode()
