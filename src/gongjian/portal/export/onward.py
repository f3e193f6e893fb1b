"""What plain files cannot answer is asked of the live portal: links and forms there name it whole.

Without that a search on the copy would show every decision as if each were a hit.
"""

import re

# Forms; links with a question; and the addresses of `addresses.EXCEPTIONS`.
_ASKS = re.compile(
    rb'(?<=\s)(?P<name>action|href)="(?P<to>'
    rb"\?[^\"]*"
    rb"|/[^\"/][^\"?]*\?[^\"]*"
    rb"|/(?:my|staff|api|log|board|o|d)/[^\"]*"
    rb"|/(?:size|healthz)"
    rb"|/decisions/[0-9a-f]+/(?:proof\.zip|objection)"
    rb'|/verify/[^"]+\.zip)"'
)
_SENDS = re.compile(rb'(?<=\s)action="(/[^"/][^"]*)"')


def onward(body: bytes, address: str, live: str) -> bytes:
    """Return a page whose questions go to `live`, the address of the portal that can answer."""

    def asked(found: re.Match[bytes]) -> bytes:
        to = found["to"]
        path = address.encode() + to if to.startswith(b"?") else to
        return b'%s="%s%s"' % (found["name"], live.encode(), path)

    body = _ASKS.sub(asked, body)
    return _SENDS.sub(lambda found: b'action="%s%s"' % (live.encode(), found[1]), body)
