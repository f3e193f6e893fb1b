"""What a person may choose in the forms of the file room."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.ui.options import Choices, options

from .choices import PartState, ReadingState
from .models import Reading, ReadingPage
from .queries import offerable, preparing, requests_waiting, title_of


@options("fileroom.request")
def requests(actor: Actor, matter: Any) -> Choices:
    """List the requests that wait and for which nothing is being prepared yet."""
    return [
        (str(f.uid), f"{f.given_on.isoformat()} {f.receipt}")
        for f in requests_waiting(matter).filter(reading__isnull=True)
    ]


@options("fileroom.offerable")
def offered(actor: Actor, matter: Any) -> Choices:
    """List what of the file may be offered."""
    return [(code, title_of(source)) for code, source in offerable(matter).items()]


@options("fileroom.bare_page")
def bare_pages(actor: Actor, matter: Any) -> Choices:
    """List the pages that a person must look at before they are shown."""
    return [(_code(page), _label(page)) for page in _pages(matter) if page.bare]


@options("fileroom.page")
def every_page(actor: Actor, matter: Any) -> Choices:
    """List all pages that are being prepared."""
    return [(_code(page), _label(page)) for page in _pages(matter)]


@options("fileroom.reading")
def standing(actor: Actor, matter: Any) -> Choices:
    """List the leaves that have not ended."""
    found = Reading.objects.filter(matter=matter).exclude(state=ReadingState.ENDED)
    return [(str(r.uid), f"{r.granted_on.isoformat()} 准予，至{r.until_on}") for r in found]


def _pages(matter: Any) -> list[ReadingPage]:
    one = preparing(matter)
    found = ReadingPage.objects.filter(part__reading=one, part__state=PartState.READY)
    return list(found.select_related("part").order_by("part__number", "number"))


def _code(page: ReadingPage) -> str:
    return f"{page.part.number}.{page.number}"


def _label(page: ReadingPage) -> str:
    return f"{page.part.title}　第{page.number}页"
