"""Figures, open data, feed and sitemap: the same renditions in other forms."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common.errors import NotFound
from gongjian.common.money import yuan
from gongjian.portal.queries import home_figures
from gongjian.portal.reading import dated, only_public, public_tables_only
from gongjian.portal.statistics import beams, year_figures
from gongjian.publicity import dictionary, opendata
from gongjian.publicity.models import PublicItem
from gongjian.publicity.queries import live_items
from gongjian.publicity.showing import agencies_of_the_house, procedures_running
from gongjian.ui.figures import bars

NEWEST = 50
MOST_ADDRESSES = 49_000  # of 50,000 that a file may name: the house has pages of its own
PAGES = (
    "/",
    "/decisions/",
    "/rulings/",
    "/lists/",
    "/announcements/",
    "/statistics",
    "/numbers/",
    "/agencies/",
    "/data/",
    "/annual/",
    "/verify",
    "/about",
    "/not-yet",
    "/accessibility",
)


@dated
@public_tables_only
@require_safe
def statistics(request: HttpRequest, today: date) -> HttpResponse:
    """Draw the figures of a year, with a table behind every chart."""
    years = home_figures(today).years
    typed = request.GET.get("year", "") or str(today.year)
    if typed not in {str(year) for year in years}:
        raise NotFound("没有这个年份的统计。请从页面上的年份中选择")
    year = int(typed)
    figures = year_figures(year)
    context = {
        "section": "statistics",
        "year": year,
        "years": years,
        "figures": figures,
        "fined": yuan(figures.fine_fen),
        "months": bars(figures.months),
        "charts": [
            ("kinds", "处罚种类", "一件决定有几种处罚的，每种各计一件。", beams(figures.kinds)),
            ("agencies", "执法机关", "按作出决定的机关。", beams(figures.agencies)),
        ],
    }
    return render(request, "portal/statistics.html", context)


@public_tables_only
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Explain the open data: files, columns, schema, feed."""
    context = {"section": "data", "columns": dictionary.meanings(opendata.COLUMNS)}
    return render(request, "portal/data.html", context)


@require_safe
def data_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out every live item as CSV (UTF-8 with BOM, so that spreadsheets read it)."""
    head = "\ufeff" + _line(opendata.COLUMNS)
    return _stream(head, lambda item: _line(opendata.row_csv(item)), "text/csv", "decisions.csv")


@require_safe
def data_jsonl(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out every live item as JSON Lines: the whole rendition."""

    def line(item: PublicItem) -> str:
        return json.dumps(opendata.row_json(item), ensure_ascii=False, sort_keys=True) + "\n"

    return _stream("", line, "application/x-ndjson", "decisions.jsonl")


@require_safe
def data_gone(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out what was public and is no more as JSON Lines, so that copies can follow."""

    def line(item: PublicItem) -> str:
        return json.dumps(opendata.gone_json(item), default=str, ensure_ascii=False) + "\n"

    return _stream("", line, "application/x-ndjson", "gone.jsonl", opendata.gone_batch)


@require_safe
def data_schema(request: HttpRequest) -> JsonResponse:
    """Hand out the JSON Schema of a line."""
    return JsonResponse(opendata.schema(), json_dumps_params={"ensure_ascii": False, "indent": 2})


@public_tables_only
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Hand out the newest decisions as an Atom feed."""
    items = list(live_items().order_by("-published_on", "-id")[:NEWEST])
    updated = max((item.published_on for item in items), default=date(1970, 1, 1))
    context = {"items": items, "root": settings.GONGJIAN_PUBLIC_URL, "updated": updated}
    return render(request, "portal/feed.xml", context, content_type="application/atom+xml")


@public_tables_only
@require_safe
def sitemap(request: HttpRequest, after: int = 0) -> HttpResponse:
    """List the addresses for search engines, 50,000 a file; a further file is named by its start.

    The first file is an index of all of them once there are more than one.
    """
    root = settings.GONGJIAN_PUBLIC_URL
    starts = [after] if after else starts_of_sitemap()
    if len(starts) > 1:
        context = {"root": root, "starts": starts}
        return render(request, "portal/sitemaps.xml", context, content_type="application/xml")
    found, _ = opendata.sitemap_tokens(max(after - 1, 0), MOST_ADDRESSES - len(PAGES))
    pages = (*PAGES, *_pages_of_the_house()) if after <= 1 else ()
    context = {"root": root, "pages": pages, "items": found}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml")


def _pages_of_the_house() -> list[str]:
    """Return the addresses of its procedures and of what each agency has made public beforehand."""
    procedures = [f"/procedures/{one.process.code}" for one in procedures_running()]
    return [*procedures, *(f"/lists/{agency.code}/" for agency in agencies_of_the_house())]


def starts_of_sitemap() -> list[int]:
    """Return where each file begins, as id + 1."""
    starts, after = [1], 0
    while True:
        _, after = opendata.sitemap_tokens(after, MOST_ADDRESSES - len(PAGES))
        if not after:
            return starts
        starts.append(after + 1)


def _line(cells: "tuple[str, ...] | list[str]") -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _stream(
    head: str,
    line: Callable[[PublicItem], str],
    kind: str,
    name: str,
    batch: Callable[[int], tuple[list[PublicItem], int]] = opendata.batch,
) -> StreamingHttpResponse:
    """Send rows batch by batch; only while a batch is read are the other tables closed."""

    def pieces() -> Iterator[str]:
        yield head
        after = 0
        while True:
            with only_public():
                items, after = batch(after)
            if not items:
                return
            yield "".join(line(item) for item in items)

    answer = StreamingHttpResponse(pieces(), content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Robots-Tag"] = "noindex, noarchive"
    return answer
