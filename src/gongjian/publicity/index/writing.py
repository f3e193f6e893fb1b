"""Feeding the index: one item after its act, everything anew by command."""

from collections.abc import Iterable
from uuid import UUID

import tantivy

from gongjian.publicity.choices import ItemState
from gongjian.publicity.models import PublicItem

from .folder import HEAP, begin, current, opened, use, writing
from .schema import document


def catch_up(uid: UUID) -> None:
    """Bring one item up to date: in the index while live, out of it otherwise. Repeatable."""
    if current() is None:
        rebuild()
        return
    with writing():
        folder = current()
        assert folder is not None
        item = PublicItem.objects.get(uid=uid)
        writer = tantivy.Index.open(str(folder)).writer(HEAP, 1)
        writer.delete_documents_by_term("token", item.token)
        if item.live:
            writer.add_document(document(item))
        writer.commit()
        writer.wait_merging_threads()


def rebuild() -> int:
    """Make the index anew from the public items; return how many. The old one serves meanwhile."""
    with writing():
        folder, index = begin()
        writer, made = index.writer(HEAP, 1), 0
        for item in _live():
            writer.add_document(document(item))
            made += 1
        writer.commit()
        writer.wait_merging_threads()
        use(folder)
    return made


def stale() -> bool:
    """Tell whether the index is missing or holds another number of items than are live."""
    found = opened()
    if found is None:
        return True
    return found[1].searcher().num_docs != PublicItem.objects.filter(state=ItemState.LIVE).count()


def _live() -> Iterable[PublicItem]:
    """Yield what is public by day of the decision.

    A week then lies side by side in the index: looking for it among words that very many items
    have reads a piece of their lists, not all of them (a quarter of the time at a million items).
    """
    live = PublicItem.objects.filter(state=ItemState.LIVE)
    return live.order_by("decided_on", "pk").iterator(500)
