"""What a person may choose in the forms of reports."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.ui.options import options

from .choices import ReportState
from .models import AnnualReport
from .tables import Column, report_def


@options("insight.stated_column")
def stated_column(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the columns that this system cannot count."""
    return [(column.code, _label(column)) for column in report_def().stated]


@options("insight.money_column")
def money_column(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List those of them that ask for a sum as well."""
    return [(column.code, _label(column)) for column in report_def().sums]


@options("insight.counted_column")
def counted_column(actor: Actor, matter: Any) -> list[tuple[str, str]]:
    """List the columns that this system counts, to which acts outside it may be added."""
    return [(column.code, _label(column)) for column in report_def().counted]


def _label(column: Column) -> str:
    table = next(t for t in report_def().tables if t.code == column.table)
    return f"{table.name.partition('　')[0]}：{column.name}"


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
