"""The Merkle tree in tiles. Pure. Source: RFC 6962 section 2.1, c2sp.org/tlog-tiles.

A tile holds up to 256 hashes of one level; tile level L counts whole subtrees of 256^L leaves.
Tiles and edges are plain bytes, 32 per hash: slicing them is what makes sealing fast.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

HASH = 32
WIDTH = 256
FULL = HASH * WIDTH
EMPTY_ROOT = hashlib.sha256(b"").digest()
_node = sha256(b"\x01")

Node = Callable[[int, int], bytes]
"""`node(level, n)`: the root of the n-th whole subtree of 2^level leaves."""


def subtree_root(data: bytes) -> bytes:
    """Return the root over 2^k hashes."""
    while len(data) > HASH:
        data = b"".join([_above(data[at : at + 64]) for at in range(0, len(data), 64)])
    return data


def _above(two: bytes) -> bytes:
    """Return the RFC 6962 hash over two hashes."""
    digest = _node.copy()  # faster than a new one
    digest.update(two)
    return digest.digest()


def extend(
    size: int, edge: Sequence[bytes], leaves: bytes
) -> tuple[dict[tuple[int, int], bytes], list[bytes]]:
    """Append leaf hashes to a tree of `size` leaves.

    `edge[L]` is the data of the last, unfilled tile of level L (b"" when there is none). Returns
    every tile that is new or has grown, by (level, number), and the new edge.
    """
    tiles: dict[tuple[int, int], bytes] = {}
    grown: list[bytes] = []
    level, added, count = 0, leaves, size
    while added or level < len(edge):
        old = edge[level] if level < len(edge) else b""
        data, first = old + added, count // WIDTH
        whole = len(data) // FULL
        for n in range(whole + bool(len(data) % FULL) if added else 0):
            tiles[level, first + n] = data[n * FULL : (n + 1) * FULL]
        grown.append(data[whole * FULL :])
        added = b"".join([subtree_root(data[n * FULL : (n + 1) * FULL]) for n in range(whole)])
        level, count = level + 1, count // WIDTH
    return tiles, grown


def edge_of(size: int, tile: Callable[[int, int], bytes]) -> list[bytes]:
    """Return the edge of a tree of `size` leaves; `tile(level, n)` reads a tile."""
    edge = []
    level = 0
    while size:
        number, width = divmod(size, WIDTH)
        edge.append(tile(level, number)[: width * HASH] if width else b"")
        level, size = level + 1, number
    return edge


def root_of(edge: Sequence[bytes]) -> bytes:
    """Return the root of the tree with this edge."""
    peaks = [peak for data in reversed(edge) for peak in _peaks(data)]
    if not peaks:
        return EMPTY_ROOT
    root = peaks.pop()
    while peaks:
        root = _above(peaks.pop() + root)
    return root


def _peaks(data: bytes) -> Iterator[bytes]:
    """Yield the roots of the largest whole subtrees among some hashes, from left to right."""
    at, left = 0, len(data) // HASH
    while left:
        part = 1 << (left.bit_length() - 1)
        yield subtree_root(data[at * HASH : (at + part) * HASH])
        at, left = at + part, left - part


def node_reader(tile: Callable[[int, int], bytes]) -> Node:
    """Return a `Node` that reads tiles."""

    def node(level: int, n: int) -> bytes:
        tile_level, inside = divmod(level, 8)
        number, at = divmod(n << inside, WIDTH)
        return subtree_root(tile(tile_level, number)[at * HASH : (at + (1 << inside)) * HASH])

    return node


def inclusion_path(index: int, size: int, node: Node) -> list[bytes]:
    """Return the proof that the leaf at `index` stands in the tree of `size` leaves.

    Raises:
        ValueError: the index is outside.
    """
    if not 0 <= index < size:
        msg = f"index {index} is not in a tree of {size}"
        raise ValueError(msg)
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_range_root(middle, high, node))
            high = middle
        else:
            path.append(_range_root(low, middle, node))
            low = middle
    return path[::-1]


def root_through(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root to which a leaf at `index` of `size` leads by its inclusion path."""
    before: list[bool] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        before.append(index < middle)
        low, high = (low, middle) if index < middle else (middle, high)
    root = leaf
    for beside, first in zip(path, reversed(before), strict=True):
        root = _above(root + beside if first else beside + root)
    return root


def consistency_path(old: int, size: int, node: Node) -> list[bytes]:
    """Return the proof that the tree of `size` leaves begins with the tree of `old` leaves.

    Raises:
        ValueError: `old` is 0 or larger than `size`.
    """
    if not 0 < old <= size:
        msg = f"no proof from {old} to {size}"
        raise ValueError(msg)
    path: list[bytes] = []
    low, high, whole = 0, size, True
    while old < high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_range_root(middle, high, node))
            high = middle
        else:
            path.append(_range_root(low, middle, node))
            low, whole = middle, False
    if not whole:
        path.append(_range_root(low, high, node))
    return path[::-1]


def _range_root(low: int, high: int, node: Node) -> bytes:
    count = high - low
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return node(level, low >> level)
    middle = low + _split(count)
    right = _range_root(middle, high, node)
    return _above(_range_root(low, middle, node) + right)


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)
