"""The tree of tiles against RFC 6962, word for word."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongjian.ledger.tree import (
    EMPTY_ROOT,
    consistency_path,
    edge_of,
    extend,
    inclusion_path,
    node_reader,
    root_of,
)


def hashed(count: int) -> list[bytes]:
    return [hashlib.sha256(b"\x00%d" % n).digest() for n in range(count)]


def naive_root(hashes: Sequence[bytes]) -> bytes:
    """MTH over leaf hashes (RFC 6962 section 2.1)."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    k = naive_split(len(hashes))
    return hashlib.sha256(b"\x01" + naive_root(hashes[:k]) + naive_root(hashes[k:])).digest()


def naive_split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def naive_path(m: int, hashes: Sequence[bytes]) -> list[bytes]:
    """PATH (RFC 6962 section 2.1.1)."""
    if len(hashes) == 1:
        return []
    k = naive_split(len(hashes))
    if m < k:
        return [*naive_path(m, hashes[:k]), naive_root(hashes[k:])]
    return [*naive_path(m - k, hashes[k:]), naive_root(hashes[:k])]


def naive_consistency(m: int, hashes: Sequence[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF (RFC 6962 section 2.1.2)."""
    if m == len(hashes):
        return [] if whole else [naive_root(hashes)]
    k = naive_split(len(hashes))
    if m <= k:
        return [*naive_consistency(m, hashes[:k], whole), naive_root(hashes[k:])]
    return [*naive_consistency(m - k, hashes[k:], False), naive_root(hashes[:k])]


class Log:
    """Tiles in memory, grown in steps."""

    def __init__(self) -> None:
        self.size = 0
        self.tiles: dict[tuple[int, int], bytes] = {}

    def tile(self, level: int, n: int) -> bytes:
        return self.tiles.get((level, n), b"")

    def grow(self, hashes: Sequence[bytes]) -> bytes:
        grown, edge = extend(self.size, edge_of(self.size, self.tile), b"".join(hashes))
        for place, data in grown.items():
            assert data.startswith(self.tiles.get(place, b"")), "a tile only grows"
        self.tiles.update(grown)
        self.size += len(hashes)
        return root_of(edge)


def grown(steps: Sequence[int]) -> tuple[Log, list[bytes]]:
    hashes, log, at = hashed(sum(steps)), Log(), 0
    for step in steps:
        root = log.grow(hashes[at : at + step])
        at += step
        assert root == naive_root(hashes[:at])
    return log, hashes


steps = st.lists(st.integers(0, 300), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_growing_in_steps_gives_the_root_of_the_whole(sizes: list[int]) -> None:
    log, hashes = grown(sizes)

    assert b"".join(log.tile(0, n) for n in range(-(-len(hashes) // 256))) == b"".join(hashes)
    assert root_of(edge_of(log.size, log.tile)) == naive_root(hashes)


@settings(max_examples=60, deadline=None)
@given(steps, st.data())
def test_every_proof_is_the_standards(sizes: list[int], data: st.DataObject) -> None:
    log, hashes = grown([*sizes, 1])
    size = data.draw(st.integers(1, log.size))
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    node = node_reader(log.tile)

    assert inclusion_path(index, size, node) == naive_path(index, hashes[:size])
    assert consistency_path(old, size, node) == naive_consistency(old, hashes[:size])


@pytest.mark.parametrize("size", [255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 66_000])
def test_tiles_fill_and_rise_at_powers_of_256(size: int) -> None:
    log = Log()

    root = log.grow(hashed(size))

    assert root == naive_root(hashed(size))
    expected = {(level, n) for level in range(3) for n in range(-(-(size >> 8 * level) // 256))}
    assert set(log.tiles) == expected
    assert all(len(data) <= 8192 for data in log.tiles.values())


def test_an_empty_log_has_the_empty_root() -> None:
    assert root_of([]) == EMPTY_ROOT == naive_root([])


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_no_proof_outside_the_log(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        inclusion_path(index, size, node_reader(Log().tile))


@pytest.mark.parametrize(("old", "size"), [(0, 5), (6, 5)])
def test_no_consistency_from_nothing_or_from_the_future(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="no proof"):
        consistency_path(old, size, node_reader(Log().tile))
