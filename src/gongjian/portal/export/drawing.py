"""Pages of many decisions at once: drawn as the views draw them, without a request for each."""

from collections.abc import Callable, Collection

from django.http import HttpRequest

from gongjian.portal.reading import only_public
from gongjian.portal.views.decisions import page_of
from gongjian.publicity.queries import items_with_asides
from gongjian.publicity.rendition import canonical


def drawn(tokens: Collection[str], request: Callable[[str], HttpRequest]) -> dict[str, bytes]:
    """Return page and published text of live decisions, by address; one query.

    A visitor gets the same bytes; what stands around them (headers) no file can hold.
    """
    found = {}
    with only_public():
        for item, asides in items_with_asides(tokens):
            address = f"/decisions/{item.token}"
            found[address] = page_of(request(address), item, asides).encode()
            found[f"{address}/rendition.json"] = canonical(item.data)
    return found
