"""What pages need to show something of: a list that is late, a yearly report, measured forms."""

from datetime import timedelta
from typing import Any

from gongjian.common import clock as clocks
from gongjian.common.acts import SYSTEM, Actor
from gongjian.exante.choices import ListKind
from gongjian.exante.services import NoteAdjustment, note_adjustment
from gongjian.exante.stating import Material, StateGuide, state_guide
from gongjian.insight.services import (
    ApproveReport,
    DraftReport,
    PublishReport,
    approve_report,
    draft_report,
    publish_report,
)
from gongjian.orgs.models import Agency
from gongjian.orgs.queries import actor_for, officers_with_role
from gongjian.ui.burden import took

FORGOTTEN = "。每周六上午另有值班窗口"
# Invented seconds for forms of every length; the same numbers for each form, shifted by its place.
SECONDS = (20, 35, 50, 70, 95, 130, 170, 240, 330, 460)
FORMS = (
    "intake.register_clue",
    "cases.approve_filing",
    "cases.add_evidence",
    "cases.draft_decision",
    "cases.inform_party",
    "cases.deliver_decision",
)


def let_a_list_fall_behind(agency: Agency, guide: dict[str, Any]) -> None:
    """Change a service guide whose list nobody brings up to date."""
    materials = tuple(Material(**one) for one in guide["materials"])
    changed = guide | {"materials": materials, "place": guide["place"] + FORGOTTEN}
    state_guide(actor=_holder(agency, "publisher"), cmd=StateGuide(**changed))
    note_adjustment(actor=SYSTEM, cmd=NoteAdjustment(agency.uid, ListKind.GUIDES))


def report_last_year(agency: Agency) -> None:
    """Publish the report of the year before, which in the demo has no cases yet."""
    year = clocks.current().today().year - 1
    publisher, head = _holder(agency, "publisher"), _holder(agency, "agency_head")
    drafted = draft_report(actor=publisher, cmd=DraftReport(year=year))
    said = ApproveReport(report=drafted.uid, opinion="同意公开。")
    approve_report(actor=head, cmd=said)
    publish_report(
        actor=_holder(agency, "publication_checker"), cmd=PublishReport(report=drafted.uid)
    )


def measure_forms() -> None:
    """Count invented lengths of forms, as if the demo's people had filled them in on pages."""
    now = clocks.current().now() - timedelta(days=1)
    for place, form in enumerate(FORMS, start=1):
        for seconds in SECONDS:
            took(form, now, seconds * place // 2)


def _holder(agency: Agency, role: str) -> Actor:
    today = clocks.current().today()
    officer = officers_with_role(agency, role, today).select_related("agency")[0]
    return actor_for(officer, "demo", today)
