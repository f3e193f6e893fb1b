"""Merkle proofs against published vectors and a naive reference."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian_verify.merkle import ProofError, leaf_hash, verify_consistency, verify_inclusion

# The eight inputs and roots of the test vectors that accompany RFC 6962 (certificate-transparency).
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """MTH, word for word (RFC 6962 section 2.1)."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + root_of(leaves[:k]) + root_of(leaves[k:])).digest()


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path_of(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH, word for word (RFC 6962 section 2.1.1)."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path_of(m, leaves[:k]), root_of(leaves[k:])]
    return [*path_of(m - k, leaves[k:]), root_of(leaves[:k])]


def consistency_of(m: int, leaves: Sequence[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF, word for word (RFC 6962 section 2.1.2)."""
    if m == len(leaves):
        return [] if whole else [root_of(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*consistency_of(m, leaves[:k], whole), root_of(leaves[k:])]
    return [*consistency_of(m - k, leaves[k:], False), root_of(leaves[:k])]


logs = st.integers(1, 70).map(lambda n: [b"%d" % i for i in range(n)])


@pytest.mark.parametrize("size", range(1, 9))
def test_the_reference_gives_the_published_roots(size: int) -> None:
    assert root_of(INPUTS[:size]).hex() == ROOTS[size - 1]


def test_a_leaf_is_hashed_apart_from_a_node() -> None:
    assert leaf_hash(b"").hex() == ROOTS[0]
    assert leaf_hash(b"L123456").hex() == (
        "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    )


@given(logs, st.data())
def test_every_leaf_of_every_log_is_proven(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))

    proof = path_of(index, leaves)

    verify_inclusion(index, len(leaves), leaf_hash(leaves[index]), proof, root_of(leaves))


@given(logs, st.data())
def test_every_log_continues_its_beginning(leaves: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(leaves)))

    proof = consistency_of(old, leaves)

    verify_consistency(old, len(leaves), proof, root_of(leaves[:old]), root_of(leaves))


@given(logs, st.data())
def test_a_changed_inclusion_proof_is_refused(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    size, leaf, root = len(leaves), leaf_hash(leaves[index]), root_of(leaves)
    proof = path_of(index, leaves)
    wrong: list[tuple[int, int, bytes, list[bytes], bytes]] = [
        (index, size, leaf_hash(b"other"), proof, root),
        (index, size, leaf, [*proof, root], root),
        (index, size, leaf, proof, leaf_hash(b"other")),
        (size, size, leaf, proof, root),
    ]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        wrong.append((index, size, leaf, proof[:at] + proof[at + 1 :], root))
        wrong.append((index, size, leaf, [*proof[:at], flipped(proof[at]), *proof[at + 1 :]], root))
        wrong.append((index ^ 1, size, leaf, proof, root))

    for arguments in wrong:
        with pytest.raises(ProofError):
            verify_inclusion(*arguments)


@given(logs, st.data())
def test_a_changed_consistency_proof_is_refused(leaves: list[bytes], data: st.DataObject) -> None:
    size = len(leaves)
    old = data.draw(st.integers(1, size))
    proof, first, second = consistency_of(old, leaves), root_of(leaves[:old]), root_of(leaves)
    wrong = [
        (old, size, [*proof, second], first, second),
        (old, size, proof, flipped(first), second),
        (old, size, proof, first, flipped(second)),
        (size + 1, size, proof, first, second),
    ]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        wrong.append((old, size, proof[:at] + proof[at + 1 :], first, second))
        changed = [*proof[:at], flipped(proof[at]), *proof[at + 1 :]]
        wrong.append((old, size, changed, first, second))

    for arguments in wrong:
        with pytest.raises(ProofError):
            verify_consistency(*arguments)


def flipped(value: bytes) -> bytes:
    return bytes([value[0] ^ 1]) + value[1:]


H = b"\x11" * 32
# Called as a careless programmer would, past the types.
inclusion: Any = verify_inclusion
consistency: Any = verify_consistency
hashed: Any = leaf_hash


@pytest.mark.parametrize(
    "call",
    [
        lambda: consistency(0, 0, [], H, H),
        lambda: consistency(0, 5, [], H, H),
        lambda: consistency(-1, 5, [], H, H),
        lambda: consistency(2, 1, [], H, H),
        lambda: consistency(1, 1, [H], H, H),
        lambda: consistency(1, 2, [], H, H),
        lambda: consistency(3, 5, [], H, H),
        lambda: consistency(1.0, 1, [], H, H),
        lambda: consistency(True, 1, [], H, H),
        lambda: consistency(1, 1, [], "x" * 32, H),
        lambda: consistency(1, 1, [], H, bytearray(H)),
        lambda: consistency(1, 1, None, H, H),
        lambda: consistency(1, 1, [], H[:31], H[:31]),
        lambda: inclusion(0, 0, H, [], H),
        lambda: inclusion(-1, 1, H, [], H),
        lambda: inclusion(0, 1, H[:31], [], H[:31]),
        lambda: inclusion(0, 1, H, [], None),
        lambda: inclusion(0, 1, None, [], H),
        lambda: inclusion(0, 1, H, H, H),
        lambda: inclusion(0, 2, H, [H[:5]], H),
        lambda: inclusion(0, 2, H, ["x"], H),
        lambda: inclusion("0", 1, H, [], H),
        lambda: inclusion(0, None, H, [], H),
        lambda: inclusion(2**70, 2**71, H, [H] * 200, H),
        lambda: hashed("text"),
    ],
)
def test_whatever_is_wrong_is_a_proof_error(call: Callable[[], Any]) -> None:
    with pytest.raises(ProofError):
        call()
