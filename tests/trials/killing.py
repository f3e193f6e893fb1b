"""Kill the process at many points of acts and of sealing, then look at what is left.

The parent holds no connection when it forks: each child gets a fresh copy of a template, and kills
itself with SIGKILL just before or after its n-th statement, or is killed at a random moment.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import world

if TYPE_CHECKING:
    from .databases import Copies

ACTS = 4


def main(home: Path, count: int, seed: int) -> None:
    """Report for every kill point what was promised, what is there, and what the audit found."""
    world.start(home)
    import gongjian.cases.testing  # noqa: F401  # before the forks: children start at once

    from .databases import Copies

    copies = Copies(home)
    _forked(lambda: _build(copies))
    told = _until_killed(copies, 10**9, None)
    world.say(statements=told[-1])
    chance = random.Random(seed)
    points = [*range(1, told[-1] + 1)]
    chance.shuffle(points)
    for number in range(count):
        at = points[number % len(points)] if number % 4 else None
        delay = None if at else chance.random() * 0.12
        promised = _until_killed(copies, at or 10**9, delay)
        point = at or f"after {delay:.3f} s"
        _forked(lambda point=point, promised=promised: _report(copies, point, promised))
    copies.remove()


def _forked(work: Callable[[], None]) -> None:
    """Do something in a child, so that this process never holds a connection."""
    child = os.fork()
    if child == 0:
        work()
        sys.stdout.flush()
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise SystemExit("a child of the trial failed")


def _build(copies: "Copies") -> None:
    from django.db import connections

    copies.use(copies.template)
    world.build()
    connections.close_all()


def _until_killed(copies: "Copies", at: int, delay: float | None) -> list[int]:
    """Run the acts in a child on a copy; return what it told before it was killed.

    The last number is the count of statements, when it came to the end.
    """
    copies.fresh()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _child(copies, writer, at)
        os._exit(0)
    os.close(writer)
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader) as told:
        lines = [int(line) for line in told if line.endswith("\n")]
    os.waitpid(child, 0)
    return lines


def _child(copies: "Copies", writer: int, at: int) -> None:
    """Do the acts one by one, tell each that was done, and die at the n-th statement."""
    copies.use(copies.trial)
    from django.db import connection

    counted = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal counted
        counted += 1
        if counted == at and counted % 2:
            os.kill(os.getpid(), signal.SIGKILL)
        result = execute(sql, params, many, context)
        if counted == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    with connection.execute_wrapper(count):
        for number in range(ACTS):
            _act(number)
            os.write(writer, f"{number}\n".encode())
            if number % 2:
                _seal()
    os.write(writer, f"{counted}\n".encode())


def _act(number: int) -> None:
    from gongjian.cases.testing import START
    from gongjian.common.clock import fixed
    from gongjian.intake.services import RegisterClue, register_clue
    from gongjian.orgs.models import Officer
    from gongjian.orgs.queries import actor_for

    clock = fixed(START)
    handler = Officer.objects.filter(assignments__role="handler").order_by("id")[0]
    register_clue(
        actor=actor_for(handler, "test", clock.today()),
        clock=clock,
        cmd=RegisterClue(
            source="inspection", subject=_name(number), content="内容", found_on=clock.today()
        ),
    )


def _name(number: int) -> str:
    return f"第{number}次尝试"


def _seal() -> None:
    from gongjian.ledger.sealing import seal

    seal()


def _report(copies: "Copies", point: Any, promised: list[int]) -> None:
    """Look at the copy, then finish what was begun and look again."""
    copies.use(copies.trial)
    from gongjian.intake.models import Clue

    from .tampering import findings

    there = [Clue.objects.filter(subject=_name(number)).count() for number in range(ACTS)]
    found = findings()
    for number in range(ACTS):
        if not there[number]:
            _act(number)
    _seal()
    world.say(
        point=point,
        promised=[n for n in promised if n < ACTS],
        there=there,
        found=found,
        after=findings(),
        finished=[Clue.objects.filter(subject=_name(number)).count() for number in range(ACTS)],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
