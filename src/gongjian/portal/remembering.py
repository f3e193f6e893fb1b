"""Pages of decisions that need not be drawn twice by one process.

A rendition never changes, so its page follows from the columns that may: they are read at every
visit and are part of the key. What was withdrawn, corrected, suspended or objected to is therefore
never answered from memory, and nothing has to be told to forget.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock

from django.http import HttpRequest

from gongjian.publicity.models import PublicItem
from gongjian.publicity.queries import Asides
from gongjian.ui.context import House

# About 20 KB each; a figure of ours.
MOST = 1000
_MUTABLE = tuple(sorted(PublicItem.MUTABLE))
_pages: OrderedDict[Hashable, bytes] = OrderedDict()
_turn = Lock()


def key_of(request: HttpRequest, item: PublicItem, asides: Asides) -> Hashable | None:
    """Return what the page of an item depends on; None where it must be drawn for this visitor."""
    alone = item.version == 1 and not asides.objected
    if not alone or request.GET or request.COOKIES.get("sessionid"):
        return None
    mutable = tuple(getattr(item, column) for column in _MUTABLE)
    return request.path, House(request).large, item.uid, asides.sha256, mutable


def remembered(key: Hashable | None) -> bytes | None:
    """Return a page drawn before; None when there is none."""
    with _turn:
        if key is None or key not in _pages:
            return None
        _pages.move_to_end(key)
        return _pages[key]


def remember(key: Hashable | None, page: bytes) -> None:
    """Keep a page; the one not asked for longest goes."""
    if key is None:
        return
    with _turn:
        _pages[key] = page
        while len(_pages) > MOST:
            _pages.popitem(last=False)
