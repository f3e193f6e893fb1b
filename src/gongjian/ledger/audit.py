"""The whole ledger against itself: chains, tree, tiles, checkpoints, and rows by their snapshots.

One pass in the order of the log, with raw cursors. Stored bytes are hashed as they are; nothing is
made canonical again.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from .hashing import SALT, commitment, leaf_hash, leaf_text, sm3
from .replay import PIECE, Finding, Snapshots, shown_uid
from .tree import HASH
from .treecheck import LogCheck, Mark, TreeCheck

_SEALED = """
SELECT leaf."index", leaf.entry_id, e.stream_id, e.seq, {columns}
FROM ledger_leaf AS leaf LEFT JOIN ledger_entry AS e ON e.id = leaf.entry_id
ORDER BY leaf."index\""""
_WAITING = """
SELECT NULL, u.entry_id, e.stream_id, e.seq, {columns}
FROM ledger_unsealed AS u LEFT JOIN ledger_entry AS e ON e.id = u.entry_id
ORDER BY u.entry_id"""
_OF_STREAM = """
SELECT leaf."index", e.id, e.stream_id, e.seq, {columns}
FROM ledger_entry AS e LEFT JOIN ledger_leaf AS leaf ON leaf.entry_id = e.id
WHERE e.stream_id = {stream} ORDER BY e.seq"""
_LOST = """
SELECT s.uid, e.seq FROM ledger_entry AS e LEFT JOIN ledger_stream AS s ON s.id = e.stream_id
WHERE NOT EXISTS (SELECT 1 FROM ledger_leaf AS l WHERE l.entry_id = e.id)
AND NOT EXISTS (SELECT 1 FROM ledger_unsealed AS u WHERE u.entry_id = e.id)"""
_TWICE = """
SELECT l.entry_id FROM ledger_leaf AS l JOIN ledger_unsealed AS u ON u.entry_id = l.entry_id"""
_NOT_READ = ["NULL", "NULL"]
# Where the parts of a leaf stand: all but `seq` have a fixed width (`hashing.leaf_text`).
_AT, _COMMIT, _SM3 = slice(7, 34), slice(46, 110), slice(-120, -56)


Chain = list[Any]
"""A stream while its entries are read: its uid as leaves show it, its kind, number and leaf hash of
its last entry, and number and leaf hash of the entry read last. A list, as an object for each short
stream takes as long as a hash."""


