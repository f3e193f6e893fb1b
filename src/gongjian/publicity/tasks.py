"""Work outside the transaction: the search index follows what is public."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings

from gongjian.common.clock import Clock
from gongjian.jobs.queries import waiting_of
from gongjian.jobs.registry import job

from . import index

INDEX_ITEM = "publicity.index_item"
LOOK_EVERY = timedelta(minutes=10)


@job(INDEX_ITEM)
def index_item(*, clock: Clock, item: str) -> None:
    """Bring one public item up to date in the index."""
    if settings.GONGJIAN_SEARCH:
        index.catch_up(UUID(item))


@job("publicity.index_check", every=LOOK_EVERY)
def index_check(*, clock: Clock) -> None:
    """Make the index anew when it is missing, or differs though no item waits for it."""
    if settings.GONGJIAN_SEARCH and not waiting_of(INDEX_ITEM) and index.stale():
        index.rebuild()
