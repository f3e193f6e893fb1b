"""Where on the pages stands what identifies a person: the text's detector, put on paper. Pure."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongjian.publicity.redaction import Hidden, Term, redact

from .reading import Char, Page, Place

WHOLE = 1000  # places and sizes are told in thousandths of the page
_BESIDE, _ABOVE = 2, 1  # how much more than the letters is covered, in thousandths
Placed = tuple[int, Place | None]
CODE = "二维码"
HOLDER = "核验码只给持有原件的人，由两人决定是否遮盖（个人信息保护法 第六条）"


@dataclass(frozen=True, slots=True)
class Found:
    """A rectangle on a page (from 1), in thousandths of its width and height, and why."""

    page: int
    x: int
    y: int
    width: int
    height: int
    what: str
    ground: str
    certainty: int
    rule: str
    asked: bool

    def covers(self, other: "Found") -> bool:
        """Tell whether another rectangle lies inside this one."""
        return (
            self.page == other.page
            and self.x <= other.x
            and self.y <= other.y
            and self.x + self.width >= other.x + other.width
            and self.y + self.height >= other.y + other.height
        )


def found_in(pages: Sequence[Page], terms: Sequence[Term], kept: Sequence[str]) -> list[Found]:
    """Return what the detector finds on the pages, page by page, from top to bottom.

    All pages are read as one text, so that a name over the end of a line or a page is found. A
    second reading goes by place, line by line, for files that draw their words in another order:
    of it only what is certain counts, as neighbouring columns run together.
    """
    chars = [page.chars for page in pages]
    text, places = _text(chars)
    found = _found(text, places, terms, kept)
    again, by_place = _by_place(chars)
    found += [one for one in _found(again, by_place, terms, kept) if not one.asked]
    code = Hidden(0, 0, "", CODE, HOLDER, certainty=50, asked=True)
    found += [_box(n, place, code) for n, page in enumerate(pages, 1) for place in page.codes]
    found.sort(key=lambda one: (one.asked, -one.width * one.height))
    standing: list[Found] = []
    for one in found:
        if not any(other.covers(one) for other in standing):
            standing.append(one)
    return sorted(standing, key=lambda one: (one.page, one.y, one.x))


def _found(
    text: str, places: Sequence[Placed], terms: Iterable[Term], kept: Iterable[str]
) -> list[Found]:
    hidden = redact(text, terms, kept)[1]
    return [box for one in hidden for box in _boxes(places[one.at : one.at + one.length], one)]


def _text(pages: Sequence[Sequence[Char]]) -> tuple[str, list[Placed]]:
    """Return the text of all pages and where each of its characters stands."""
    words: list[str] = []
    places: list[Placed] = []
    for number, chars in enumerate(pages, 1):
        for char in (*chars, Char("\n", None)):
            if not char.place and words and words[-1].isspace():
                # One space for several: a name spaced out must still be found.
                words[-1] = "\n" if "\n" in (words[-1], char.text) else words[-1]
                continue
            words.append(char.text if char.place else "\n" if char.text in "\r\n" else " ")
            places.append((number, char.place))
    return "".join(words), places


def _by_place(pages: Sequence[Sequence[Char]]) -> tuple[str, list[Placed]]:
    words: list[str] = []
    places: list[Placed] = []
    for number, chars in enumerate(pages, 1):
        for line in _lines([char for char in chars if char.place]):
            words += [*(char.text for char in line), "\n"]
            places += [*((number, char.place) for char in line), (number, None)]
    return "".join(words), places


def _lines(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Yield the characters of each line from left to right, lines from top to bottom."""
    line: list[Char] = []
    middle = 0.0
    for char in sorted(chars, key=_middle):
        assert char.place is not None
        high = char.place[3] - char.place[1]
        if line and _middle(char) - middle > high / 2:
            yield sorted(line, key=_left)
            line = []
        if not line:
            middle = _middle(char)
        line.append(char)
    if line:
        yield sorted(line, key=_left)


def _middle(char: Char) -> float:
    assert char.place is not None
    return (char.place[1] + char.place[3]) / 2


def _left(char: Char) -> float:
    assert char.place is not None
    return char.place[0]


def _boxes(places: Sequence[Placed], hidden: Hidden) -> Iterator[Found]:
    """Yield one rectangle for each line on which a find stands."""
    standing: Place | None = None
    page = 0
    for number, place in places:
        if place is None:
            continue
        if standing and number == page and _same_line(standing, place):
            standing = _around(standing, place)
            continue
        if standing:
            yield _box(page, standing, hidden)
        page, standing = number, place
    if standing:
        yield _box(page, standing, hidden)


def _same_line(one: Place, other: Place) -> bool:
    """Tell whether a character goes on where others stand; on a turned page lines run downwards."""
    across, down = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    if one[1] <= down <= one[3]:
        return other[0] >= one[0] - 0.002 or one[0] - other[2] < other[2] - other[0]
    narrow = one[2] - one[0] <= 1.5 * (other[2] - other[0])
    near = max(other[1] - one[3], one[1] - other[3]) < other[3] - other[1]
    return narrow and near and one[0] <= across <= one[2]


def _around(one: Place, other: Place) -> Place:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _box(page: int, place: Place, hidden: Hidden) -> Found:
    left = max(math.floor(place[0] * WHOLE) - _BESIDE, 0)
    top = max(math.floor(place[1] * WHOLE) - _ABOVE, 0)
    right = min(math.ceil(place[2] * WHOLE) + _BESIDE, WHOLE)
    bottom = min(math.ceil(place[3] * WHOLE) + _ABOVE, WHOLE)
    return Found(
        page,
        min(left, WHOLE - 1),
        min(top, WHOLE - 1),
        max(right - left, 1),
        max(bottom - top, 1),
        hidden.what,
        hidden.ground,
        hidden.certainty,
        hidden.rule,
        hidden.asked,
    )
