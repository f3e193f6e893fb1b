"""Asking the index: words, filters, one page by its place, and counts for every filter."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

import tantivy

from gongjian.common.errors import NotFound

from .counting import Told, counts_of, values_of
from .folder import opened
from .hits import Hits
from .wording import Asked

# About 2 KB each; a figure of ours.
MOST_ANSWERS = 1000
# What more is found than this is neither counted nor told by filter; where very many items are
# public, less is counted. Figures of ours.
ENOUGH, ENOUGH_OF_MANY, MANY = 5_000, 500, 200_000
Counts = dict[str, list[Told]]


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens of one page in order, how many there are in all, and what each filter would find.

    With `more` there are more than `total`; filters then have no numbers.
    """

    tokens: tuple[str, ...]
    total: int
    more: bool
    next: str
    previous: str
    counts: tuple[tuple[str, tuple[Told, ...]], ...]


_answers: OrderedDict[Hashable, Found] = OrderedDict()
_turn = Lock()


def search(asked: Asked, *, after: str = "", size: int = 20, counted: bool = True) -> Found | None:
    """Return one page, newest decision first; None while there is no index.

    Every word must stand in the public text just so: its characters side by side. What was asked
    before is answered from memory until the index is written again.

    Raises:
        NotFound: `after` was not made by this list.
    """
    found_open = opened()
    if found_open is None:
        return None
    generation, index = found_open
    what = (asked.words, tuple(asked.facets.items()), asked.first, asked.last)
    key = (generation, what, after, size, counted)
    with _turn:
        if key in _answers:
            _answers.move_to_end(key)
            return _answers[key]
    found = searched(index, asked, after=after, size=size, counted=counted)
    with _turn:
        _answers[key] = found
        while len(_answers) > MOST_ANSWERS:
            _answers.popitem(last=False)
    return found


def searched(
    index: tantivy.Index,
    asked: Asked,
    *,
    after: str = "",
    size: int = 20,
    counted: bool = True,
    enough: int = 0,
) -> Found:
    """Ask the index itself. `enough`: how far to count; 0: as far as its size allows.

    Raises:
        NotFound: `after` was not made by this list.
    """
    way, place = _read(after)
    searcher = index.searcher()
    hits = Hits(searcher, asked, enough or enough_of(searcher.num_docs))
    rows, (total, more) = hits.page(way, place, size + 1), hits.total()
    further, rows = len(rows) > size, rows[:size]
    if way == "p":
        rows.reverse()
    older, newer = (True, further) if way == "p" else (further, bool(after))
    return Found(
        tokens=tuple(str(searcher.doc(address)["token"][0]) for _, address in rows),
        total=total,
        more=more,
        next=f"n{rows[-1][0]}" if rows and older else "",
        previous=f"p{rows[0][0]}" if rows and newer else "",
        counts=_fixed(_counts(hits, total, more=more)) if counted else (),
    )


def enough_of(items: int) -> int:
    """Return how far is counted in an index of so many items."""
    return ENOUGH if items <= MANY else ENOUGH_OF_MANY


def _counts(hits: Hits, total: int, *, more: bool) -> Counts:
    if not more and total <= hits.enough:
        return counts_of(hits.searcher, hits.asked)
    newest = next(hits.walk().spans())
    return values_of(hits.searcher, hits.asked, newest)


def _fixed(counts: Counts) -> tuple[tuple[str, tuple[Told, ...]], ...]:
    return tuple((name, tuple(told)) for name, told in counts.items())


def _read(after: str) -> tuple[str, int]:
    if not after:
        return "", 0
    way, digits = after[:1], after[1:]
    if way not in {"n", "p"} or not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        raise NotFound("这个翻页链接不完整或者已经失效，请从列表的第一页重新查看")
    return way, int(digits)
