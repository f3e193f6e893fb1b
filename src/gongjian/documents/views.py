"""Files for the people of the house; for everyone else, what the code on a paper leads to."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongjian.common import clock as clocks
from gongjian.common.errors import NotFound
from gongjian.orgs.queries import actor_of

from .queries import by_token
from .services import open_file

VERIFY = "/verify"  # the portal's page, above this floor
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_GET
def file(request: HttpRequest, uid: UUID, file_format: str) -> HttpResponse:
    """Send a file; PDF opens in the browser, Word is saved."""
    clock = clocks.current()
    actor = actor_of(request.user, "page", clock.today())
    opened = open_file(actor, uid, file_format, clock)
    answer = HttpResponse(opened.content, content_type=TYPES[file_format])
    way = "inline" if file_format == "pdf" else "attachment"
    answer["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(opened.name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """Show everyone who holds the paper what was registered of it: nothing about the party."""
    document = by_token(token)
    if document is None:
        raise NotFound(
            "没有登记这样的文书。请核对网址是否输全；如是扫描纸上的二维码得来，"
            "这份纸可能不是真的，请向文书上署名的机关求证。"
        )
    files = [file for file in document.files.all() if file.format == "pdf"]
    shown = {"document": document, "files": files, "verify_address": VERIFY}
    answer = render(request, "documents/paper.html", shown)
    answer["X-Robots-Tag"] = "noindex"
    answer["Cache-Control"] = "no-store"
    return answer
