"""The other parties of a case, and the cases that were split from it, as its page shows them."""

from dataclasses import dataclass
from typing import Any

from gongjian.cases.daily import daily_of, words
from gongjian.cases.joint import joint_parties
from gongjian.cases.models import Case, JointParty
from gongjian.cases.queries import further_of
from gongjian.common.acts import Actor
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.queries import visible_matters

from .agencies import agencies_told


@dataclass(frozen=True, slots=True)
class Related:
    """A party beside the principal one; `matter` only where the person may open it."""

    name: str
    role: str = ""
    state: str = ""
    reason: str = ""
    matter: Matter | None = None


def further_context(actor: Actor, case: Case) -> dict[str, Any]:
    """Return the other parties, the case this one was split from, and who is decided on with it.

    One to three queries, two more where the decision is one for several parties.
    """
    rows = further_of(case)
    joined = joint_parties(case)
    cases = [row.own_case for row in rows if row.own_case is not None]
    first, daily = case.split_from, daily_of(case)
    base = daily.decision.case if daily else None
    wanted = [
        c.matter_id for c in (*cases, *(row.case for row in joined), *filter(None, (first, base)))
    ]
    seen = visible_matters(actor).filter(pk__in=wanted) if wanted else []
    open_to = {matter.pk: matter for matter in seen}
    further = [
        Related(
            row.party.name,
            row.get_role_display(),
            row.get_state_display(),
            row.left_reason or row.reason,
            open_to.get(row.own_case.matter_id) if row.own_case else None,
        )
        for row in rows
    ]
    origin = Related(first.party.name, matter=open_to.get(first.matter_id)) if first else None
    together = [_together(row, case, open_to.get(row.case.matter_id)) for row in joined]
    return {
        "further": further,
        "split_from": origin,
        "daily": daily,
        "daily_words": words(daily) if daily else "",
        "daily_base": open_to.get(base.matter_id) if base else None,
        "together": together,
        "agencies": agencies_told(case),
    }


def _together(row: JointParty, case: Case, matter: Matter | None) -> Related:
    """Return a party of the one decision: how far its own case has come, and what its part was."""
    places = process_of(row.case.matter).places
    stands = "、".join(places[code].name for code in row.case.matter.marking)
    leading = "决定书在本案中作出" if row.case_id == row.lead_id == case.pk else ""
    leading = leading or ("决定书在该案中作出" if row.case_id == row.lead_id else "")
    shown = None if row.case_id == case.pk else matter
    return Related(row.case.party.name, leading, stands, row.share, shown)
