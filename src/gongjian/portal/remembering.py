"""Public pages that need not be drawn twice by one process.

A page follows from rows and figures that are asked at every visit; they are its key. What was
withdrawn, corrected, suspended or objected to is therefore never answered from memory, and nothing
has to be told to forget. Of a decision the columns suffice that may change: a rendition never does.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongjian.ui.context import House

# About 20 KB each; a figure of ours.
MOST = 1000
# A page with what is told to one person alone is drawn for that person.
_SIGNED_IN = (settings.SESSION_COOKIE_NAME, "messages")
_pages: OrderedDict[Hashable, tuple[bytes, tuple[tuple[str, str], ...]]] = OrderedDict()
_turn = Lock()


def visitor(request: HttpRequest) -> Hashable | None:
    """Return what a page shows of its visitor: address and type size; None for one signed in."""
    if any(name in request.COOKIES for name in _SIGNED_IN):
        return None
    return request.get_full_path(), House(request).large


def answered(
    request: HttpRequest, rows: Callable[[], Hashable | None], draw: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return the page that follows from `rows`: drawn before, or now and kept.

    `rows` asks what the page follows from, None where it must be drawn for this visit. It is asked
    once more after drawing: a page drawn while they changed is not kept. The longest unasked goes.
    """
    who = visitor(request)
    told = rows() if who is not None else None
    if told is None:
        return draw()
    key = (who, told)
    with _turn:
        if key in _pages:
            _pages.move_to_end(key)
            body, headers = _pages[key]
            return HttpResponse(body, headers=dict(headers))
    response = draw()
    if rows() == told and not response.cookies:
        with _turn:
            _pages[key] = (response.content, tuple(response.items()))
            while len(_pages) > MOST:
                _pages.popitem(last=False)
    return response
