"""Kill the process at many points of acts and of sealing, then look at what is left.

The parent never opens the database before it forks: each child gets a fresh copy of a template, and
kills itself with SIGKILL just before or after its n-th statement, or is killed at a random moment.
"""

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

from . import world

ACTS = 4


def main(home: Path, count: int, seed: int) -> None:
    """Report for every kill point what was promised, what is there, and what the audit found."""
    world.start(home)
    import django.db

    import gongjian.cases.testing  # noqa: F401  # before the forks: children start at once

    template = home / "gongjian.sqlite3"
    if os.fork() == 0:
        world.build()
        django.db.connections.close_all()
        os._exit(0)
    os.wait()
    statements = _in_child(template, 10**9, None)
    world.say(statements=statements[-1])
    chance = random.Random(seed)
    points = [*range(1, statements[-1] + 1)]
    chance.shuffle(points)
    for number in range(count):
        at = points[number % len(points)] if number % 4 else None
        delay = None if at else chance.random() * 0.12
        promised = _in_child(template, at or 10**9, delay)
        _report(home, at or f"after {delay:.3f} s", promised)


def _in_child(template: Path, at: int, delay: float | None) -> list[int]:
    """Run the acts in a child on a copy; return what it told before it was killed.

    The last number is the count of statements, when it came to the end.
    """
    copy = template.with_name("trial.sqlite3")
    for leftover in template.parent.glob("trial.sqlite3*"):
        leftover.unlink()
    shutil.copyfile(template, copy)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _child(copy, writer, at)
        os._exit(0)
    os.close(writer)
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader) as told:
        lines = [int(line) for line in told if line.endswith("\n")]
    os.waitpid(child, 0)
    return lines


def _child(copy: Path, writer: int, at: int) -> None:
    """Do the acts one by one, tell each that was done, and die at the n-th statement."""
    _use(copy)
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


def _use(copy: Path) -> None:
    from django.db import connections

    connections["default"].close()
    connections["default"].settings_dict["NAME"] = str(copy)


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


def _report(home: Path, point: Any, promised: list[int]) -> None:
    """Look at the copy from a process of its own, then finish what was begun and look again."""
    copy = home / "trial.sqlite3"
    if os.fork():
        os.wait()
        return
    _use(copy)
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
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
