"""Two persons take two files into the archive under one number, each on a connection of its own."""

import os
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from . import world

NUMBER = "2026-0001"
PATIENCE = 60.0


def main(home: Path) -> None:
    """Let the second ask while the first has written and not committed; report what came of it."""
    world.start(home)

    from .databases import Copies

    copies = Copies(home)
    try:
        _wait_for(_forked(_prepare, copies.template, home))
        copies.use(copies.fresh())
        _wait_for(_forked(_hold, home), _forked(_ask, home))
        _report()
    finally:
        copies.remove()


def _prepare(name: str, home: Path) -> None:
    """Lay out a house with two files that wait for the archive; note them for the others."""
    from django.core.management import call_command
    from django.db import connections

    from gongjian.cases.testing import file_case, make_cast, open_case
    from gongjian.orgs.testing import make_officer

    connections["default"].settings_dict["NAME"] = name
    call_command("migrate", verbosity=0)
    cast = make_cast()
    cast.people["archivist"] = make_officer(cast.agency, ("archivist",))
    for n in (1, 2):
        matter = file_case(cast, open_case(cast))
        cast.do(
            "agency_head",
            "cases.terminate",
            matter,
            ground="party_gone",
            progress="已查。",
            reasons="没有违法。",
        )
        (home / f"matter-{n}").write_text(str(matter.uid))
    (home / "archivist").write_text(str(cast.people["archivist"].pk))
    (home / "now").write_text(cast.now.isoformat())
    connections.close_all()


def _hold(home: Path) -> None:
    """Archive the first file, and commit only when the second person waits for it."""
    from django.db import transaction

    with transaction.atomic():
        _archive(home, 1)
        (home / "written").touch()
        _until(lambda: (home / "asking").exists())
        _until(_somebody_waits)


def _ask(home: Path) -> None:
    from gongjian.common.errors import InvalidInput

    _until(lambda: (home / "written").exists())
    (home / "asking").touch()
    try:
        _archive(home, 2)
    except InvalidInput as refused:
        world.say(refused=refused.fields)


def _archive(home: Path, n: int) -> None:
    from datetime import datetime

    from gongjian.cases.services import ArchiveFile, archive_file
    from gongjian.common.clock import fixed
    from gongjian.orgs.models import Officer
    from gongjian.orgs.queries import actor_for

    now = datetime.fromisoformat((home / "now").read_text())
    clock = fixed(now)
    officer = Officer.objects.get(pk=(home / "archivist").read_text())
    archive_file(
        actor=actor_for(officer, "test", clock.today()),
        clock=clock,
        matter=UUID((home / f"matter-{n}").read_text()),
        cmd=ArchiveFile(
            number=NUMBER,
            volumes=1,
            pages=20,
            retention="permanent",
            place="二号库房",
            archived_on=clock.today(),
        ),
    )


def _somebody_waits() -> bool:
    """Tell whether another connection is held up by this one."""
    from django.db import connection

    if connection.vendor != "postgresql":
        time.sleep(0.5)  # a writer that waits leaves no trace on SQLite
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def _until(holds: Any) -> None:
    since = time.monotonic()
    while not holds():
        assert time.monotonic() - since < PATIENCE
        time.sleep(0.02)


def _forked(work: Any, *words: object) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work(*words)
            status = 0
        finally:
            os._exit(status)
    return child


def _wait_for(*children: int) -> None:
    codes = [os.waitpid(one, 0)[1] for one in children]
    assert not any(codes), codes


def _report() -> None:
    from gongjian.cases.models import ArchivedFile
    from gongjian.ledger.audit import Audit

    world.say(
        numbers=list(ArchivedFile.objects.values_list("number", flat=True)),
        found=[str(finding) for finding in Audit().run()],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
