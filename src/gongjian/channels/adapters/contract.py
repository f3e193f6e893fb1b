"""What every adapter keeps to.

`send` returns only when the receiver holds the parcel; the same parcel sent twice is known to it by
the key. Otherwise it raises, and the parcel will come again, perhaps within a larger one: receivers
take the newest word on an id.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# Receivers cut off what takes longer; a job's lease lasts a minute.
TIMEOUT_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Destination:
    """Where to: `folder` keeps files of different agencies apart."""

    name: str
    sender: str
    folder: str
    address: str
    secret: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """Records in the order in which they are to be taken, as JSON Lines; `key` is their hash.

    `letter`: subject and words of a mail, where the records are no published items.
    """

    key: str
    at: datetime
    body: bytes
    records: tuple[Mapping[str, Any], ...]
    letter: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver said: its receipt, what it would not take (id and why), and all of it."""

    receipt: str
    refused: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)


class Unreachable(Exception):
    """The parcel did not arrive, or nobody knows; says in Chinese what a person may look at."""


class Refused(Exception):
    """The receiver is there and takes the parcel as it is for wrong; `status` is its number."""

    def __init__(self, why: str, status: int = 0) -> None:
        super().__init__(why)
        self.status = status


Send = Callable[[Destination, Parcel], Answer]
