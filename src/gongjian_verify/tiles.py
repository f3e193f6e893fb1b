"""The public log over the web: its newest checkpoint, and proofs made of its hash tiles.

A tile need not be trusted: what is put together of it is checked against signed roots.
Source: c2sp.org/tlog-tiles, RFC 6962 section 2.1.2.
"""

import http.client
import urllib.request
from collections.abc import Callable

from .merkle import HASH_SIZE, node_hash

WIDTH, HEIGHT = 256, 8
_SECONDS, _MOST = 30, 1 << 20


class LogError(Exception):
    """The log cannot be read; says why, in Chinese."""


Get = Callable[[str], bytes]


def over_the_web(address: str) -> Get:
    """Return `get(path)` below the address of a log (`https://…/log/`)."""
    if not address.startswith(("http://", "https://")):
        raise LogError("日志的地址应当以 https:// 或者 http:// 开头")
    base = address.rstrip("/") + "/"

    def get(path: str) -> bytes:
        try:
            with urllib.request.urlopen(base + path, timeout=_SECONDS) as answer:  # noqa: S310
                return bytes(answer.read(_MOST))
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise LogError(f"读不到 {base}{path}（{error}）") from None

    return get


def consistency_path(old: int, size: int, get: Get) -> list[bytes]:
    """Return what should show that the log of `size` leaves begins with that of `old`."""
    node = _reader(size, get)
    path: list[bytes] = []
    low, high, whole = 0, size, True
    while old < high:
        middle = low + _half(high - low)
        if old <= middle:
            path.append(_range(middle, high, node))
            high = middle
        else:
            path.append(_range(low, middle, node))
            low, whole = middle, False
    if not whole:
        path.append(_range(low, high, node))
    return path[::-1]


def tile_path(level: int, n: int, width: int) -> str:
    """Return where a tile lies below the log."""
    groups = [f"{n % 1000:03d}"]
    while n >= 1000:
        n //= 1000
        groups.insert(0, f"x{n % 1000:03d}")
    return f"tile/{level}/{'/'.join(groups)}" + ("" if width == WIDTH else f".p/{width}")


def _reader(size: int, get: Get) -> Callable[[int, int], bytes]:
    known: dict[str, bytes] = {}

    def node(level: int, n: int) -> bytes:
        """Return the root of the n-th whole subtree of 2^level leaves."""
        tile_level, inside = divmod(level, HEIGHT)
        number, at = divmod(n << inside, WIDTH)
        width = min((size >> (HEIGHT * tile_level)) - number * WIDTH, WIDTH)
        path = tile_path(tile_level, number, width)
        data = known.get(path) or known.setdefault(path, get(path))
        hashes = [data[i * HASH_SIZE : (i + 1) * HASH_SIZE] for i in range(at, at + (1 << inside))]
        if any(len(one) != HASH_SIZE for one in hashes):
            raise LogError(f"日志的 {path} 不完整")
        while len(hashes) > 1:
            hashes = [node_hash(a, b) for a, b in zip(hashes[::2], hashes[1::2], strict=True)]
        return hashes[0]

    return node


def _range(low: int, high: int, node: Callable[[int, int], bytes]) -> bytes:
    count = high - low
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return node(level, low >> level)
    middle = low + _half(count)
    return node_hash(_range(low, middle, node), _range(middle, high, node))


def _half(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)
