"""Proofs in an append-only Merkle log. Source: RFC 6962 section 2.1, RFC 9162 section 2.1."""

import hashlib
from collections.abc import Sequence

HASH_SIZE = 32


class ProofError(Exception):
    """The proof does not show what it claims, or is no proof at all."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash under which the log holds `data`.

    Raises:
        ProofError: `data` is not bytes.
    """
    if not isinstance(data, bytes):
        raise ProofError("a leaf must be bytes")
    return hashlib.sha256(b"\x00" + data).digest()


def verify_inclusion(
    index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that a leaf stands at `index` in the log of `size` leaves with this root.

    Raises:
        ProofError: it does not, or an argument is out of range or of the wrong kind.

    Source: RFC 9162 section 2.1.3.2.
    """
    index, size = _count(index, "index"), _count(size, "size")
    path = _hashes(proof)
    if index >= size:
        raise ProofError(f"index {index} is not below size {size}")
    node, last, value = index, size - 1, _hash(leaf_hash, "leaf hash")
    for step in path:
        if last == 0:
            raise ProofError("the proof is too long")
        if node & 1 or node == last:
            value = node_hash(step, value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = node_hash(value, step)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")
    if value != _hash(root, "root"):
        raise ProofError("the leaf is not in the log of this root")


def verify_consistency(
    size1: int, size2: int, proof: Sequence[bytes], root1: bytes, root2: bytes
) -> None:
    """Check that the log of `size2` leaves begins with the whole log of `size1`.

    Raises:
        ProofError: it does not, size1 is 0 (an empty log proves nothing), or an argument is out of
            range or of the wrong kind.

    Source: RFC 9162 section 2.1.4.2.
    """
    size1, size2 = _count(size1, "size1"), _count(size2, "size2")
    path = _hashes(proof)
    first, second = _hash(root1, "root1"), _hash(root2, "root2")
    if size1 == 0:
        raise ProofError("an empty log proves nothing")
    if size1 > size2:
        raise ProofError(f"size1 {size1} is above size2 {size2}")
    if size1 == size2:
        if path:
            raise ProofError("the proof is too long")
        if first != second:
            raise ProofError("two roots of one size differ")
        return
    if size1 & (size1 - 1) == 0:
        path = [first, *path]
    if not path:
        raise ProofError("the proof is too short")
    if _roots(size1, size2, path) != (first, second):
        raise ProofError("the later log does not continue the earlier one")


def _roots(size1: int, size2: int, path: list[bytes]) -> tuple[bytes, bytes]:
    """Return the two roots that a consistency path leads to."""
    node, last = size1 - 1, size2 - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            raise ProofError("the proof is too long")
        if node & 1 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")
    return old, new


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _count(value: int, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ProofError(f"{name} must be a whole number of at least 0")
    return value


def _hash(value: bytes, name: str) -> bytes:
    if not isinstance(value, bytes) or len(value) != HASH_SIZE:
        raise ProofError(f"{name} must be {HASH_SIZE} bytes")
    return value


def _hashes(proof: Sequence[bytes]) -> list[bytes]:
    if not isinstance(proof, list | tuple):
        raise ProofError("a proof must be a list of hashes")
    return [_hash(step, "each hash of a proof") for step in proof]
