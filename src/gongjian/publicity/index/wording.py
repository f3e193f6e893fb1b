"""What somebody asks for, as queries of the index; and how many items could answer at most."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import tantivy
from tantivy import Occur, Query

from gongjian.common.bigrams import compact
from gongjian.common.indexes import all_of, side_by_side, words_of

from .schema import SCHEMA, places_of, weeks_between


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: free words, one value for each chosen facet, days of the decision.

    `first` and `last` are the days between which it was decided, both included.
    """

    words: str = ""
    facets: dict[str, str] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None

    @property
    def dated(self) -> bool:
        return bool(self.first or self.last)

    @property
    def everything(self) -> bool:
        """Whether nothing is asked for, so that all there is answers."""
        return not (self.words.strip() or any(self.facets.values()) or self.dated)


def query_of(asked: Asked, *further: Query) -> Query:
    """Return the query for every word and every chosen facet, and for what is added."""
    parts = [*_words(asked.words), *_chosen(asked.facets), *_days(asked), *further]
    return all_of(parts) if parts else Query.all_query()


def most_found(searcher: tantivy.Searcher, asked: Asked) -> int:
    """Return how many items there can be at most: as many as have the rarest part of it all."""
    bounds = [searcher.num_docs]
    exact = searcher.doc_freq("exact", compact(asked.words))
    for asks in words_of(asked.words):
        parts = [("characters", c) for c in asks.characters] + [("pairs", t) for t in asks.tokens]
        bounds.append(exact + min(searcher.doc_freq(*part) for part in parts))
    bounds += [searcher.doc_freq(name, value) for name, value in asked.facets.items() if value]
    if asked.dated:
        begins, ends = weeks_between(asked.first, asked.last)
        weeks = searcher.terms_with_prefix("week", "")
        bounds.append(sum(items for week, items in weeks if begins <= week <= ends))
    return min(bounds)


def _words(typed: str) -> Iterable[Query]:
    exact = compact(typed)
    for asks in words_of(typed):
        number = Query.term_query(SCHEMA, "exact", exact)
        either = [(Occur.Should, side_by_side(SCHEMA, asks)), (Occur.Should, number)]
        yield Query.boolean_query(either)
    if typed.strip() and not exact:
        yield Query.empty_query()  # nothing but punctuation finds nothing


def _chosen(facets: dict[str, str]) -> list[Query]:
    return [Query.term_query(SCHEMA, name, value) for name, value in facets.items() if value]


def _days(asked: Asked) -> list[Query]:
    if not asked.dated:
        return []
    lower, upper = places_of(asked.first, asked.last)
    kind = tantivy.FieldType.Unsigned
    return [Query.range_query(SCHEMA, "place", kind, lower, upper, include_upper=False)]
