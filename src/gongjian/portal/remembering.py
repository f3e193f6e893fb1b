"""Public pages that need not be drawn twice by one process.

A page follows from rows and figures that are asked at every visit; they are its key. What was
withdrawn, corrected, suspended or objected to is therefore never answered from memory, and nothing
has to be told to forget. Of a decision the columns suffice that may change: a rendition never does.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

from gongjian.publicity.models import PublicItem
from gongjian.publicity.queries import LISTED, Asides
from gongjian.ui.context import House

# About 20 KB each; a figure of ours.
MOST = 1000
# A page with what is told to one person alone is drawn for that person.
_SIGNED_IN = (settings.SESSION_COOKIE_NAME, "messages")
_MUTABLE = tuple(sorted(PublicItem.MUTABLE))
_pages: OrderedDict[Hashable, bytes] = OrderedDict()
_turn = Lock()


def visitor(request: HttpRequest) -> Hashable | None:
    """Return what a page shows of its visitor: address and type size; None for one signed in."""
    if any(name in request.COOKIES for name in _SIGNED_IN):
        return None
    return request.get_full_path(), House(request).large


def key_of(request: HttpRequest, item: PublicItem, asides: Asides) -> Hashable | None:
    """Return what the page of an item depends on; None where it must be drawn for this visitor."""
    alone = item.version == 1 and not asides.objected
    who = visitor(request)
    if not alone or request.GET or who is None:
        return None
    mutable = tuple(getattr(item, column) for column in _MUTABLE)
    return who, item.uid, asides.sha256, mutable


def listed(items: Sequence[PublicItem]) -> Hashable:
    """Return all that a list shows of its items."""
    return tuple(tuple(getattr(item, column) for column in LISTED) for item in items)


def drawn(key: Hashable | None, draw: Callable[[], str]) -> bytes:
    """Return the page of a key: drawn before, or now and kept; the longest unasked goes."""
    with _turn:
        if key is not None and key in _pages:
            _pages.move_to_end(key)
            return _pages[key]
    page = draw().encode()
    if key is not None:
        with _turn:
            _pages[key] = page
            while len(_pages) > MOST:
                _pages.popitem(last=False)
    return page
