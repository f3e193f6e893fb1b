"""What is drawn for the public and waits for this person: lists to check, yearly reports."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.common.acts import Actor
from gongjian.common.clock import local_date
from gongjian.exante.choices import ListKind
from gongjian.exante.queries import lists_to_check
from gongjian.insight.choices import ReportState
from gongjian.insight.queries import reports_waiting


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing, what is to be done with it, who drew it and when, where it is done."""

    title: str
    step: str
    drawn_by: str
    drawn_on: date
    link: str


def waiting_for(actor: Actor, today: date) -> list[Waiting]:
    """Return what another drew and this person may release or approve; a query for each kind."""
    drawn = [
        Waiting(
            ListKind(one.kind).label,
            _("复核并公布"),
            one.drafted_by.name if one.drafted_by else _("系统"),
            local_date(one.drafted_at),
            reverse("workbench:list", args=[one.kind]),
        )
        for one in lists_to_check(actor)
    ]
    steps = {ReportState.DRAFTED: _("审定"), ReportState.APPROVED: _("公开")}
    return drawn + [
        Waiting(
            _("%(year)s年行政执法统计年报") % {"year": one.year},
            steps[ReportState(one.state)],
            one.drafted_by.name,
            local_date(one.drafted_at),
            reverse("workbench:annual_report", args=[one.uid]),
        )
        for one in reports_waiting(actor, today)
    ]
