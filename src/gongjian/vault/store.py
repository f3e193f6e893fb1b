"""Files kept once, found by their SHA-256; for ever, but for a portrait that was taken down.

`Store` is what a store must offer; `LocalStore` keeps files in two-level folders of the home. With
`GONGJIAN_VAULT_URL` an object store takes its place (`vault.objects`).
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Protocol

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PIECE = 1 << 20
_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A kept file: both hashes in hex, size in bytes."""

    sha256: str
    sm3: str
    size: int


class Store(Protocol):
    """Write once, read often, never change; destroy what the law says is kept no longer."""

    def put(self, content: bytes | IO[bytes]) -> Stored:
        """Keep a file; one that is kept already is not written again."""

    def open(self, sha256: str) -> IO[bytes]:
        """Open a kept file for reading.

        Raises:
            FileNotFoundError: no such file is kept.
        """

    def part(self, sha256: str, start: int, length: int) -> Iterator[bytes]:
        """Yield a stretch of a kept file, in pieces; no more of it is read.

        Raises:
            FileNotFoundError: no such file is kept.
        """

    def names(self) -> Iterator[str]:
        """Yield the hash of every kept file."""

    def destroy(self, sha256: str) -> None:
        """Let a file go for good; none of that name is no error.

        Only for what a record row calls destroyed and no other row names (`vault.naming`).
        """


class LocalStore:
    """A folder: `ab/cd/abcd…`; written aside, flushed to disk, then moved into place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes | IO[bytes]) -> Stored:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = self.folder / f".new-{secrets.token_hex(8)}"
        try:
            with aside.open("xb") as file:
                stored = copied(content, file)
                file.flush()
                os.fsync(file.fileno())
            self._place(aside, stored.sha256)
        finally:
            aside.unlink(missing_ok=True)
        return stored

    def open(self, sha256: str) -> IO[bytes]:
        return self.path(sha256).open("rb")

    def part(self, sha256: str, start: int, length: int) -> Iterator[bytes]:
        return _pieces(self.open(sha256), start, length)

    def names(self) -> Iterator[str]:
        for path in sorted(self.folder.glob("??/??/*")):
            yield path.name

    def destroy(self, sha256: str) -> None:
        self.path(sha256).unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        """Return where a file lies.

        Raises:
            ValueError: not a SHA-256 in lower-case hex.
        """
        return self.folder / place_of(sha256)

    def _place(self, aside: Path, sha256: str) -> None:
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside.chmod(0o400)
        try:
            # A link, unlike a rename, never replaces a file that another writer put there first.
            os.link(aside, target)
        except FileExistsError:
            return
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _pieces(file: IO[bytes], start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(PIECE, length))):
            yield piece
            length -= len(piece)


def fingerprint(file: IO[bytes]) -> Stored:
    """Return both hashes and the size of a file, in one pass."""
    return copied(file, None)


def place_of(sha256: str) -> str:
    """Return where a file lies in any store.

    Raises:
        ValueError: not a SHA-256 in lower-case hex.
    """
    if not _NAME.fullmatch(sha256):
        msg = "a kept file is named by 64 lower-case hexadecimal digits"
        raise ValueError(msg)
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def copied(content: bytes | IO[bytes], target: IO[bytes] | None) -> Stored:
    """Read a file once, writing it where it is wanted; return its hashes and size."""
    sha, national, size = hashlib.sha256(), Hash(SM3()), 0
    pieces = [content] if isinstance(content, bytes) else iter(lambda: content.read(PIECE), b"")
    for piece in pieces:
        sha.update(piece)
        national.update(piece)
        size += len(piece)
        if target is not None:
            target.write(piece)
    return Stored(sha.hexdigest(), national.finalize().hex(), size)


def store() -> Store:
    """Return the vault of this installation.

    Raises:
        ImproperlyConfigured: an object store is named, and the extra `s3` is not installed.
    """
    if settings.GONGJIAN_VAULT_URL:
        return _objects(settings.GONGJIAN_VAULT_URL)
    return LocalStore(Path(settings.GONGJIAN_HOME) / "vault")


@cache
def _objects(url: str) -> Store:
    try:
        from .objects import ObjectStore, bucket_of
    except ImportError as error:
        message = "GONGJIAN_VAULT_URL needs an object store client: pip install 'gongjian[s3]'"
        raise ImproperlyConfigured(message) from error
    return ObjectStore(bucket_of(url))
