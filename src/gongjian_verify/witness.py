"""A witness: keeps every checkpoint that it was shown, and countersigns only one line of history.

It holds in its own folder a key and `kept.jsonl`, to which it only ever appends. The log cannot
show it one history today and another tomorrow: that is told loudly, and both are kept as evidence.
"""

import json
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from . import cosign, merkle, note
from .tiles import Get, consistency_path

KEPT, KEY, EVIDENCE, LOCK = "kept.jsonl", "witness.key", "evidence", "lock"
MOST_NAME, LOCK_SECONDS = 100, 60


class Contradiction(Exception):
    """The log tells another history than it told before; says how, in Chinese."""


class Unlinked(Exception):
    """Nothing shows yet how the checkpoint follows on the last one kept, of `size` entries."""

    def __init__(self, size: int) -> None:
        super().__init__(f"最近保存的检查点是 {size} 条，请从那里给出一致性证明")
        self.size = size


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint as it was kept: the signed note, the countersignature, the day."""

    size: int
    root: str
    note: str
    cosignature: str
    at: str

    @property
    def cosigned(self) -> str:
        """The note with the countersignature under it."""
        return f"{self.note}{self.cosignature}\n"


class Store:
    """The folder of a witness."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[int, Kept] = {}
        self._bytes, self._whole = -1, 0

    def make(self, name: str) -> str:
        """Draw the key of a new witness; return its verifier key.

        Raises:
            FileExistsError: there is one already.
            ValueError: the name cannot stand in a signature.
        """
        if not 0 < len(name) <= MOST_NAME or not name.isprintable() or re.search(r"[\s+]", name):
            raise ValueError(f"名称应当是1至{MOST_NAME}个字，其中没有空格和加号")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"name": name, "seed": secrets.token_hex(32)}, file, ensure_ascii=False)
        return self.key

    @property
    def name(self) -> str:
        return str(self._read()["name"])

    @property
    def key(self) -> str:
        """What others check the countersignatures with."""
        return cosign.verifier_key(self.name, self._signer())

    def kept(self) -> list[Kept]:
        """Return all checkpoints, in the order in which they came."""
        return list(self._by_size().values())

    def last(self) -> Kept | None:
        """Return the newest checkpoint kept."""
        found = self._by_size()
        return found[next(reversed(found))] if found else None

    def at(self, size: int) -> Kept | None:
        """Return the checkpoint of this size, if it was kept."""
        return self._by_size().get(size)

    def _by_size(self) -> dict[int, Kept]:
        """Read the file, unless nothing was added to it since."""
        path = self.folder / KEPT
        there = path.stat().st_size if path.exists() else 0
        if there != self._bytes:
            data = path.read_bytes() if there else b""
            # A last line cut off, when the machine stopped, was told to nobody: it is none.
            self._whole = data.rfind(b"\n") + 1
            found = [Kept(**one) for one in json_lines(data[: self._whole].decode())]
            self._kept, self._bytes = {one.size: one for one in found}, there
        return self._kept

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other program take a checkpoint meanwhile: two could keep two histories.

        A transaction of SQLite is a lock on every system, and ends with whoever holds it.
        """
        try:
            lock = sqlite3.connect(self.folder / LOCK, timeout=LOCK_SECONDS, isolation_level=None)
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error:
            raise OSError(f"目录 {self.folder} 打不开，或者正被另一个见证程序使用") from None
        try:
            yield
        finally:
            lock.close()

    def keep(self, text: str, found: note.Checkpoint, now: datetime) -> Kept:
        """Append a checkpoint with the countersignature, safely on the disk."""
        said = note_text(text)
        line = cosign.cosign(said, self.name, self._signer(), int(now.timestamp()))
        one = Kept(found.size, found.root.hex(), text, line, now.astimezone(UTC).isoformat())
        data = (json.dumps(asdict(one), ensure_ascii=False) + "\n").encode()
        self._by_size()
        with (self.folder / KEPT).open("ab") as file:
            file.truncate(self._whole)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        self._kept[one.size] = one
        self._bytes = self._whole = self._whole + len(data)
        return one

    def accuse(self, last: Kept, text: str, why: str, now: datetime) -> Contradiction:
        """Put both histories aside as evidence; return what is to be raised."""
        folder = self.folder / EVIDENCE
        folder.mkdir(exist_ok=True)
        stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
        (folder / f"{stamp}-kept.txt").write_text(last.cosigned, encoding="utf-8")
        (folder / f"{stamp}-shown.txt").write_text(text, encoding="utf-8")
        return Contradiction(f"{why}。两份检查点都已另存在 {folder}，请公开")

    def _read(self) -> dict[str, str]:
        return dict(json.loads((self.folder / KEY).read_text(encoding="utf-8")))

    def _signer(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self._read()["seed"]))


def json_lines(text: str) -> list[Any]:
    """Read JSON Lines; only a line feed ends one, other breaks may stand within a text."""
    return [json.loads(line) for line in text.split("\n") if line]


def note_text(text: str) -> str:
    """Return what a note says, without its signatures."""
    return text.rpartition("\n\n")[0] + "\n"


def take(
    store: Store, text: str, *, old: int, proof: Sequence[bytes], key: str, now: datetime
) -> Kept:
    """Keep and countersign a checkpoint that continues the last one; one known already is returned.

    The first one is taken on trust.

    Raises:
        NoteError: it is not signed by the log's key, or the first of all is of an empty log.
        Unlinked: the proof does not begin at the last one kept.
        Contradiction: it does not continue what was shown before.
    """
    found = note.open_checkpoint(text, key)
    with store.alone():
        return _take(store, text, found, old, proof, now)


def _take(
    store: Store,
    text: str,
    found: note.Checkpoint,
    old: int,
    proof: Sequence[bytes],
    now: datetime,
) -> Kept:
    last, same = store.last(), store.at(found.size)
    if last is None:
        if found.size == 0:
            raise note.NoteError("日志还没有内容，没有什么可以见证")
        return store.keep(text, found, now)
    if same is not None:
        if same.root == found.root.hex():
            return same
        why = f"分叉：同是 {found.size} 条，日志给出了两个不同的根哈希"
        raise store.accuse(same, text, why, now)
    if found.size < last.size or old != last.size:
        raise Unlinked(last.size)
    try:
        merkle.verify_consistency(
            last.size, found.size, list(proof), bytes.fromhex(last.root), found.root
        )
    except merkle.ProofError as error:
        why = f"分叉：{found.size} 条的日志不是接着 {last.size} 条的日志写下去的（{error}）"
        raise store.accuse(last, text, why, now) from None
    return store.keep(text, found, now)


def fetch(store: Store, get: Get, *, key: str, now: datetime) -> Kept:
    """Ask the log for its newest checkpoint and keep it if it continues the last one.

    Raises:
        NoteError, Contradiction: as `take`; the log has become shorter as well.
        LogError: it cannot be read.
    """
    text = get("checkpoint").decode("utf-8", "replace")
    found, last = note.open_checkpoint(text, key), store.last()
    if last is None:
        return take(store, text, old=0, proof=(), key=key, now=now)
    if found.size < last.size:
        why = f"截断：日志现在只有 {found.size} 条，以前已有 {last.size} 条"
        raise store.accuse(last, text, why, now)
    same = found.size == last.size
    proof = [] if same else consistency_path(last.size, found.size, get)
    return take(store, text, old=last.size, proof=proof, key=key, now=now)


def check(notes: Sequence[str], get: Get, *, key: str, witness: str = "") -> note.Checkpoint:
    """Check that the log of today continues every checkpoint kept; return that of today.

    With `witness` given, each must be countersigned by that witness.

    Raises:
        NoteError: a note is not signed by the log, or not countersigned.
        Contradiction: the log of today is another one, or shorter.
        LogError: it cannot be read.
    """
    today = note.open_checkpoint(get("checkpoint"), key)
    for text in notes:
        kept = note.open_checkpoint(text, key)
        if witness:
            _countersigned(text, witness)
        _continues(kept, today, get)
    return today


def _continues(kept: note.Checkpoint, today: note.Checkpoint, get: Get) -> None:
    if kept.size == 0:
        return  # every log continues the empty one
    if kept.size > today.size:
        raise Contradiction(f"截断：日志现在只有 {today.size} 条，以前已有 {kept.size} 条")
    if kept.size == today.size:
        if kept.root != today.root:
            raise Contradiction(f"分叉：同是 {kept.size} 条，根哈希不同")
        return
    try:
        path = consistency_path(kept.size, today.size, get)
        merkle.verify_consistency(kept.size, today.size, path, kept.root, today.root)
    except merkle.ProofError as error:
        raise Contradiction(
            f"分叉：今天的日志不是接着 {kept.size} 条的日志写下去的（{error}）"
        ) from None


def _countersigned(text: str, witness: str) -> None:
    said = note_text(text)
    lines = text.rpartition("\n\n")[2].splitlines()
    name = witness.partition("+")[0]
    mine = [line for line in lines if line.startswith(f"— {name} ")]
    if not mine:
        raise note.NoteError("检查点上没有这个见证方的副署")
    for line in mine:
        cosign.check_cosignature(line, said, witness)