@dataclass(slots=True)
class Audit:
    """What was read. `payloads=False` checks chain and tree only, `rows=False` no record rows."""

    payloads: bool = True
    rows: bool = True
    kept: Sequence[Mark] = ()
    using: str = DEFAULT_DB_ALIAS
    sealed: int = 0
    waiting: int = 0
    snapshots: Snapshots = field(default_factory=Snapshots)

    def run(self) -> Iterator[Finding]:
        """Yield every finding: chains and log first, then record rows."""
        with one_view(self.using):
            chains = self._chains()
            tree = TreeCheck(self.using, self.kept)
            yield from self._sealed(chains, tree)
            yield from tree.finish()
            yield from self._unsealed(chains)
            yield from self._strays()
            yield from _ends(chains)
            if self.payloads and self.rows:
                yield from self.snapshots.differences(self.using)

    def run_stream(self, stream: int) -> Iterator[Finding]:
        """Yield what is wrong with one stream: its chain, its places in the log, its rows.

        A row that no entry knows is not looked for: only `run` sees those.
        """
        with one_view(self.using):
            chains, log = self._chains(f"WHERE id = {stream:d}"), LogCheck()
            statement = _OF_STREAM.format(columns=self._columns, stream=f"{stream:d}")
            for piece in self._read(statement):
                findings, leaves = self._check(piece, chains)
                yield from findings
                for at, row in enumerate(piece):
                    self.waiting += row[0] is None
                    self.sealed += row[0] is not None
                    leaf = leaves[at * HASH : (at + 1) * HASH]
                    if row[0] is not None and not log.holds(row[0], leaf):
                        yield Finding(_name(chains[stream][0], row[3]), "与存证日志不符")
            yield from log.findings
            yield from _ends(chains)
            yield from self.snapshots.differences_of_known(self.using)

    def _sealed(self, chains: dict[int, Chain], tree: TreeCheck) -> Iterator[Finding]:
        for piece in self._read(_SEALED.format(columns=self._columns)):
            yield from self._gaps([row[0] for row in piece])
            findings, leaves = self._check(piece, chains)
            yield from findings
            yield from tree.feed(leaves)

    def _gaps(self, places: Sequence[int]) -> Iterator[Finding]:
        """Count on through the log; yield where it does not go on one by one."""
        if places == list(range(self.sealed, self.sealed + len(places))):
            self.sealed += len(places)
            return
        for place in places:
            if place != self.sealed:
                yield Finding("ledger.leaf", f"日志缺少第 {self.sealed + 1} 条")
                self.sealed = place
            self.sealed += 1

    def _unsealed(self, chains: dict[int, Chain]) -> Iterator[Finding]:
        for piece in self._read(_WAITING.format(columns=self._columns)):
            self.waiting += len(piece)
            yield from self._check(piece, chains)[0]

    @property
    def _columns(self) -> str:
        """Texts are read as bytes: what is hashed is what is stored, even if it is no Unicode."""
        as_bytes = "CAST({} AS BLOB)"
        if connections[self.using].vendor == "postgresql":
            as_bytes = "convert_to({}, 'UTF8')"
        texts = ["e.leaf", "e.payload"] if self.payloads else ["e.leaf"]
        leaf, *payload = (as_bytes.format(name) for name in texts)
        return ", ".join([leaf, "e.leaf_hash", *(["e.salt", *payload] if payload else _NOT_READ)])

    def _check(
        self, piece: Sequence[Sequence[Any]], chains: dict[int, Chain]
    ) -> tuple[list[Finding], bytes]:
        """Return what is wrong with some entries, and the hashes of their leaves."""
        findings, hashes = [], []
        for _, entry, stream, seq, leaf, stored, salt, payload in piece:
            chain = chains.get(stream)
            if chain is None or not isinstance(seq, int):
                problem = "存证条目已被删除" if leaf is None else "存证条目不属于任何链"
                findings.append(Finding(f"ledger.entry id={entry}", problem))
                hashes.append(leaf_hash(leaf) if leaf else bytes(HASH))
                continue
            digest = leaf_hash(leaf)
            hashes.append(digest)
            uid, kind, _, _, last, before = chain
            text = leaf.decode("latin-1")
            if digest != stored or text != _expected(text, before, seq, uid, salt, payload):
                findings.append(Finding(_name(uid, seq), "存证条目已被改动，或其前一条被改动"))
            elif seq != last + 1:
                findings.append(Finding(_name(uid, seq), f"之前缺少第 {last + 1} 条"))
            elif seq == 1 and payload and _kind(payload) != kind:
                findings.append(Finding(f"ledger.stream {uid}", "种类已被改动"))
            chain[4], chain[5] = seq, digest
            if payload and self.rows:
                self.snapshots.take(payload)
        return findings, b"".join(hashes)

    def _strays(self) -> Iterator[Finding]:
        for piece in self._read(_LOST):
            for uid, seq in piece:
                yield Finding(
                    f"ledger.entry {shown_uid(uid)} 第 {seq} 条", "既不在日志里，也不在等待写入之列"
                )
        for piece in self._read(_TWICE):
            for (entry,) in piece:
                yield Finding(f"ledger.unsealed {entry}", "已写入日志，却仍在等待之列")

    def _chains(self, which: str = "") -> dict[int, Chain]:
        statement = f"SELECT id, uid, kind, seq, head FROM ledger_stream {which}"  # noqa: S608  # ours
        return {
            key: [shown_uid(uid), kind, seq, head, 0, b""]
            for piece in self._read(statement)
            for key, uid, kind, seq, head in piece
        }

    def _read(self, statement: str) -> Iterator[list[Any]]:
        with connections[self.using].chunked_cursor() as cursor:
            cursor.execute(statement)
            while piece := cursor.fetchmany(PIECE):
                yield piece


def _expected(
    leaf: str, before: bytes, seq: int, uid: str, salt: Any, payload: bytes | None
) -> str:
    """Return the leaf as it must read, from what precedes it and, if read, the payload."""
    if payload is None:
        return leaf_text(leaf[_AT], leaf[_COMMIT], before, seq, leaf[_SM3], uid)
    lines = payload.split(b"\n")
    if not isinstance(salt, bytes) or len(salt) != SALT * len(lines):
        return ""
    return leaf_text(leaf[_AT], commitment(salt, lines), before, seq, sm3(salt + payload), uid)


def _name(uid: str, seq: int) -> str:
    return f"ledger.entry {uid} 第 {seq} 条"


def _kind(payload: bytes) -> str:
    """Return the kind of stream that the head of an entry states."""
    try:
        return str(json.loads(payload.split(b"\n", 1)[0]).get("kind"))
    except (ValueError, AttributeError):
        return ""


def _ends(chains: dict[int, Chain]) -> Iterator[Finding]:
    for uid, _, seq, head, last, before in chains.values():
        # A stream that was opened and never written to has an empty head.
        if last != seq or before != head:
            yield Finding(f"ledger.stream {uid}", "链尾与最后一条存证不符，有条目被删改")


@contextmanager
def one_view(using: str) -> Iterator[None]:
    """Read everything from one moment, without keeping writers waiting."""
    connection = connections[using]
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN"
    if connection.vendor == "postgresql":
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
