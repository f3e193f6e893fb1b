"""One look at a walk: a few acts are tried and taken back, one is chosen, and all is counted."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

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
BACK = (
    *("return_for_supplement", "reject_review", "transfer_review", "send_back"),
    *("refuse_crime_transfer", "void_notice", "supplement"),
)


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


class BrokenError(Exception):
    """What is offered is not what is accepted, or the rows show that the law was not kept."""


def look_around(walk: Walk, tally: Tally) -> tuple[str, str] | None:
    """Look at the cases of a walk by turns; return who takes which act in the one it stops at."""
    family = [matter for matter in walk.family() if matter.closed_at is None]
    other: tuple[Matter, tuple[str, str]] | None = None
    for matter in walk.chance.sample(family, len(family)):
        walk.matter = matter
        found = look(walk, tally)
        if found is None:
            continue
        if len(family) == 1 or leads_on(walk, found[0]) or walk.chance.random() > LEFT_ALONE:
            return found
        other = matter, found
    if walk.sign_papers():
        return look_around(walk, tally)
    if other is None:
        return None
    walk.matter, found = other
    return found


def look(walk: Walk, tally: Tally) -> tuple[str, str] | None:
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


def chosen(walk: Walk, matter: Matter, clock: Clock, position: Position) -> tuple[str, str] | None:
    """Return an act that is possible now and who may do it, the way on most of the time.

    Asks person by person only whether they may do this act, which is far less than what all of
    them are offered.
    """
    marking = frozenset(matter.marking)
    process = process_of(matter)
    possible = process.possible(marking, position.history, position.facts)
    codes = [step.act for step in possible if step.act not in TRIED_ONLY | walk.never]
    weights = {code: keenness(walk, code, position.history) for code in codes}
    codes.sort(key=lambda code: walk.chance.random() ** (1 / weights[code]), reverse=True)
    people = walk.chance.sample(sorted(walk.people), len(walk.people))
    for code in codes:
        service = acts.service(code)
        for name in people:
            actor = walk.actor(name)
            may = acts.may(actor, service, matter) and not service.unmet(actor, matter, clock)
            if may and code in walk.offered_to(name, matter, clock, position):
                return code, name
    return None


def keenness(walk: Walk, code: str, history: Sequence[str]) -> float:
    """Return the weight of an act: more on the way on, less where it was taken in this round."""
    if code not in walk.ways:
        return 1.0
    steps, taken = process_of(walk.matter).steps, 0
    for step in history:
        taken = 0 if step in BACK else taken + (steps[step].act == code)
    return max(1.0, float(walk.keen / 20**taken))


def leads_on(walk: Walk, code: str) -> bool:
    """Tell whether an act brings the case that is looked at further on its way."""
    return keenness(walk, code, history_of(walk.matter)) > 1


def sample(codes: set[str], most: int, chance: random.Random) -> list[str]:
    return chance.sample(sorted(codes), min(most, len(codes)))


def act_once(walk: Walk, code: str, name: str, tally: Tally) -> None:
    """Take one act for good and count the step of the procedure that it was."""
    process = process_of(walk.matter)
    before = len(history_of(walk.matter))
    walk.do_one({code: [name]})
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
