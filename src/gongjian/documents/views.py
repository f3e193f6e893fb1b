"""Files of documents for the people of the house."""

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import DomainError, InvalidInput, NotAllowed, NotFound
from gongjian.matters.queries import visible_matter, visible_matters
from gongjian.orgs.queries import actor_of

from .models import Document
from .services import AttachScan, attach_scan, keep_upload, open_file, open_scan, print_set
from .services.reading import OpenedFile

TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PAGES_AT_MOST = 50


def _person(request: HttpRequest) -> Actor:
    return actor_of(request.user, "page", clocks.current().today())


@require_GET
def file(request: HttpRequest, uid: UUID, file_format: str) -> HttpResponse:
    """Send a file; PDF opens in the browser, Word is saved."""
    return _sent(open_file(_person(request), uid, file_format, clocks.current()))


@login_required
@require_GET
def scan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send a scan of a signed paper."""
    return _sent(open_scan(_person(request), uid, clocks.current()))


@login_required
@require_GET
def print_all(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send all issued documents of a matter as one PDF with a list in front."""
    actor = _person(request)
    return _sent(print_set(actor, visible_matter(actor, uid), clocks.current()))


@login_required
@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take in scans of the signed paper of a document; on POST attach them."""
    actor = _person(request)
    seen = Document.objects.filter(uid=uid, matter__in=visible_matters(actor))
    document = seen.select_related("matter").first()
    if document is None:
        raise NotFound("没有这份文书，或者您无权查看。请从案件页面打开。")
    if not acts.may(actor, attach_scan, document.matter):
        raise NotAllowed("只有本案承办人可以附扫描件。需要补附的，请联系承办人")
    problems: list[str] = []
    if request.method == "POST":
        try:
            _attach(request, actor, document)
        except InvalidInput as error:
            problems = list(error.fields.values())
        except DomainError as error:
            problems = [error.message]
        else:
            messages.success(request, _("已附上扫描件"))
            page = reverse("workbench:matter", args=[document.matter.uid])
            return redirect(f"{page}?tab=documents")
    context = {
        "document": document,
        "matter": document.matter,
        "scans": document.scans.select_related("attached_by"),
        "problems": problems,
        "most_mb": settings.GONGJIAN_SCAN_MAX_BYTES // (1024 * 1024),
        "note": request.POST.get("note", ""),
    }
    status = 422 if problems else 200
    return render(request, "documents/attach.html", context, status=status)


def _attach(request: HttpRequest, actor: Actor, document: Document) -> None:
    sent = request.FILES.getlist("pages")
    if not sent:
        raise InvalidInput({"pages": "请先选择要附的扫描件"})
    if len(sent) > PAGES_AT_MOST:
        raise InvalidInput({"pages": f"一次最多附{PAGES_AT_MOST}个文件，请分几次上传"})
    clock, most = clocks.current(), settings.GONGJIAN_SCAN_MAX_BYTES
    # One byte more than is allowed tells that it is too large; no more is read into memory.
    kept = [keep_upload(actor, one.read(most + 1), one.name or "", clock) for one in sent]
    attach_scan(
        actor=actor,
        matter=document.matter.uid,
        cmd=AttachScan(
            document=document.uid,
            pages=tuple(upload.uid for upload in kept),
            note=request.POST.get("note", ""),
        ),
        clock=clock,
    )


def _sent(opened: OpenedFile) -> HttpResponse:
    kind = opened.name.rpartition(".")[2]
    answer = HttpResponse(opened.content, content_type=TYPES[kind])
    way = "attachment" if kind == "docx" else "inline"
    answer["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(opened.name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer
