"""The commitments of an entry and the hash of its leaf (`docs/proof-format.md` fixes them)."""

import hashlib
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives import hashes

SALT = 16
NOTHING = "0" * 64
LEAF = '{"at":"%s","commit":"%s","prev":"%s","seq":%d,"sm3":"%s","stream":"%s","v":1}'


def line_hashes(salt: bytes, lines: Sequence[bytes]) -> list[bytes]:
    """Return SHA-256(salt of the line ‖ line) for each line: any one can be disclosed alone."""
    return [
        sha256(salt[at : at + SALT] + line).digest()
        for at, line in zip(range(0, SALT * len(lines), SALT), lines, strict=True)
    ]


def commitment(salt: bytes, lines: Sequence[bytes]) -> str:
    """Return the hex SHA-256 over the hashes of all lines."""
    at, found = 0, b""
    for line in lines:
        found += sha256(salt[at : at + SALT] + line).digest()
        at += SALT
    return sha256(found).hexdigest()


def leaf_text(*, at: str, commit: str, prev: bytes, seq: int, sm3: str, stream: UUID) -> str:
    """Return the leaf, in its RFC 8785 form. Nothing in it is personal."""
    return LEAF % (at, commit, prev.hex() or NOTHING, seq, sm3, stream)


def leaf_hash(leaf: bytes) -> bytes:
    """Return the RFC 6962 hash of a leaf."""
    return sha256(b"\x00" + leaf).digest()


def _sm3_by_cryptography(data: bytes) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def _sm3_by_openssl(data: bytes) -> str:
    digest = _empty.copy()  # faster than looking the algorithm up again
    digest.update(data)
    return digest.hexdigest()


# hashlib's door to SM3 is three times faster, but some builds of Python close it.
if "sm3" in hashlib.algorithms_available:
    _empty = hashlib.new("sm3")
    sm3 = _sm3_by_openssl
else:
    sm3 = _sm3_by_cryptography
