"""Several processes write to the same streams while two others seal."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from . import world

SEALERS = 2


def main(home: Path, writers: int, count: int) -> None:
    """Let `writers` processes write `count` entries each to two streams; report what came of it."""
    world.start(home)

    from .databases import Copies

    copies = Copies(home)
    child = os.fork()
    if child == 0:
        _prepare(copies.template)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    copies.use(copies.fresh())
    children = [_forked(_write, count) for _ in range(writers)]
    stop = home / "stop"
    sealing = [_forked(_seal_until, stop) for _ in range(SEALERS)]
    codes = [os.waitpid(one, 0)[1] for one in children]
    stop.touch()
    codes += [os.waitpid(one, 0)[1] for one in sealing]
    assert codes == [0] * (writers + SEALERS), codes
    _report()
    copies.remove()


def _prepare(name: str) -> None:
    from django.core.management import call_command
    from django.db import connections

    from gongjian.ledger.services import open_stream

    connections["default"].settings_dict["NAME"] = name
    call_command("migrate", verbosity=0)
    open_stream("test")
    open_stream("test")
    connections.close_all()


def _forked(work: Callable[..., None], *words: object) -> int:
    child = os.fork()
    if child == 0:
        work(*words)
        os._exit(0)
    return child


def _write(count: int) -> None:
    """Write with streams as they were at the start: every other process makes them stale."""
    from django.db import transaction

    from gongjian.ledger.models import Stream
    from gongjian.ledger.services import next_entry, write_entries

    streams = list(Stream.objects.order_by("id"))
    for number in range(count):
        stream = streams[number % 2]
        with transaction.atomic():
            head = '{"act":"x.y","actor":"","by":"","door":"test","kind":"test"}'
            write_entries([next_entry(stream, "2026-03-02T02:00:00.000000Z", [head])])


def _seal_until(stop: Path) -> None:
    from gongjian.ledger.sealing import seal

    while not stop.exists():
        seal(batch=3)
    seal()


def _report() -> None:
    from gongjian.ledger.audit import Audit
    from gongjian.ledger.models import Entry, Leaf, Stream

    world.say(
        found=[str(finding) for finding in Audit().run()],
        entries=Entry.objects.count(),
        sealed=Leaf.objects.count(),
        streams=sorted(Stream.objects.values_list("seq", flat=True)),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
