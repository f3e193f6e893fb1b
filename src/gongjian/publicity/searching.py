"""The list of what is public: by the index where there is one, else by the database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings

from gongjian.common.errors import NotFound
from gongjian.ui.pager import SIZE, capped_count, page

from . import index
from .choices import ItemState
from .index.asking import Counts
from .models import PublicItem
from .queries import LISTED, live_items

ORDER = ("-decided_on", "-id")
# Without the index these filters cannot be answered.
BY_DATABASE = frozenset({"agency", "year"})


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of live items; `total` as a person reads it; `counts` per filter, if indexed."""

    rows: Sequence[PublicItem]
    next: str = ""
    previous: str = ""
    total: str = ""
    counts: Counts = field(default_factory=dict)
    indexed: bool = False

    @property
    def alone(self) -> bool:
        """Whether everything fits on this page."""
        return not (self.next or self.previous)


def list_items(
    asked: index.Asked, *, after: str = "", size: int = SIZE, counted: bool = True
) -> Shown:
    """Return one page, newest decision first. One query beside the index.

    What was withdrawn a moment ago is gone at once, whatever the index still holds.

    Raises:
        NotFound: a filter or page link that no list makes.
    """
    found = find(asked, after=after, size=size, counted=counted)
    return _from_database(asked, after, size) if found is None else shown_of(found)


def find(
    asked: index.Asked, *, after: str = "", size: int = SIZE, counted: bool = True
) -> index.Found | None:
    """Ask the index for a page; None where there is none.

    Raises:
        NotFound: a page link that no list makes.
    """
    if not settings.GONGJIAN_SEARCH:
        return None
    return index.search(asked, after=after, size=size, counted=counted)


def shown_of(found: index.Found) -> Shown:
    """Return what the index found, as far as it is still live. One query."""
    live = PublicItem.objects.filter(token__in=found.tokens, state=ItemState.LIVE).only(*LISTED)
    by_token = {item.token: item for item in live}
    rows = [by_token[token] for token in found.tokens if token in by_token]
    counts = {name: list(told) for name, told in found.counts}
    total = f"{found.total:,}" + "+" * found.more
    return Shown(rows, found.next, found.previous, total, counts, indexed=True)


def _from_database(asked: index.Asked, after: str, size: int) -> Shown:
    if set(asked.facets) - BY_DATABASE:
        return Shown([])
    agency, year = asked.facets.get("agency"), asked.facets.get("year")
    try:
        found = live_items(
            agency=UUID(agency) if agency else None,
            year=int(year) if year else None,
            words=asked.words,
            days=(asked.first, asked.last),
        )
    except ValueError:
        raise NotFound("没有这个筛选。请从列表的筛选中选择") from None
    shown = page(found, order=ORDER, after=after, size=size)
    total = capped_count(found) if asked.words or asked.dated else ""
    return Shown(shown.rows, shown.next, shown.previous, total)
