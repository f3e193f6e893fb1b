"""Completeness of publication: every series of numbers, and what became of each number."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common.cells import harmless
from gongjian.common.errors import NotFound
from gongjian.portal.reading import only_public, public_tables_only
from gongjian.publicity.choices import NumberState
from gongjian.publicity.models import PublicNumber, PublicSeries
from gongjian.publicity.numbers.reading import (
    BLOCK,
    all_series,
    block,
    blocks_of,
    number_json,
    series_json,
    series_of,
)
from gongjian.ui.pager import page

NONE_SUCH = "没有这个文号系列，或者没有这一页。请从“文号公示情况”进入"
ORDER = ("-year", "title", "id")
COLUMNS = ("number", "serial", "state", "ground", "due_on", "state_on", "token")
SUMS = ("agency", "series", "year", "title", "given", "hidden", *NumberState.values)


@public_tables_only
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """List the series of all agencies with what became of their numbers."""
    found = page(all_series(), order=ORDER, after=request.GET.get("after", ""))
    context = {"section": "numbers", "page": found, "rows": found.rows}
    return render(request, "portal/numbers.html", context)


@public_tables_only
@require_safe
def numbers_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out the sums of every series as CSV (UTF-8 with BOM)."""
    rows = []
    for series in all_series().order_by(*ORDER).iterator(chunk_size=1000):
        told = series_json(series)
        rows.append([harmless(str({**told, **told["counts"]}[name])) for name in SUMS])
    return _saved(HttpResponse("\ufeff" + _lines([SUMS, *rows])), "text/csv", "numbers.csv")


@public_tables_only
@require_safe
def number_series(request: HttpRequest, uid: UUID, at: int = 0) -> HttpResponse:
    """Show a series: the sums, and the numbers of one page, at first the newest."""
    series = _series(uid)
    last = blocks_of(series)
    at = at or last
    if at > last:
        raise NotFound(NONE_SUCH)
    context = {
        "section": "numbers",
        "series": series,
        "counts": [(s, s.label, getattr(series, s.value)) for s in NumberState],
        "numbers": block(series, at),
        "at": at,
        "blocks": [(n, (n - 1) * BLOCK + 1, min(n * BLOCK, series.given)) for n in _near(at, last)],
    }
    return render(request, "portal/number_series.html", context)


@require_safe
def series_csv(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Hand out every shown number of a series as CSV (UTF-8 with BOM)."""

    series = _read(uid)

    def pieces() -> Iterator[str]:
        yield "\ufeff" + _lines([COLUMNS])
        for batch in _batches(series):
            told = map(number_json, batch)
            yield _lines([harmless(str(row[name] or "")) for name in COLUMNS] for row in told)

    return _saved(StreamingHttpResponse(pieces()), "text/csv", f"{uid}.csv")


@require_safe
def series_json_file(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Hand out the sums of a series and every shown number as JSON."""
    series = _read(uid)
    told = series_json(series)
    found = [number_json(number) for batch in _batches(series) for number in batch]
    text = json.dumps({**told, "numbers": found}, ensure_ascii=False, sort_keys=True)
    return _saved(HttpResponse(text), "application/json", f"{uid}.json")


def _near(at: int, last: int) -> list[int]:
    """Return the pages that a page leads to: the first, the last and those beside it."""
    return sorted({1, last, *range(max(at - 4, 1), min(at + 4, last) + 1)})


def _series(uid: UUID) -> PublicSeries:
    series = series_of(uid)
    if series is None:
        raise NotFound(NONE_SUCH)
    return series


def _read(uid: UUID) -> PublicSeries:
    with only_public():
        return _series(uid)


def _batches(series: PublicSeries) -> Iterator[list[PublicNumber]]:
    for number in range(1, blocks_of(series) + 1):
        with only_public():
            found = block(series, number)
        yield found


def _lines(rows: Any) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _saved(answer: HttpResponseBase, kind: str, name: str) -> HttpResponseBase:
    answer["Content-Type"] = f"{kind}; charset=utf-8"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
