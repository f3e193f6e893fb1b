"""The log's tree computed anew, against the stored tiles and checkpoints."""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db import connections

from .models import Checkpoint
from .notes import read_checkpoint
from .replay import Finding
from .sealing import tile_reader
from .tree import (
    EMPTY_ROOT,
    FULL,
    HASH,
    WIDTH,
    extend,
    inclusion_path,
    node_reader,
    root_of,
    root_through,
)

# Compared with the database whenever so many tiles have come together.
_SOME = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """A size at which the root is known: a stored checkpoint, or one kept elsewhere."""

    size: int
    root: bytes
    where: str


class TreeCheck:
    """Takes the hashes of all leaves in order; `finish` tells what the database lacks."""

    def __init__(self, using: str, kept: Sequence[Mark]) -> None:
        self._using = using
        self._size = 0
        self._edge: list[bytes] = []
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._compared = 0
        self._last = 0
        self._wrong: list[Finding] = []
        self._marks = deque(sorted([*kept, *self._stored()], key=lambda mark: mark.size))

    def feed(self, leaves: bytes) -> Iterator[Finding]:
        """Append leaves and compare at every size that somebody vouches for."""
        while leaves:
            count = len(leaves) // HASH
            if self._marks and self._marks[0].size > self._size:
                count = min(count, self._marks[0].size - self._size)
            part, leaves = leaves[: count * HASH], leaves[count * HASH :]
            tiles, self._edge = extend(self._size, self._edge, part)
            self._tiles.update(tiles)
            self._size += count
            if len(self._tiles) > _SOME:
                yield from self._compare(only_full=True)
            yield from self._at_marks()

    def finish(self) -> Iterator[Finding]:
        """Compare what is left, and look for tiles and checkpoints beyond the end."""
        yield from self._compare(only_full=False)
        yield from self._wrong
        yield from self._at_marks()
        if self._last != self._size:
            yield Finding("ledger.checkpoint", f"日志有 {self._size} 条，检查点只到 {self._last}")
        for mark in self._marks:
            yield Finding(mark.where, f"所签日志有 {mark.size} 条，现只有 {self._size} 条：被截断")
        with connections[self._using].cursor() as cursor:
            cursor.execute("SELECT level, n FROM ledger_tile ORDER BY level, n")
            rows = cursor.fetchall()
        if len(rows) != self._compared:
            for level, n in rows:
                if level < 0 or n < 0 or n * WIDTH >= self._size >> (8 * level):
                    yield Finding(f"ledger.tile {level}/{n}", "不属于日志，是多出来的")
            if self._size and not rows:
                yield Finding("ledger.tile", "哈希块全部缺失")

    def _at_marks(self) -> Iterator[Finding]:
        root = b""
        while self._marks and self._marks[0].size <= self._size:
            mark = self._marks.popleft()
            root = root or root_of(self._edge)
            if mark.size != self._size or mark.root != root:
                yield Finding(mark.where, "根哈希与存证条目算出的不符：日志被改写过")

    def _compare(self, *, only_full: bool) -> Iterator[Finding]:
        """Compare computed tiles with stored ones; unfilled ones wait until the end."""
        ready = {
            place: data for place, data in self._tiles.items() if len(data) == FULL or not only_full
        }
        for level in sorted({place[0] for place in ready}):
            numbers = sorted(n for found, n in ready if found == level)
            stored = self._read(level, numbers[0], numbers[-1])
            for n in numbers:
                data = stored.get(n)
                if data is None:
                    yield Finding(f"ledger.tile {level}/{n}", "缺失")
                elif data != ready[level, n]:
                    yield Finding(f"ledger.tile {level}/{n}", "与存证条目算出的哈希不符，已被改动")
                self._compared += data is not None
        for place in ready:
            del self._tiles[place]

    def _read(self, level: int, first: int, last: int) -> dict[int, bytes]:
        with connections[self._using].cursor() as cursor:
            cursor.execute(
                "SELECT n, data FROM ledger_tile WHERE level = %s AND n BETWEEN %s AND %s",
                [level, first, last],
            )
            return {
                n: data.encode() if isinstance(data, str) else bytes(data)
                for n, data in cursor.fetchall()
            }

    def _stored(self) -> Iterator[Mark]:
        with connections[self._using].cursor() as cursor:
            cursor.execute("SELECT size, root, note FROM ledger_checkpoint ORDER BY size")
            rows = cursor.fetchall()
        self._last = rows[-1][0] if rows else 0
        for size, root, note in rows:
            where = f"ledger.checkpoint {size}"
            try:
                signed = read_checkpoint(note)
            except (ValueError, TypeError) as error:
                self._wrong.append(Finding(where, f"{error}，已被改动"))
                continue
            if signed != (size, bytes(root) if not isinstance(root, str) else root):
                self._wrong.append(Finding(where, "与其签名的内容不符，已被改动"))
                continue
            yield Mark(*signed, where)


class LogCheck:
    """Single leaves against the newest signed checkpoint, each by its path through the tiles."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        newest = Checkpoint.objects.order_by("-size").first()
        self.size, self._root = (newest.size, bytes(newest.root)) if newest else (0, EMPTY_ROOT)
        self._node = node_reader(tile_reader())
        if newest is not None and not _vouches(newest):
            self.findings.append(Finding("ledger.checkpoint", f"检查点 {self.size} 已被改动"))

    def holds(self, index: int, leaf: bytes) -> bool:
        """Tell whether the leaf stands at this place of the log."""
        if index >= self.size or self._node(0, index) != leaf:
            return False
        path = inclusion_path(index, self.size, self._node)
        return root_through(leaf, index, self.size, path) == self._root


def _vouches(checkpoint: Checkpoint) -> bool:
    with suppress(ValueError):
        return read_checkpoint(checkpoint.note) == (checkpoint.size, bytes(checkpoint.root))
    return False
