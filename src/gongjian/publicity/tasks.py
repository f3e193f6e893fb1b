"""Work outside the transaction: the search index and the files follow what is public."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings

from gongjian.common.clock import Clock
from gongjian.jobs.queries import waiting_of
from gongjian.jobs.registry import enqueue, job

from . import handing, index
from .models import PublicItem

INDEX_ITEM = "publicity.index_item"
HAND_OUT = "publicity.hand_out"
LOOK_EVERY = timedelta(minutes=10)


def follow(item: PublicItem) -> None:
    """Let the index and the files to be had follow an item that was shown or taken away."""
    enqueue(INDEX_ITEM, item=str(item.uid))
    if item.attachments.exists():
        enqueue(HAND_OUT)


@job(HAND_OUT, every=LOOK_EVERY)
def hand_out(*, clock: Clock) -> None:
    """Put the files of what is shown where the portal can read them; take away all others."""
    handing.settle()


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
