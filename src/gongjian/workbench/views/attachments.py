"""Pictures of an attachment for the people of the house: a page of the file, of the copy."""

from itertools import islice
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongjian.common import clock as clocks
from gongjian.common.errors import NotFound
from gongjian.documents.services.reading import note_opening, whole
from gongjian.matters.queries import may_see
from gongjian.publicity.attaching import source_of
from gongjian.publicity.attachments.raster import pictures_in
from gongjian.publicity.models import Attachment
from gongjian.workbench.person import person

ABSENT = "没有这份附件，或者您无权查看。请从案件的“公示”页打开"


@login_required
@require_safe
def attachment_sheet(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Send a page as it stands in the file; who saw it is written down."""
    attachment = _visible(request, uid)
    page = attachment.pages.filter(number=number).first()
    if page is None:
        raise NotFound(ABSENT)
    note_opening(person(request), source_of(attachment), clocks.current())
    return _sent(whole(page.sha256, "附件的页"), "image/jpeg")


@login_required
@require_safe
def attachment_copy(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Send a page of the public copy as it lies in the copy itself."""
    found = islice(pictures_in(_copy(_visible(request, uid))), max(number - 1, 0), None)
    page = next(found, None)
    if page is None or number < 1:
        raise NotFound(ABSENT)
    return _sent(page, "image/jpeg")


@login_required
@require_safe
def attachment_pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send the public copy as anyone will get it."""
    return _sent(_copy(_visible(request, uid)), "application/pdf")


def _visible(request: HttpRequest, uid: UUID) -> Attachment:
    here = may_see(person(request), "decision__case__matter")
    seen = Attachment.objects.filter(here, uid=uid)
    related = ("document_file__document", "scan__document", "result")
    attachment = seen.select_related(*related).first()
    if attachment is None:
        raise NotFound(ABSENT)
    return attachment


def _copy(attachment: Attachment) -> bytes:
    if not hasattr(attachment, "result"):
        raise NotFound("公开稿还没有制成，请稍候刷新页面")
    return whole(attachment.result.sha256, "附件的公开稿")


def _sent(content: bytes, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "private, no-store"})
