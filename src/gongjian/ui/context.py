"""What every template knows."""

from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from gongjian.common import clock as clocks

from .heads import StaffHead, staff_head

SIZE_COOKIE = "gongjian_size"


class House:
    """The frame of the page, asked for only where a template shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def demo(self) -> bool:
        """Whether this is the demo: every page says so."""
        return bool(settings.GONGJIAN_MODE == "demo")

    @property
    def apart(self) -> bool:
        """Whether the portal is a process of its own, which has no door for staff."""
        return bool(settings.GONGJIAN_APART)

    @cached_property
    def today(self) -> date:
        """The date at home, by this installation's clock."""
        return clocks.current().today()

    @property
    def large(self) -> bool:
        """Whether this visitor reads in large type."""
        chosen = self._request.GET.get("size") or self._request.COOKIES.get(SIZE_COOKIE, "")
        return chosen == "large"

    @cached_property
    def head(self) -> StaffHead | None:
        """Agency, person and menu of a staff page."""
        return staff_head(self._request)


def page(request: HttpRequest) -> dict[str, Any]:
    """Add `house` to every template rendered with a request."""
    return {"house": House(request)}
