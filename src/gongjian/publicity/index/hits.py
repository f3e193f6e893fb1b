"""Which items are found: one page of them by its place, and how many there are."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import tantivy
from tantivy import Query

from .schema import SCHEMA, weeks_between
from .weeks import ALL, Walk, walk
from .wording import Asked, most_found, query_of


@dataclass(frozen=True, slots=True)
class Hits:
    """What is found for one question; nobody counts further than `enough`."""

    searcher: tantivy.Searcher
    asked: Asked
    enough: int

    @property
    def wide(self) -> bool:
        """Whether more than enough may be found, so that the newest weeks are asked first."""
        return most_found(self.searcher, self.asked) > self.enough

    def walk(self, way: str = "", place: int = 0) -> Walk:
        """Return the weeks that may hold what is asked."""
        first, last = self.asked.first or date.min, self.asked.last or date.max
        if year := int(self.asked.facets.get("year") or 0):
            first, last = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        within = weeks_between(first, last)
        return walk(self.searcher, self.enough, within, way, place)

    def page(self, way: str, place: int, size: int) -> list[Any]:
        """Return places and addresses; the hundredth page costs as much as the first."""
        bounds = _bounds(way, place)
        order = tantivy.Order.Asc if way == "p" else tantivy.Order.Desc
        rows: list[Any] = []
        if self.wide:
            walked = self.walk(way, place)
            for span in walked.spans():
                rows += self._sorted(size - len(rows), order, span, *bounds)
                if len(rows) == size:
                    return rows
            if walked.whole:
                return rows
        return self._sorted(size, order, *bounds)

    def total(self) -> tuple[int, bool]:
        """Return how many there are, and whether there are more, which nobody counts.

        Where counting ends, the figure is a round one that is passed.
        """
        if self.asked.everything:
            return self.searcher.num_docs, False
        if not self.wide:
            return self._counted(), False
        walked, total = self.walk(), 0
        for span in walked.spans():
            total += self._counted(span)
            if total > self.enough:
                return self.enough, True
        round_figure = self.enough // ALL
        if not walked.whole and total > round_figure:
            return total - total % round_figure, True
        return (total if walked.whole else self._counted()), False

    def _sorted(self, size: int, order: tantivy.Order, *further: Query) -> list[Any]:
        query = query_of(self.asked, *further)
        found: Any = self.searcher.search(
            query, size, count=False, order_by_field="place", order=order
        )
        return list(found.hits)

    def _counted(self, *further: Query) -> int:
        found: Any = self.searcher.search(query_of(self.asked, *further), 1, count=True)
        return int(found.count or 0)


def _bounds(way: str, place: int) -> list[Query]:
    kind = tantivy.FieldType.Unsigned
    if way == "n":
        return [Query.range_query(SCHEMA, "place", kind, upper_bound=place, include_upper=False)]
    if way == "p":
        return [Query.range_query(SCHEMA, "place", kind, lower_bound=place, include_lower=False)]
    return []
