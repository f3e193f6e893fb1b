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
from collections.abc import Callable
from dataclasses import dataclass

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.test")

import django

django.setup()

from django.conf import settings
from django.db import connection, transaction
from django.test.utils import override_settings

from gongjian.cases import testing as story
from gongjian.cases import testing_public_order as police
from gongjian.cases import testing_several as several
from gongjian.ledger.testing import assert_ledger_covers_rows
from gongjian.matters.models import Matter
from gongjian.orgs.testing import make_officer

from . import test_summary_walks as summary
from . import test_walks as ordinary
from . import test_walks_joint as joint
from . import test_walks_public_order as public_order
from .looking import BrokenError, Tally, act_once, hand_over, look_around
from .walking import Walk

LONG = 100  # steps of one walk, so that its ledger stays small enough to be compared row by row
HANDED_OVER = 0.03


@dataclass
class Kind:
    """How one procedure is walked: its people, its cases, what must hold after each act."""

    cast: Callable[[int], story.Cast]
    opened: Callable[[story.Cast, int], Matter]
    checks: tuple[Callable[[Matter], None], ...]


KINDS = (
    Kind(lambda seed: story.make_cast(), ordinary.opened, (ordinary.assert_lawful,)),
    Kind(
        lambda seed: story.make_cast(),
        lambda cast, n: several.joined(cast),
        (ordinary.assert_lawful, joint.assert_one_decision),
    ),
    Kind(lambda seed: story.make_scene_cast(), summary.opened, (summary.assert_lawful,)),
    Kind(
        lambda seed: police.police_cast(station=seed % 2 == 1),
        lambda cast, n: police.opened(cast, public_order.PEOPLE[n % len(public_order.PEOPLE)]),
        (ordinary.assert_lawful, public_order.assert_kept),
    ),
)


class NoMigrations(dict[str, None]):
    """Lets the tables come from the models, as the tests on SQLite have them."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def walk_one(kind: Kind, seed: int, length: int, tally: Tally) -> None:
    """Walk some steps on cases of one kind; nothing of it stays in the database."""
    cast = kind.cast(seed)
    people = ordinary.everybody(cast)
    people["spare"] = make_officer(cast.agency, ("handler",))
    if seed % 4 == 1:
        people["first"] = people["handler"]  # a case may come back to him
        cast.people["handler"] = people["handler"] = people["every_office"]
    chance = random.Random(seed)
    walk = Walk(cast, kind.opened(cast, seed), people, chance)
    tally.cases += 1
    for number in range(length):
        found = look_around(walk, tally)
        if found is not None:
            act_once(walk, found, tally)
            if chance.random() < HANDED_OVER:
                hand_over(walk, tally)
            for check in kind.checks:
                check(walk.fresh())
                tally.checks += 1
        elif all(matter.closed_at for matter in walk.family()):
            tally.closed += len(walk.family())
            tally.cases += 1
            walk.matter = kind.opened(cast, number)
        elif not (walk.sign_papers() or walk.pay()):
            raise BrokenError("nobody can do anything, nothing is awaited, yet it runs")
    assert_ledger_covers_rows()


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
