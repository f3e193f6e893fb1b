"""The commitments of an entry and the hash of its leaf (`docs/proof-format.md` fixes them)."""

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from struct import Struct

from cryptography.hazmat.primitives import hashes

SALT = 16
NOTHING = "0" * 64
_leaf = sha256(b"\x00")


def line_hashes(salt: bytes, lines: Sequence[bytes]) -> list[bytes]:
    """Return SHA-256(salt of the line ‖ line) for each line: any one can be disclosed alone."""
    return [
        sha256(salt[at : at + SALT] + line).digest()
        for at, line in zip(range(0, SALT * len(lines), SALT), lines, strict=True)
    ]


def commitment(salt: bytes, lines: Sequence[bytes]) -> str:
    """Return the hex SHA-256 over the hashes of all lines."""
    salts = _salts(len(lines))(salt)
    hashed = [sha256(own + line).digest() for own, line in zip(salts, lines, strict=True)]
    return sha256(b"".join(hashed)).hexdigest()


@lru_cache(maxsize=256)
def _salts(lines: int) -> Callable[[bytes], tuple[bytes, ...]]:
    """Return what cuts the salts of so many lines apart: one call, where slicing takes one each."""
    return Struct(f"{SALT}s" * lines).unpack


def leaf_text(at: str, commit: str, prev: bytes, seq: int, sm3: str, stream: str) -> str:
    """Return the leaf, in its RFC 8785 form. Nothing in it is personal."""
    return (
        f'{{"at":"{at}","commit":"{commit}","prev":"{prev.hex() or NOTHING}","seq":{seq}'
        f',"sm3":"{sm3}","stream":"{stream}","v":1}}'
    )


def leaf_hash(leaf: bytes) -> bytes:
    """Return the RFC 6962 hash of a leaf."""
    digest = _leaf.copy()  # faster than a new one, as with SM3
    digest.update(leaf)
    return digest.digest()


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
