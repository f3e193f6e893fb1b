"""What a person may choose in the forms of reports."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.ui.options import options

from .choices import ReportState
from .models import AnnualReport
from .tables import report_def


@options("insight.stated_column")
def stated_column(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the columns that this system cannot count."""
    form = report_def()
    tables = {t.code: t.name.partition("　")[0] for t in form.tables}
    return [(c.code, f"{tables[c.table]}：{c.name}") for c in form.stated]


def _reports(actor: Actor, state: str) -> list[tuple[str, str]]:
    found = AnnualReport.objects.filter(agency=actor.agency, state=state).order_by("-year")
    return [(str(r.uid), f"{r}（第{r.round}稿）") for r in found]


@options("insight.drafted_report")
def drafted_report(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the reports that wait for approval."""
    return _reports(actor, ReportState.DRAFTED)


@options("insight.approved_report")
def approved_report(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the reports that wait for publication."""
    return _reports(actor, ReportState.APPROVED)
