"""What a person may choose in the forms of the file room."""

from typing import Any

from gongjian.common.acts import Actor
from gongjian.ui.options import Choices, options

from .choices import ReadingState
from .models import Reading, ReadingMask, ReadingPage
from .queries import offerable, page_code, pages_prepared, requests_waiting, title_of


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
    return [(page_code(page), _label(page)) for page in pages_prepared(matter) if page.bare]


@options("fileroom.page")
def every_page(actor: Actor, matter: Any) -> Choices:
    """List all pages that are being prepared."""
    return [(page_code(page), _label(page)) for page in pages_prepared(matter)]


@options("fileroom.reading")
def standing(actor: Actor, matter: Any) -> Choices:
    """List the leaves that have not ended."""
    found = Reading.objects.filter(matter=matter).exclude(state=ReadingState.ENDED)
    return [(str(r.uid), f"{r.granted_on.isoformat()} 准予，至{r.until_on}") for r in found]


@options("fileroom.mask")
def masks(actor: Actor, matter: Any) -> Choices:
    """List every place that is covered, or was, with its number on its page."""
    pages = {page.pk: page for page in pages_prepared(matter)}
    found = ReadingMask.objects.filter(page__in=pages).order_by("page_id", "number")
    listed = sorted(found, key=lambda one: (list(pages).index(one.page_id), one.number))
    return [(f"{page_code(pages[m.page_id])}.{m.number}", _place(pages, m)) for m in listed]


def _place(pages: dict[int, ReadingPage], mask: ReadingMask) -> str:
    return f"{_label(pages[mask.page_id])}　{mask.number}号：{mask.what}"


def _label(page: ReadingPage) -> str:
    return f"{page.part.title}　第{page.number}页"
