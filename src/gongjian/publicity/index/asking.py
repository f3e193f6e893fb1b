"""Asking the index: words, filters, one page by its place, and counts for every filter."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import tantivy
from tantivy import Occur, Query

from gongjian.common.bigrams import compact, wanted
from gongjian.common.errors import NotFound

from .folder import opened
from .schema import FACETS, SCHEMA

MOST_WORDS = 8
MOST_VALUES = {"agency": 40, "kind": 20, "cause": 8, "domain": 20, "year": 40}
# About 2 KB each; a figure of ours.
MOST_ANSWERS = 1000
Counts = dict[str, list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: free words, and one value for each chosen facet."""

    words: str = ""
    facets: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens of one page in order, how many there are in all, and what each filter would find."""

    tokens: tuple[str, ...]
    total: int
    next: str
    previous: str
    counts: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


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
    key = (generation, asked.words, tuple(asked.facets.items()), after, size, counted)
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
    index: tantivy.Index, asked: Asked, *, after: str = "", size: int = 20, counted: bool = True
) -> Found:
    """Ask the index itself.

    Raises:
        NotFound: `after` was not made by this list.
    """
    way, place = _read(after)
    searcher = index.searcher()
    query = _all([*_words(asked.words), *_chosen(asked.facets)])
    hits, total = _page(searcher, query, way, place, size + 1)
    more, hits = len(hits) > size, hits[:size]
    if way == "p":
        hits.reverse()
    older, newer = (True, more) if way == "p" else (more, bool(after))
    return Found(
        tokens=tuple(str(searcher.doc(address)["token"][0]) for _, address in hits),
        total=total,
        next=f"n{hits[-1][0]}" if hits and older else "",
        previous=f"p{hits[0][0]}" if hits and newer else "",
        counts=_fixed(_counts(searcher, asked)) if counted else (),
    )


def _fixed(counts: Counts) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    return tuple((name, tuple(told)) for name, told in counts.items())


def _page(
    searcher: tantivy.Searcher, query: Query, way: str, place: int, size: int
) -> tuple[list[Any], int]:
    """Return hits beyond a place, and how many there are in all.

    The hundredth page costs as much as the first, which is counted in the same pass.
    """
    bounds: dict[str, Any] = {}
    if way == "n":
        bounds = {"upper_bound": place, "include_upper": False}
    elif way == "p":
        bounds = {"lower_bound": place, "include_lower": False}
    part = query
    if bounds:
        kind = tantivy.FieldType.Unsigned
        part = _all([query, Query.range_query(SCHEMA, "place", kind, **bounds)])
    order = tantivy.Order.Asc if way == "p" else tantivy.Order.Desc
    found: Any = searcher.search(part, size, count=True, order_by_field="place", order=order)
    counted: Any = searcher.search(query, 1, count=True) if bounds else found
    return list(found.hits), int(counted.count or 0)


def _words(typed: str) -> Iterable[Query]:
    exact = compact(typed)
    for word in typed.split()[:MOST_WORDS]:
        asks = wanted(word)
        parts = [Query.term_query(SCHEMA, "characters", c) for c in asks.characters]
        if len(asks.tokens) > 1:
            parts.append(Query.phrase_query(SCHEMA, "pairs", list(asks.tokens)))
        elif asks.tokens:
            parts.append(Query.term_query(SCHEMA, "pairs", asks.tokens[0]))
        if parts:
            number = Query.term_query(SCHEMA, "exact", exact)
            yield Query.boolean_query([(Occur.Should, _all(parts)), (Occur.Should, number)])
    if typed.strip() and not exact:
        yield Query.empty_query()  # nothing but punctuation finds nothing


def _chosen(facets: dict[str, str]) -> list[Query]:
    return [Query.term_query(SCHEMA, name, value) for name, value in facets.items() if value]


def _all(parts: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, p) for p in parts]) if parts else Query.all_query()


def _counts(searcher: tantivy.Searcher, asked: Asked) -> Counts:
    """Count each facet among what the words and the *other* facets leave."""
    chosen = [name for name in FACETS if asked.facets.get(name)]
    counts = _counted(searcher, asked.words, asked.facets, [n for n in FACETS if n not in chosen])
    for name in chosen:
        others = {k: v for k, v in asked.facets.items() if k != name}
        counts |= _counted(searcher, asked.words, others, [name])
    return counts


def _counted(
    searcher: tantivy.Searcher, words: str, facets: dict[str, str], names: list[str]
) -> Counts:
    if not names:
        return {}
    query = _all([*_words(words), *_chosen(facets)])
    wishes = {n: {"terms": {"field": n, "size": MOST_VALUES[n]}} for n in names}
    told: Any = searcher.aggregate(query, wishes)
    return {n: [(b["key"], int(b["doc_count"])) for b in told[n]["buckets"]] for n in names}


def _read(after: str) -> tuple[str, int]:
    if not after:
        return "", 0
    way, digits = after[:1], after[1:]
    if way not in {"n", "p"} or not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        raise NotFound("这个翻页链接不完整或者已经失效，请从列表的第一页重新查看")
    return way, int(digits)
