"""What stands between a matter and its next step, and which act on offer would bring it nearer."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from gongjian.common import acts
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.matters.choices import Warning
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.queries import Offer, Position
from gongjian.process.definition import StepDef
from gongjian.process.evaluating import compiled, last_times
from gongjian.process.guards import AllOf, AnyOf, Fact, Guard, Not, Since, atoms, conjuncts

Blocked = tuple[StepDef, list[str]]
# The side steps by which a person brings about what a guard waits for.
BRINGS: Mapping[str, tuple[str, ...]] = {
    "draft_is_discussed": ("record_discussion",),
    "guardian_ready": ("register_guardian",),
    "interpreter_ready": ("call_interpreter",),
    "person_known": ("establish_offender",),
    "detention_permitted": ("record_deputy_permit",),
    "nationality_known": ("note_foreigner",),
    "detention_settled": ("execute_detention",),
    "corrections_checked": ("recheck",),
    "victims_known": ("register_victim",),
    "victims_served": ("give_victim_copy",),
    "more_than_own_statement": ("add_evidence",),
    "seizures_on_record": ("record_seizure", "list_seized"),
}


def blocked_acts(actor: Actor, matter: Matter, clock: Clock, at: Position) -> list[Blocked]:
    """Return the next steps that would be this person's, each with why it is not possible yet.

    A step of another branch (the penalty is proposed, and this one ends without) is left out: no
    waiting leads there. Where nothing else is left they are all told, so that nobody is left
    without a reason.
    """
    process = process_of(matter)
    marking = frozenset(matter.marking)
    blocked: list[tuple[bool, Blocked]] = []
    for step in process.steps.values():
        service = acts.services().get(step.act)
        if service is None or step.side or step.exceptional or step.preset_in(marking) is None:
            continue
        if not acts.may(actor, service, matter):
            continue
        reasons = process.refusals(step, marking, at.history, at.facts, at.held)
        reasons += service.unmet(actor, matter, clock)
        if reasons:
            open_yet = step.guard is None or may_come(step.guard, at.facts) is not False
            blocked.append((open_yet, (step, list(dict.fromkeys(reasons)))))
    near = [one for open_yet, one in blocked if open_yet]
    return near or [one for _, one in blocked]


def may_come(guard: Guard, facts: Mapping[str, Any]) -> bool | None:
    """Tell what a guard is by the given facts alone; None where it hangs on what may still come."""
    match guard:
        case Fact(fact, values):
            return None if fact.awaited else facts[fact.code] in values
        case Since():
            return None
        case Not(part):
            inner = may_come(part, facts)
            return None if inner is None else not inner
        case AllOf(parts):
            return _joined([may_come(part, facts) for part in parts], settles=False)
        case AnyOf(parts):
            return _joined([may_come(part, facts) for part in parts], settles=True)


def _joined(found: Collection[bool | None], *, settles: bool) -> bool | None:
    if settles in found:
        return settles
    return None if None in found else not settles


def towards(blocked: Iterable[Blocked], offers: Iterable[Offer], at: Position) -> list[Offer]:
    """Return the acts on offer that the next steps wait for.

    These are the steps that a guard asks to have happened, and those that bring about a fact
    which does not hold yet.
    """
    last = last_times(at.history)
    unmet = [
        part
        for step, _ in blocked
        for part in conjuncts(step.guard)
        if not compiled(part)(at.facts, last)
    ]
    asked: set[str] = set()
    for atom in (atom for part in unmet for atom in atoms(part)):
        if isinstance(atom, Fact):
            asked.update(BRINGS.get(atom.fact.code, ()))
        elif atom.step not in at.history:
            asked.add(atom.step)
    return [o for o in offers if o.step.code in asked]


def awaited(step: StepDef, owed: Collection[str]) -> bool:
    """Tell whether a side step meets a limit that binds the agency, or ends what another began.

    A request waits for its answer, an approval for its notice: these are no papers among others.
    """
    asked = atoms(step.guard) if step.guard is not None else ()
    ends = any(isinstance(a, Since) and step.code in a.resets for a in asked)
    return step.side and (ends or any(code in owed for code in step.stops))


def pressing(step: StepDef, owed: Mapping[str, Warning]) -> bool:
    """Tell whether what meets a limit is the thing to do now: not while the limit has days left.

    To lift a seizure ends its limit; long before that day nobody should be urged to.
    """
    stopped = [owed[code] for code in step.stops if code in owed]
    return not stopped or any(warned != Warning.NONE for warned in stopped)
