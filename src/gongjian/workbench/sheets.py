"""The pages that a party will read, with every place that is covered on them or was."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongjian.fileroom.models import Reading, ReadingMask, ReadingPage, ReadingPart
from gongjian.publicity.attachments.finding import WHOLE


@dataclass(frozen=True, slots=True)
class Mark:
    """A place with its number, in the pixels of its page."""

    mask: ReadingMask
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page and what is marked on it."""

    page: ReadingPage
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class SheetsOfPart:
    """A part of a leave with its pages."""

    part: ReadingPart
    sheets: Sequence[Sheet]


def sheets_of(reading: Reading) -> list[SheetsOfPart]:
    """Return the parts of a leave with their pages; nothing is asked that it has not brought."""
    return [
        SheetsOfPart(part, [Sheet(page, _marks(page)) for page in part.pages.all()])
        for part in reading.parts.all()
    ]


def _marks(page: ReadingPage) -> list[Mark]:
    wide, high = page.width / WHOLE, page.height / WHOLE
    return [
        Mark(m, round(m.x * wide), round(m.y * high), round(m.width * wide), round(m.height * high))
        for m in page.masks.all()
    ]
