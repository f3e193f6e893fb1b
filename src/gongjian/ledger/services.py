"""Opening streams and writing entries."""

import secrets
from collections.abc import Sequence

from django.db import connection

from gongjian.common import acts
from gongjian.common.acts import Act
from gongjian.common.db.writing import insert

from . import snapshots
from .canonical import canonical
from .hashing import SALT, commitment, leaf_hash, leaf_text, sm3
from .models import Entry, Stream

_WAIT = 'INSERT INTO "ledger_unsealed" ("entry_id") VALUES {}'
_MOVE = 'UPDATE "ledger_stream" SET "seq" = %s, "head" = %s WHERE "id" = %s AND "seq" = %s'


def open_stream(kind: str) -> Stream:
    """Begin a stream; its first entry is written by the act that opens it."""
    stream = Stream(kind=kind)
    insert([stream])
    return stream


def append(act: Act) -> None:
    """Write the one entry of every stream the act touched, in the order of the streams' ids."""
    at = snapshots.moment(act.now)
    entries = []
    for stream in sorted(act.written, key=lambda s: s.pk):
        rows = act.written[stream]
        if len({(type(row), row.pk) for row in rows}) != len(rows):
            msg = f"{act.code} wrote one row through two objects; the later save undoes the earlier"
            raise AssertionError(msg)
        entries.append(next_entry(stream, at, [_head(act, stream), *map(snapshots.line, rows)]))
    write_entries(entries)


def _head(act: Act, stream: Stream) -> str:
    """Return the first line of an entry; `kind` stays last, where the audit looks for it."""
    actor = act.actor
    return canonical(
        {
            "act": act.code,
            "actor": str(actor.person or ""),
            "by": actor.name,
            "door": actor.door,
            "kind": stream.kind,
        }
    )


def write_entries(entries: Sequence[Entry]) -> None:
    """Write entries and put them into the outbox of the log: two statements for any number."""
    if not entries:
        return
    insert(entries)
    places = ", ".join(["(%s)"] * len(entries))
    with connection.cursor() as cursor:
        cursor.execute(_WAIT.format(places), [entry.pk for entry in entries])


def next_entry(stream: Stream, at: str, lines: Sequence[str]) -> Entry:
    """Move a stream on by one and return the entry to be written there. One statement.

    The stream's row is moved on first, guarded by its version: that locks it, and two writers can
    never both follow the same head. A stale `stream` object is read again.
    """
    texts = [line.encode() for line in lines]
    salt = secrets.token_bytes(SALT * len(texts))
    payload = "\n".join(lines)
    commit, national = commitment(salt, texts), sm3(salt + payload.encode())
    while True:
        seq = stream.seq + 1
        prev, uid = bytes(stream.head), str(stream.uid)
        leaf = leaf_text(at=at, commit=commit, prev=prev, seq=seq, sm3=national, stream=uid)
        digest = leaf_hash(leaf.encode())
        if _moved(stream, seq, digest):
            break
        stream.refresh_from_db(from_queryset=Stream.objects.select_for_update())
    stream.seq, stream.head = seq, digest
    return Entry(stream=stream, seq=seq, payload=payload, salt=salt, leaf=leaf, leaf_hash=digest)


def _moved(stream: Stream, seq: int, head: bytes) -> bool:
    """Move the stream's row on from the version that is known; tell whether it still stood there.

    Every act does this for each of its streams: a text of our own, as Django takes several times as
    long to write it as the database to do it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [seq, head, stream.pk, stream.seq])
        return bool(cursor.rowcount)


def install() -> None:
    """Let every act write its entries (called once at start-up)."""
    acts.hooks.append = append
