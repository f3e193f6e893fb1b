"""What somebody asks for, as queries of the index; and how many items could answer at most."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import tantivy
from tantivy import Occur, Query

from gongjian.common.bigrams import Wanted, compact, wanted

from .schema import SCHEMA

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: free words, and one value for each chosen facet."""

    words: str = ""
    facets: dict[str, str] = field(default_factory=dict)


def query_of(asked: Asked, *further: Query) -> Query:
    """Return the query for every word and every chosen facet, and for what is added."""
    parts = [*_words(asked.words), *_chosen(asked.facets), *further]
    return _all(parts) if parts else Query.all_query()


def most_found(searcher: tantivy.Searcher, asked: Asked) -> int:
    """Return how many items there can be at most: as many as have the rarest part of it all."""
    bounds = [searcher.num_docs]
    exact = searcher.doc_freq("exact", compact(asked.words))
    for asks in _wanted(asked.words):
        parts = [("characters", c) for c in asks.characters] + [("pairs", t) for t in asks.tokens]
        bounds.append(exact + min(searcher.doc_freq(*part) for part in parts))
    bounds += [searcher.doc_freq(name, value) for name, value in asked.facets.items() if value]
    return min(bounds)


def _wanted(typed: str) -> Iterable[Wanted]:
    asks = (wanted(word) for word in typed.split()[:MOST_WORDS])
    return (one for one in asks if one.tokens or one.characters)


def _words(typed: str) -> Iterable[Query]:
    exact = compact(typed)
    for asks in _wanted(typed):
        parts = [Query.term_query(SCHEMA, "characters", c) for c in asks.characters]
        if len(asks.tokens) > 1:
            parts.append(Query.phrase_query(SCHEMA, "pairs", list(asks.tokens)))
        elif asks.tokens:
            parts.append(Query.term_query(SCHEMA, "pairs", asks.tokens[0]))
        number = Query.term_query(SCHEMA, "exact", exact)
        yield Query.boolean_query([(Occur.Should, _all(parts)), (Occur.Should, number)])
    if typed.strip() and not exact:
        yield Query.empty_query()  # nothing but punctuation finds nothing


def _chosen(facets: dict[str, str]) -> list[Query]:
    return [Query.term_query(SCHEMA, name, value) for name, value in facets.items() if value]


def _all(parts: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, part) for part in parts])
