"""Reads of the yearly reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from gongjian.common.acts import Actor
from gongjian.common.errors import NotFound
from gongjian.jurisdiction.profiles import profile
from gongjian.orgs.choices import Role
from gongjian.orgs.models import Agency
from gongjian.publicity.leaks.scanning import PublicText

from .choices import ReportState
from .models import AnnualReport, PublicReport
from .stating import reasons

READERS = frozenset({"publisher", "publication_checker", "agency_head", "supervisor"})
DUTIES = (
    ("annual_report.collect", "汇总数据"),
    ("annual_report.report", "报送"),
    ("annual_report.publish", "公开"),
)


@dataclass(frozen=True, slots=True)
class Duty:
    """What is due about a year's report, until when, by which clause."""

    label: str
    due_on: date
    citation: str
    late: bool


def may_read(actor: Actor) -> bool:
    """Tell whether this person looks after the figures of the agency."""
    return actor.agency is not None and bool(actor.roles & READERS)


def reports_waiting(actor: Actor, today: date) -> list[AnnualReport]:
    """Return the reports that this person may approve or publish now; one query for such a person.

    Nobody approves what they drafted; nobody publishes before the year has ended.
    """
    mine = Q()
    if Role.AGENCY_HEAD in actor.roles:
        mine |= Q(state=ReportState.DRAFTED) & ~Q(drafted_by=actor.officer)
    if Role.PUBLICATION_CHECKER in actor.roles:
        mine |= Q(state=ReportState.APPROVED, year__lt=today.year)
    if not mine or actor.agency is None:
        return []
    found = AnnualReport.objects.filter(mine, agency=actor.agency).defer("tables", "query")
    return list(found.select_related("drafted_by").order_by("year", "id"))


def duties(agency: Agency, year: int, today: date) -> list[Duty]:
    """Return the days on which the report about a year is due here; a published one is never late.

    Source: the parameters `annual_report.*` of the profile.
    """
    rules = profile(agency.profile)
    done = AnnualReport.objects.filter(agency=agency, year=year, state=ReportState.PUBLISHED)
    open_ = not done.exists()
    found = []
    for code, label in DUTIES:
        rule = rules.parameter(code, on=date(year, 12, 31))
        due = rule.yearly_date(year)
        found.append(Duty(label, due, rule.citation, open_ and today > due))
    return found


def publish_due_on(agency: Agency, year: int) -> date:
    """Return the last day on which the report about a year is published in time."""
    rule = profile(agency.profile).parameter("annual_report.publish", on=date(year, 12, 31))
    return rule.yearly_date(year)


def reports_of(actor: Actor) -> QuerySet[AnnualReport]:
    """Return the rounds of this person's agency."""
    if not may_read(actor):
        return AnnualReport.objects.none()
    people = ("drafted_by", "checked_by", "published_by", "agency")
    return AnnualReport.objects.filter(agency=actor.agency).select_related(*people)


def visible_report(actor: Actor, uid: UUID) -> AnnualReport:
    """Return a report this person may see.

    Raises:
        NotFound: there is none, or it is another agency's.
    """
    found = reports_of(actor).select_related("public").filter(uid=uid).first()
    if found is None:
        raise NotFound("没有这份年报，或者您无权查看。请从列表中打开")
    return found


def shown() -> QuerySet[PublicReport]:
    """Return the reports that the public may read."""
    return PublicReport.objects.filter(closed_on__isnull=True)


def public_texts() -> Iterator[PublicText]:
    """Yield every published report as the nightly scan reads it: its address, what people wrote."""
    rows = shown().values_list("uid", "report__agency", "analysis", "tables")
    for uid, agency, analysis, tables in rows.order_by("pk").iterator():
        yield PublicText(f"/annual/{uid}", agency, "\n".join([analysis, *reasons(tables)]))


def public_reports() -> QuerySet[PublicReport]:
    """Return what the public may list: newest year first."""
    return shown().defer("tables", "analysis", "query")


def public_report(uid: UUID) -> PublicReport | None:
    """Return one published report; one query."""
    return shown().filter(uid=uid).first()
