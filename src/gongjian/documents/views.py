"""Files of documents for the people of the house."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from gongjian.common import clock as clocks
from gongjian.orgs.queries import actor_of

from .services import open_file

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
