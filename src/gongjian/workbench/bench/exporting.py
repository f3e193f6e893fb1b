"""The static export measured: one item published by the acts, then copied row by row, on SQLite.

The copies belong to no case of their own, so this group comes last and leaves nothing to others.
"""

import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test import Client

from gongjian.cases.testing import Cast, decided_case
from gongjian.publicity.models import PublicItem
from gongjian.publicity.testing import publish

from .meter import Figure, per_call, rate

ITEMS = 2000
MILLION = 1_000_000
MANIFEST = "manifest.csv"


def exporting(cast: Cast, count: int) -> Iterator[Figure]:
    """Export copies of a published item; then again unchanged, and again after one has changed."""
    if connection.vendor != "sqlite":
        return  # the copies need foreign keys switched off, which PostgreSQL keeps to itself
    item, copies = publish(cast, decided_case(cast)), min(count, ITEMS)
    yield _page(item)
    with tempfile.TemporaryDirectory(prefix="gongjian-export-") as place:
        folder = Path(place)
        _export(folder)
        before = _files(folder)
        copy_item(item, copies)
        spent, wall = rate(lambda: _export(folder) - before)
        note = f"{copies:,} 件新公示，决定页和公示文本共 {2 * copies:,} 页；每秒 {wall:,.0f}"
        yield Figure("export_changed", spent, "pages per CPU s", 300, "more", note=note)
        spent, _ = rate(lambda: _export(folder) and copies)
        note = f"{copies:,} 件，CPU {copies / spent:.2f} 秒，含每次必做的页面"
        yield Figure("export_unchanged", spent, "items per CPU s", MILLION / 60, "more", note=note)


def _page(item: PublicItem) -> Figure:
    """Read the page of a decision again and again; the process has drawn it before."""
    client = Client(headers={"host": "127.0.0.1"})
    address = f"/decisions/{item.token}"
    assert client.get(address).status_code == 200
    spent, sent = per_call(lambda: client.get(address), times=100)
    return Figure("portal_decision", spent, "ms", 3, statements=sent, note="决定页，本进程画过")


def _export(folder: Path) -> int:
    """Export and return how many files the folder holds."""
    call_command("portal", "export", str(folder), stdout=StringIO(), skip_checks=True)
    return _files(folder)


def _files(folder: Path) -> int:
    return (folder / MANIFEST).read_text("utf-8").count("\n") - 1


def copy_item(item: PublicItem, copies: int, *, first: int = 1_000_000) -> None:
    """Write `copies` rows like that of `item`, each with a token and references of its own.

    Their ids begin at that of `item` and `first`.
    """
    own = {
        "id": "p.id + n.x",
        "uid": "lower(hex(randomblob(16)))",
        "token": "'bench' || p.id || '-' || n.x",
        "document_token": "'paper' || p.id || '-' || n.x",
        "release_id": "p.release_id + n.x",
        "decision_id": "p.decision_id + n.x",
        "number": "p.number || n.x",
    }
    columns = [str(f.column) for f in PublicItem._meta.concrete_fields]
    chosen = ", ".join(own.get(c, f'p."{c}"') for c in columns)
    names = ", ".join(f'"{c}"' for c in columns)
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(x) AS (SELECT %s UNION ALL SELECT x + 1 FROM n WHERE x < %s)"  # noqa: S608 -- columns of a model
            f" INSERT INTO publicity_publicitem ({names})"
            f" SELECT {chosen} FROM publicity_publicitem p, n WHERE p.id = %s",
            [first, first + copies - 1, item.pk],
        )
