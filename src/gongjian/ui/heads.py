"""What the frame of a staff page shows; told by a higher app, since this one knows no people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of the side menu; `here` marks the page one is on."""

    label: str
    link: str
    count: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class StaffHead:
    """Agency, unit and person of the header, the menu, and the demo's clock button.

    `leave_link` leads to leave and deputies, `help_link` to help, `notices_link` to what one was
    told, `unread` counts it ("" where there is none). `clock_link` is where the button posts,
    `clock_to` where it leads.
    """

    agency: str
    unit: str
    name: str
    post: str
    menu: Sequence[MenuItem]
    clock_link: str = ""
    clock_to: date | None = None
    leave_link: str = ""
    help_link: str = ""
    notices_link: str = ""
    unread: str = ""


def _nobody(request: HttpRequest) -> StaffHead | None:
    return None


_tell: Callable[[HttpRequest], StaffHead | None] = _nobody


def provide_head(tell: Callable[[HttpRequest], StaffHead | None]) -> None:
    """Let `tell(request)` describe the frame (called once at start-up)."""
    global _tell
    _tell = tell


def staff_head(request: HttpRequest) -> StaffHead | None:
    """Return the frame of this request's person, or None when nobody is signed in."""
    return _tell(request)
