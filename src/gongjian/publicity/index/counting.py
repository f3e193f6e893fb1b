"""What each filter would find, among what the words and the *other* filters leave."""

from dataclasses import replace
from typing import Any

import tantivy
from tantivy import Query

from .schema import FACETS
from .wording import Asked, query_of

MOST_VALUES = {"agency": 40, "kind": 20, "cause": 8, "domain": 20, "year": 40}
# Few values, of which none may be missing because nothing of late had it.
COMPLETE = frozenset({"agency", "year"})
# None: more are found than anybody counts.
Told = tuple[str, int | None]


def counts_of(searcher: tantivy.Searcher, asked: Asked) -> dict[str, list[Told]]:
    """Count every item that is found."""
    return _by_facet(searcher, asked)


def values_of(searcher: tantivy.Searcher, asked: Asked, newest: Query) -> dict[str, list[Told]]:
    """Return filters without numbers: what the newest have; of agencies and years all there are."""
    found = _by_facet(searcher, asked, newest)
    for name in COMPLETE:
        told = searcher.terms_with_prefix(name, "", limit=MOST_VALUES[name])
        found[name] = [(value, None) for value, _ in told]
    return {name: [(value, None) for value, _ in told] for name, told in found.items()}


def _by_facet(searcher: tantivy.Searcher, asked: Asked, *further: Query) -> dict[str, list[Told]]:
    chosen = [name for name in FACETS if asked.facets.get(name)]
    free = [name for name in FACETS if name not in chosen]
    counts = _counted(searcher, query_of(asked, *further), free)
    for name in chosen:
        others = replace(asked, facets={k: v for k, v in asked.facets.items() if k != name})
        counts |= _counted(searcher, query_of(others, *further), [name])
    return counts


def _counted(searcher: tantivy.Searcher, query: Query, names: list[str]) -> dict[str, list[Told]]:
    if not names:
        return {}
    wishes = {n: {"terms": {"field": n, "size": MOST_VALUES[n]}} for n in names}
    told: Any = searcher.aggregate(query, wishes)
    return {n: [(b["key"], int(b["doc_count"])) for b in told[n]["buckets"]] for n in names}
