"""The other parties of a case, and the cases that were split from it, as its page shows them."""

from dataclasses import dataclass
from typing import Any

from gongjian.cases.models import Case
from gongjian.cases.queries import further_of
from gongjian.common.acts import Actor
from gongjian.matters.models import Matter
from gongjian.matters.queries import visible_matters


@dataclass(frozen=True, slots=True)
class Related:
    """A party beside the principal one; `matter` only where the person may open it."""

    name: str
    role: str = ""
    state: str = ""
    reason: str = ""
    matter: Matter | None = None


def further_context(actor: Actor, case: Case) -> dict[str, Any]:
    """Return the other parties and the case this one was split from; one to three queries."""
    rows = further_of(case)
    cases = [row.own_case for row in rows if row.own_case is not None]
    first = case.split_from
    wanted = [c.matter_id for c in (*cases, *([first] if first else []))]
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
    return {"further": further, "split_from": origin}
