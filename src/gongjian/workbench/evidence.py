"""The evidence of a case on its page, and what may be done about what equipment recorded."""

from typing import Any

from gongjian.cases.queries import case_of
from gongjian.cases.weighing import standing_of
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.ui.pager import page

from .money import offered
from .ordering import corrections_told

EVIDENCE_SHOWN = 40
ACTS = ("cases.add_monitored", "cases.check_monitored", "cases.tell_monitored")


def evidence_tab(actor: Actor, matter: Matter, after: str = "") -> dict[str, Any]:
    """Return what the tab shows: a page of evidence, inspections, the guide, rechecks, the acts."""
    case, clock = case_of(matter), clocks.current()
    held = case.evidence.select_related("origin__case", "checked_by", "registered_by")
    shown = page(held, order=("id",), after=after, size=EVIDENCE_SHOWN)
    return {
        "evidence": shown.rows,
        "pages": shown,
        "evidence_acts": offered(ACTS, actor, matter, clock),
        "inspections": case.inspections.select_related("lead", "second", "document"),
        "standing": standing_of(case, clock.today()),
        **corrections_told(case),
    }
