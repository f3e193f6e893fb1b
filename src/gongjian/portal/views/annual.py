"""Yearly reports: the list, a report with its tables, and the same as data."""

import csv
import io
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common.cells import harmless
from gongjian.common.errors import NotFound
from gongjian.insight.models import PublicReport
from gongjian.insight.queries import public_report, public_reports
from gongjian.insight.showing import CSV_HEAD, csv_lines, laid_out
from gongjian.portal.reading import public_tables_only

AT_MOST = 200


@public_tables_only
@require_safe
def annual(request: HttpRequest) -> HttpResponse:
    """List the published reports, the newest year first."""
    context = {"section": "statistics", "reports": list(public_reports()[:AT_MOST])}
    return render(request, "portal/annual.html", context)


@public_tables_only
@require_safe
def annual_report(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one report: the written part, the tables, and how anyone recomputes them."""
    report = _report(uid)
    context = {"section": "statistics", "report": report, "tables": laid_out(report.tables)}
    return render(request, "portal/annual_report.html", context)


@public_tables_only
@require_safe
def annual_csv(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out every cell of a report as CSV (UTF-8 with BOM)."""
    report = _report(uid)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(CSV_HEAD)
    writer.writerows([harmless(cell) for cell in line] for line in csv_lines(report.tables))
    return _saved(
        HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8"),
        f"annual-report-{report.year}.csv",
    )


@public_tables_only
@require_safe
def annual_json(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the frozen tables with their query and hash."""
    report = _report(uid)
    told = {
        "agency": report.agency_name,
        "year": report.year,
        "version": report.version,
        "published_on": report.published_on.isoformat(),
        "query": report.query,
        "sha256": report.digest,
        "tables": report.tables,
    }
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "sort_keys": True})
    return _saved(answer, f"annual-report-{report.year}.json")


def _report(uid: UUID) -> PublicReport:
    found = public_report(uid)
    if found is None:
        raise NotFound("没有这份年报。请从年报列表中打开")
    return found


def _saved(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
