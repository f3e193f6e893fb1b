"""The vault in an object store (S3 and what speaks like it), for more machines than one.

Needs the extra `s3` (`pip install gongjian[s3]`). `GONGJIAN_VAULT_URL` names bucket and prefix;
access comes from the environment as for any S3 client: `AWS_ACCESS_KEY_ID`, `AWS_REGION`,
`AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT`, and `AWS_ALLOW_HTTP=true` where the store has no TLS.
"""

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import ObjectStore as Bucket
from obstore.store import from_url

from .store import PIECE, Stored, copied, place_of

IN_MEMORY = 8 * PIECE


class ObjectStore:
    """One object for each file, at the same place as in a folder: `ab/cd/abcd…`."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket

    def put(self, content: bytes | IO[bytes]) -> Stored:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as aside:
            stored = copied(content, aside)
            aside.seek(0)
            # Only where nothing lies yet: the store refuses what would take another's place.
            with suppress(AlreadyExistsError):
                obstore.put(self.bucket, place_of(stored.sha256), aside, mode="create")
        return stored

    def open(self, sha256: str) -> IO[bytes]:
        found = obstore.get(self.bucket, place_of(sha256))
        file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- the reader closes it
        for piece in found.stream(min_chunk_size=PIECE):
            file.write(piece)
        file.seek(0)
        return file

    def part(self, sha256: str, start: int, length: int) -> Iterator[bytes]:
        place = place_of(sha256)
        # A server refuses a stretch beyond the end, where a file has nothing more.
        end = min(start + length, obstore.head(self.bucket, place)["size"])
        for at in range(start, end, PIECE):
            size = min(PIECE, end - at)
            yield bytes(obstore.get_range(self.bucket, place, start=at, length=size))

    def names(self) -> Iterator[str]:
        for batch in obstore.list(self.bucket):
            for found in batch:
                yield found["path"].rpartition("/")[2]

    def destroy(self, sha256: str) -> None:
        with suppress(FileNotFoundError):
            obstore.delete(self.bucket, place_of(sha256))


def bucket_of(url: str) -> Bucket:
    """Return the bucket that an address names.

    Raises:
        ValueError: no address of an object store.
    """
    return from_url(url)
