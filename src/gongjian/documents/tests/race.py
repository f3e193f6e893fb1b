"""Run as a process of its own: many makers at once, and workers killed at their work.

Prints what the database holds afterwards, as JSON; `test_races` judges it.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable

import django

MAKERS, EACH, KILLS = 4, 8, 10


def main() -> None:
    """Play the whole story on the database of the environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongjian.config.settings.test"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from gongjian.documents.testing import make_document, make_matter

    matter = make_matter()
    makers = [fork(lambda: [make_document(matter) for _ in range(EACH)]) for _ in range(MAKERS)]
    for maker in makers:
        os.waitpid(maker, 0)
    chance, reached = random.Random(11), []
    for _ in range(KILLS):
        kill_in_the_middle(fork(work), chance.uniform(0, 0.12))
        reached.append(issued())
    os.waitpid(fork(work), 0)
    sys.stdout.write(json.dumps({**found(), "reached": reached}))


def fork(run: Callable[[], object]) -> int:
    """Run in a child with connections of its own; return its id."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        run()
        status = 0
    finally:
        os._exit(status)


def work() -> None:
    """Work off the jobs, those of dead workers first: their leases are declared over."""
    from gongjian.common.clock import Clock
    from gongjian.jobs.models import Job
    from gongjian.jobs.services import work_until_idle

    now = Clock().now()
    Job.objects.filter(state="running").update(leased_until=now)
    Job.objects.exclude(state="done").update(run_at=now)
    work_until_idle()


def kill_in_the_middle(child: int, seconds: float) -> None:
    """Let a worker issue one document more, then end it as `kill -9` does."""
    before = issued()
    while issued() == before and not os.waitpid(child, os.WNOHANG)[0]:
        time.sleep(0.005)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def issued() -> int:
    """Return how many documents are issued."""
    from gongjian.documents.models import Document

    return Document.objects.filter(state="issued").count()


def found() -> dict[str, object]:
    """Return what is left: numbers, files per document, entries of issuing."""
    from gongjian.documents.models import Document
    from gongjian.jobs.models import Job
    from gongjian.ledger.models import Entry
    from gongjian.ledger.testing import assert_ledger_covers_rows

    assert_ledger_covers_rows()
    documents = Document.objects.order_by("serial").prefetch_related("files")
    return {
        "serials": [d.serial for d in documents],
        "states": sorted({d.state for d in documents}),
        "files": [len(d.files.all()) for d in documents],
        "issued": sum(e.act == "documents.record_issue" for e in Entry.objects.all()),
        "jobs": sorted(
            set(Job.objects.filter(kind="documents.render").values_list("state", flat=True))
        ),
    }


if __name__ == "__main__":
    main()
