"""Pages of the yearly report: what is due, the rounds, a report with its tables and checks."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.insight.choices import ReportState
from gongjian.insight.models import AnnualReport
from gongjian.insight.queries import duties, reports_of, visible_report
from gongjian.insight.showing import laid_out
from gongjian.orgs.models import Agency
from gongjian.ui.pager import page
from gongjian.workbench.views.channels import sections
from gongjian.workbench.views.credit import reader

DRAFT = "insight.draft_report"
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
        "tables": laid_out(report.tables),
        "acts": [] if early else _offered(actor, report),
        "early": early,
        "public": getattr(report, "public", None),
    }
    return render(request, "workbench/channels/annual_report.html", context)


def _offered(actor: Actor, report: AnnualReport) -> list[acts.Service[object]]:
    if report.state == ReportState.DRAFTED and report.drafted_by_id == actor.officer:
        return []
    services = (acts.service(code) for code in NEXT.get(ReportState(report.state), ()))
    return [s for s in services if acts.may(actor, s)]
