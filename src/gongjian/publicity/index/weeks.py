"""Newest weeks first: a page of what very many items have is found without walking through all.

The index keeps the week of each decision as a word. Where these weeks hold too little, everything
is asked at once: that many items cannot have been found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from .schema import SCHEMA, week_of

# How many items lie in the weeks asked first (twice as many in the next), and in all of them, for
# each item that is enough. Figures of ours.
FIRST, ALL = 2, 10


@dataclass(frozen=True, slots=True)
class Walk:
    """Neighbouring weeks in groups, none twice; `whole` where they are all there are."""

    groups: Sequence[Sequence[str]]
    whole: bool

    def spans(self) -> Iterator[Query]:
        """Yield the query for each group."""
        for group in self.groups:
            terms = [Query.term_query(SCHEMA, "week", name) for name in group]
            yield Query.boolean_query([(Occur.Should, term) for term in terms])


def walk(
    searcher: tantivy.Searcher, enough: int, within: tuple[str, str], way: str = "", place: int = 0
) -> Walk:
    """Return the newest weeks, or those that lead on from a place: "n" to older, "p" to newer.

    Only those `within` the first and the last week that may hold what is asked.
    """
    weeks = sorted(searcher.terms_with_prefix("week", ""), reverse=way != "p")
    if way:
        begins = week_of(place)
        weeks = [w for w in weeks if (w[0] <= begins if way == "n" else w[0] >= begins)]
    weeks = [w for w in weeks if within[0] <= w[0] <= within[1]]
    groups, group, held, told, room = list[list[str]](), list[str](), 0, 0, FIRST * enough
    for name, items in weeks:
        if told >= ALL * enough:
            return Walk(groups, whole=False)
        group.append(name)
        held += items
        if held >= room:
            groups.append(group)
            group, held, told, room = [], 0, told + held, 2 * room
    return Walk([*groups, group] if group else groups, whole=True)
