"""The draw itself: pure, and written so that others can repeat it with any SHA-256.

Nobody can steer it. With the plan the public gets the hash of a secret number and of the pool;
the words that make the draw are said by a witness who does not know the number. The agency is bound
before it hears the words, and the witness speaks without knowing the number.
`gongjian-verify` repeats it in code of its own.

Source: REQUIREMENTS X3; LAW 7.2.
"""

import hashlib
import hmac
import math
from collections.abc import Iterable, Sequence

from gongjian.common.crypto import secret_key

ALGORITHM = "gongjian.draw/1"


def secret_of(plan: bytes, turn: int) -> str:
    """Return the secret number of a plan's draw; kept nowhere, the installation's key gives it."""
    said = f"{ALGORITHM}\n{plan.hex()}\n{turn}".encode()
    return hmac.digest(secret_key("index"), said, hashlib.sha256).hex()


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def pool_hash(objects: Sequence[str], officers: Sequence[str]) -> str:
    """Return the hash of both pools: a line each, an empty line between them."""
    return sha256("\n".join([*objects, "", *officers]))


def seed_of(secret: str, pool: str, words: str) -> str:
    """Return the seed that the secret, the pool and the witness's words give together."""
    return sha256("\n".join([ALGORITHM, secret, pool, words]))


def ranked(seed: str, keys: Iterable[str], within: str = "") -> list[str]:
    """Return the keys in the order of the draw; officers are ranked `within` each object."""
    return sorted(keys, key=lambda key: sha256("\n".join([seed, within, key])))


def to_draw(objects: int, percent: int) -> int:
    """Return how many objects a share of the pool makes, rounded up, at least one."""
    return max(1, math.ceil(objects * percent / 100))
