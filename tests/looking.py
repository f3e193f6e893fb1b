"""One look at a walk: a few acts are tried and taken back, one is chosen, and all is counted."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gongjian.common import acts
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.queries import Position, history_of, position_of, visible_matters

from .commands.standing import NOBODY
from .walking import STEPS, TRIED_ONLY, Walk

TRIED, BESIDES = 1, 2
# How often a case that only waits for others is left alone: else it would be sent back for ever.
LEFT_ALONE = 0.9
CHANGE = "cases.change_handler"
# Where, and by which fact, an act of the way on need not be taken once more.
DONE = {
    "cases.draft_decision": ("", "has_draft"),
    "cases.inform_party": ("informed", "draft_is_noticed"),
    "cases.record_discussion": ("to_decide", "draft_is_discussed"),
    "cases.register_guardian": ("", "guardian_ready"),
    "cases.call_interpreter": ("", "interpreter_ready"),
}
# What a repetition takes from the weight of any other act.
TIRES = 0.5


@dataclass
class Tally:
    """What a long walk did."""

    steps: int = 0
    cases: int = 0
    closed: int = 0
    tried: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    checks: int = 0
    handed_over: int = 0
    taken: dict[str, Counter[str]] = field(default_factory=dict)
    possible: dict[str, set[str]] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """Return the numbers as JSON values."""
        return {
            "steps": self.steps,
            "cases": self.cases,
            "closed": self.closed,
            "accepted_and_taken_back": self.tried,
            "refusals_tried": sum(self.refused.values()),
            "refusals_by_kind": dict(sorted(self.refused.items())),
            "checks_from_the_rows": self.checks,
            "handed_over": self.handed_over,
            "processes": {
                code: {
                    "acts_taken": sum(taken.values()),
                    "acts": len(self.possible[code]),
                    "acts_seen": len(taken),
                    "never_taken": sorted(self.possible[code] - set(taken)),
                    "taken": dict(sorted(taken.items())),
                }
                for code, taken in sorted(self.taken.items())
            },
        }


class Turn(NamedTuple):
    """An act that is possible now, who takes it, and how much it is wanted."""

    code: str
    name: str
    weight: float

    @property
    def leads_on(self) -> bool:
        return self.weight > 1


class BrokenError(Exception):
    """What is offered is not what is accepted, or the rows show that the law was not kept."""


def look_around(walk: Walk, tally: Tally) -> Turn | None:
    """Look at the cases of a walk by turns; return who takes which act in the one it stops at."""
    family = [matter for matter in walk.family() if matter.closed_at is None]
    other: tuple[Matter, Turn] | None = None
    for matter in walk.chance.sample(family, len(family)):
        walk.matter = matter
        found = look(walk, tally)
        if found is None:
            continue
        if len(family) == 1 or found.leads_on or walk.chance.random() > LEFT_ALONE:
            return found
        other = matter, found
    if walk.sign_papers():
        return look_around(walk, tally)
    if other is None:
        return None
    walk.matter, found = other
    return found


def look(walk: Walk, tally: Tally) -> Turn | None:
    """Try some of what is offered to one person and what is not; return who takes which act."""
    clock = walk.cast.clock
    matter = walk.fresh()
    position = position_of(matter, clock)
    commands = walk.commands(clock)
    name = walk.chance.choice(sorted(walk.people))
    offered = walk.offered_to(name, matter, clock, position)
    for code in sample(offered, TRIED, walk.chance):
        refusal = walk.answer(name, code, commands[code], clock)
        if refusal is not None:
            raise BrokenError(f"{code} is offered to {name} and refused: {refusal}")
        tally.tried += 1
    for code in sample(set(STEPS) - offered, BESIDES, walk.chance):
        refusal = walk.answer(name, code, commands[code], clock)
        if refusal is None or isinstance(refusal, InvalidInput):
            raise BrokenError(f"{code} is not offered to {name}, yet: {refusal or 'accepted'}")
        tally.refused[type(refusal).__name__] += 1
    return chosen(walk, matter, clock, position)


def chosen(walk: Walk, matter: Matter, clock: Clock, position: Position) -> Turn | None:
    """Return an act that is possible now and who may do it, the way on most of the time.

    Asks person by person only whether they may do this act, which is far less than what all of
    them are offered.
    """
    marking = frozenset(matter.marking)
    process = process_of(matter)
    possible = process.possible(marking, position.history, position.facts)
    codes = [step.act for step in possible if step.act not in TRIED_ONLY | walk.never]
    weights = {code: keenness(walk, code, position) for code in codes}
    codes.sort(key=lambda code: walk.chance.random() ** (1 / weights[code]), reverse=True)
    people = walk.chance.sample(sorted(walk.people), len(walk.people))
    for code in codes:
        service = acts.service(code)
        for name in people:
            actor = walk.actor(name)
            may = acts.may(actor, service, matter) and not service.unmet(actor, matter, clock)
            if may and code in walk.offered_to(name, matter, clock, position):
                return Turn(code, name, weights[code])
    return None


def keenness(walk: Walk, code: str, position: Position) -> float:
    """Return the weight of an act: more while the way on needs it, less each time it was taken.

    What is needed the facts of the case tell, and not whether it was done before: a new draft asks
    for a new notice. What is not needed tires, so that no walk goes round for ever.
    """
    if code in walk.ways and not done(walk, code, position):
        return walk.keen
    steps = process_of(walk.matter).steps
    return TIRES ** sum(steps[step].act == code for step in position.history)


def done(walk: Walk, code: str, position: Position) -> bool:
    """Tell whether an act that could be taken for ever has been taken as the way on needs it."""
    place, fact = DONE.get(code, ("", ""))
    return bool(position.facts.get(fact)) and place in {"", *walk.matter.marking}


def sample(codes: set[str], most: int, chance: random.Random) -> list[str]:
    return chance.sample(sorted(codes), min(most, len(codes)))


def act_once(walk: Walk, turn: Turn, tally: Tally) -> None:
    """Take one act for good and count the step of the procedure that it was."""
    process = process_of(walk.matter)
    before = len(history_of(walk.matter))
    walk.do_one({turn.code: [turn.name]})
    tally.steps += 1
    by_step = {step.code: step.act for step in process.steps.values()}
    tally.possible.setdefault(process.code, {step.act for step in process.steps.values()})
    taken = tally.taken.setdefault(process.code, Counter())
    taken.update(by_step[code] for code in history_of(walk.matter)[before:])


def hand_over(walk: Walk, tally: Tally) -> bool:
    """Let another handler go on; whoever may approve it on the page can, and nobody else."""
    clock = walk.cast.clock
    matter, service = walk.fresh(), acts.service(CHANGE)
    command = walk.commands(clock)[CHANGE]
    if command.successor == NOBODY:
        return False
    possible = []
    for name in walk.people:
        actor = walk.actor(name)
        seen = visible_matters(actor).filter(pk=matter.pk).exists()
        may = seen and acts.may(actor, service, matter) and not service.unmet(actor, matter, clock)
        refusal = walk.answer(name, CHANGE, command, clock)
        if may != (refusal is None):
            raise BrokenError(f"{CHANGE}: {name} is {'' if may else 'not '}offered it: {refusal}")
        possible += [name] if may else []
    if not possible:
        return False
    walk.do(walk.chance.choice(possible), CHANGE, command, clock)
    tally.handed_over += 1
    return True
