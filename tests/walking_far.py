"""A long random walk over every procedure and role: `make walk STEPS=10000 SEED=1`.

A step takes one act for good. Before it something that is offered to one person is tried and taken
back, and some of what is not offered must be refused; after it the law is checked from the rows
alone. What was walked is printed as JSON. The walks of CI look at every person in every state and
go a short way; this one looks at one and goes far.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.test")

import django

django.setup()

from django.conf import settings
from django.db import connection, transaction
from django.test.utils import override_settings

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.common import acts
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.ledger.testing import assert_ledger_covers_rows
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.queries import Position, history_of, position_of

from . import test_summary_walks as summary
from . import test_walks as ordinary
from . import test_walks_public_order as public_order
from .walking import ONWARD, STEPS, TRIED_ONLY, Walk

LONG = 100  # steps of one walk, so that its ledger stays small enough to be compared row by row
TRIED, BESIDES = 1, 2
ONWARD_WEIGHT = 8.0


@dataclass
class Kind:
    """How one procedure is walked: its people, its cases, what must hold after each act."""

    cast: Callable[[int], story.Cast]
    opened: Callable[[story.Cast, int], Matter]
    checks: tuple[Callable[[Matter], None], ...]


KINDS = (
    Kind(lambda seed: story.make_cast(), ordinary.opened, (ordinary.assert_lawful,)),
    Kind(lambda seed: story.make_scene_cast(), summary.opened, (summary.assert_lawful,)),
    Kind(
        lambda seed: police.police_cast(station=seed % 2 == 1),
        lambda cast, n: police.opened(cast, public_order.PEOPLE[n % len(public_order.PEOPLE)]),
        (ordinary.assert_lawful, public_order.assert_kept),
    ),
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


class NoMigrations(dict[str, None]):
    """Lets the tables come from the models, as the tests on SQLite have them."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


class BrokenError(Exception):
    """What is offered is not what is accepted, or the rows show that the law was not kept."""


def walk_one(kind: Kind, seed: int, length: int, tally: Tally) -> None:
    """Walk some steps on cases of one kind; nothing of it stays in the database."""
    cast = kind.cast(seed)
    people = ordinary.everybody(cast)
    if seed % 4 == 1:
        cast.people["handler"] = people["handler"] = people["every_office"]
    chance = random.Random(seed)
    walk = Walk(cast, kind.opened(cast, seed), people, chance)
    tally.cases += 1
    for number in range(length):
        found = look(walk, tally)
        if found is not None:
            act_once(walk, *found, tally)
            for check in kind.checks:
                check(walk.fresh())
                tally.checks += 1
        elif walk.fresh().closed_at is not None:
            tally.closed += 1
            tally.cases += 1
            walk.matter = kind.opened(cast, number)
        elif not (walk.sign_papers() or walk.pay()):
            raise BrokenError("nobody can do anything, nothing is awaited, yet it runs")
    assert_ledger_covers_rows()


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
    possible = process_of(matter).possible(marking, position.history, position.facts)
    codes = [step.act for step in possible if step.act not in TRIED_ONLY]
    weights = {code: ONWARD_WEIGHT if code in ONWARD else 1.0 for code in codes}
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


def walk_far(steps: int, seed: int, tally: Tally) -> None:
    """Walk until so many acts were taken, the procedures by turns."""
    number = 0
    while tally.steps < steps:
        kind = KINDS[number % len(KINDS)]
        before = tally.steps
        try:
            with transaction.atomic(), tempfile.TemporaryDirectory() as home:
                with override_settings(GONGJIAN_HOME=type(settings.GONGJIAN_HOME)(home)):
                    walk_one(kind, seed * 100_000 + number, min(LONG, steps - before), tally)
                transaction.set_rollback(True)
        except Exception as broken:
            where = f"walk {number} of seed {seed}, after {tally.steps - before} acts"
            raise BrokenError(where) from broken
        number += 1
        print(json.dumps({"walk": number, "steps": tally.steps}), file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # ended early, it tells how far it got
    began, tally = time.monotonic(), Tally()
    connection.settings_dict["TEST"]["NAME"] = ":memory:"
    with override_settings(MIGRATION_MODULES=NoMigrations()):
        connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        walk_far(asked.steps, asked.seed, tally)
    finally:
        passed = round(time.monotonic() - began)
        print(json.dumps({"seed": asked.seed, "seconds": passed, **tally.told()}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
