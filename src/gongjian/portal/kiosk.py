"""A public terminal finds back to its board by itself, and leaves nobody's case open.

The board of a terminal sets a cookie; while it is there every page says in its head, without any
script, that after a while the board follows, which ends the session.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COOKIE = "gongjian_kiosk"
# Long enough to write a statement, short enough for who comes next; a figure of ours.
IDLE_SECONDS = 300
_CODE = re.compile(r"[-\w]{1,40}", re.ASCII)


class Kiosk:
    """Sends the pages of a public terminal back to its board."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the way back to every page that is not a board."""
        response = self.get_response(request)
        code = request.COOKIES.get(COOKIE, "")
        page = response.get("Content-Type", "").startswith("text/html")
        if code and page and _CODE.fullmatch(code) and not request.path.startswith("/board/"):
            back = reverse("portal:board_kiosk", args=[code])
            response["Refresh"] = f"{IDLE_SECONDS}; url={back}"
            response["Cache-Control"] = "no-store"
        return response
