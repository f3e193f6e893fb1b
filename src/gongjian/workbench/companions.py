"""The cases of one event on the page of each (同案): who, how far, until when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases.companions import knows_companions, minors_among
from gongjian.cases.models import Case
from gongjian.cases.one_event import companions_of
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter
from gongjian.matters.queries import visible_matters

from .inbox import place_names
from .money import offered

ACTS = ("cases.open_companion", "cases.take_companion_evidence")


@dataclass(frozen=True, slots=True)
class CompanionRow:
    """One other offender; of a minor whose case this person may not see, only that he is one."""

    name: str
    stage: str = ""
    due_on: date | None = None
    matter: Matter | None = None


def companions_context(actor: Actor, matter: Matter, case: Case, clock: Clock) -> dict[str, Any]:
    """Return the other cases of the event and what may be done about them here.

    No query for a case of another procedure; else one, two more where there are others, one more
    where some of them may not be seen, and those of the acts.
    """
    if not knows_companions(matter):
        return {"knows_companions": False}
    others = companions_of(case)
    seen = _seen(actor, others)
    hidden = [one for one in others if one.matter_id not in seen]
    minors = minors_among(hidden, clock.today()) if hidden else set()
    return {
        "knows_companions": True,
        "companions": [_row(one, one.matter_id in seen, one.pk in minors) for one in others],
        "companion_acts": offered(ACTS, actor, matter, clock),
    }


def _seen(actor: Actor, others: list[Case]) -> set[int]:
    if not others:
        return set()
    reach = visible_matters(actor).filter(pk__in=[one.matter_id for one in others])
    return set(reach.values_list("pk", flat=True))


def _row(one: Case, may_see: bool, minor: bool) -> CompanionRow:
    if minor:
        return CompanionRow("未成年人")
    matter = one.matter
    shown = matter if may_see else None
    return CompanionRow(one.party.name, place_names(matter), matter.due_on, shown)
