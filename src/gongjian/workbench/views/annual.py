"""Pages of the yearly report: what is due, the rounds, a report with its tables and checks."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import NotFound
from gongjian.insight.behind import behind, lines
from gongjian.insight.building import tables_of
from gongjian.insight.choices import ReportState
from gongjian.insight.models import AnnualReport
from gongjian.insight.queries import duties, reports_of, visible_report
from gongjian.insight.showing import Link, laid_out
from gongjian.insight.tables import report_def
from gongjian.orgs.models import Agency
from gongjian.ui.pager import page
from gongjian.workbench.views.channels import sections
from gongjian.workbench.views.credit import reader

DRAFT = "insight.draft_report"
OLDEST = 2019  # the year of the first report; 国办发〔2018〕118号
NEXT = {
    ReportState.DRAFTED: ("insight.approve_report", "insight.return_report"),
    ReportState.APPROVED: ("insight.publish_report",),
}


@login_required
@require_safe
def annual(request: HttpRequest) -> HttpResponse:
    """Show when the report about the last year is due here, and every round of every year."""
    actor, today = reader(request), clocks.current().today()
    assert actor.agency is not None
    agency = Agency.objects.get(pk=actor.agency)
    order = ("-year", "-round", "-id")
    found = page(reports_of(actor), order=order, after=request.GET.get("after", ""))
    context = {
        "sections": sections(actor),
        "here": "annual",
        "years": [(year, duties(agency, year, today)) for year in (today.year - 1, today.year)],
        "may_draft": acts.may(actor, acts.service(DRAFT)),
        "page": found,
        "rows": found.rows,
    }
    return render(request, "workbench/channels/annual.html", context)


@login_required
@require_safe
def annual_report(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one round: text, tables, how they were counted, and what this person may do with it."""
    actor = reader(request)
    report = visible_report(actor, uid)
    # Published is only what can no longer grow.
    ended = report.year < clocks.current().today().year
    early = report.state == ReportState.APPROVED and not ended
    context = {
        "sections": sections(actor),
        "here": "annual",
        "report": report,
        "tables": laid_out(report.tables, _rows_of(report.year)),
        "acts": [] if early else _offered(actor, report),
        "early": early,
        "public": getattr(report, "public", None),
    }
    return render(request, "workbench/channels/annual_report.html", context)


@login_required
@require_safe
def annual_figures(request: HttpRequest, year: int) -> HttpResponse:
    """Show what the system counts of a year as it stands now, before anybody drafts a report."""
    actor = reader(request)
    assert actor.agency is not None
    _begun(year)
    agency = Agency.objects.get(pk=actor.agency)
    tables = tables_of(agency, year, {}, report_def())
    context = {
        "sections": sections(actor),
        "here": "annual",
        "year": year,
        "tables": laid_out(tables, _rows_of(year)),
    }
    return render(request, "workbench/channels/annual_figures.html", context)


@login_required
@require_safe
def annual_rows(request: HttpRequest, year: int, column: str) -> HttpResponse:
    """List what is behind one figure: what this person may see, and the number of the rest."""
    actor = reader(request)
    _begun(year)
    found = behind(actor, year, column, _uid(request.GET.get("agency", "")))
    rows = page(
        found.visible.select_related(found.matter),
        order=("counted_on", "id"),
        after=request.GET.get("after", ""),
    )
    context = {
        "sections": sections(actor),
        "here": "annual",
        "year": year,
        "found": found,
        "page": rows,
        "rows": list(lines(found, rows.rows)),
    }
    return render(request, "workbench/channels/annual_rows.html", context)


def _begun(year: int) -> None:
    if not OLDEST <= year <= clocks.current().today().year:
        raise NotFound("没有这一年的数字。请从“统计年报”打开")


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound("没有这个机关。请从年报的表中打开") from error


def _rows_of(year: int) -> Link:
    """Return where the rows behind each figure of a year are read."""

    def link(column: str, agency: str) -> str:
        address = reverse("workbench:annual_rows", args=[year, column])
        return f"{address}?agency={agency}" if agency else address

    return link


def _offered(actor: Actor, report: AnnualReport) -> list[acts.Service[object]]:
    if report.state == ReportState.DRAFTED and report.drafted_by_id == actor.officer:
        return []
    services = (acts.service(code) for code in NEXT.get(ReportState(report.state), ()))
    return [s for s in services if acts.may(actor, s)]
