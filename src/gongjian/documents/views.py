"""Files of documents for the people of the house."""

from typing import Any
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
from gongjian.common.errors import (
    DomainError,
    InvalidInput,
    NotAllowed,
    NotFound,
    RuleBroken,
)
from gongjian.matters.queries import may_see, visible_matter
from gongjian.orgs.queries import actor_of

from .catalogue import definitions
from .choices import Checked
from .models import Document, ScreenSignature, Template
from .options import other_handler
from .ports import people_of
from .services import (
    AddTemplate,
    AttachScan,
    SignOnScreen,
    add_template,
    attach_scan,
    keep_fingerprint,
    keep_upload,
    keep_word,
    open_file,
    open_scan,
    open_signed,
    preview,
    print_set,
    sign_on_screen,
    templates_of,
)
from .services.issuing import frozen
from .services.reading import OpenedFile, note_opening
from .services.signing import issued_file, places_to_sign

TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PAGES_AT_MOST = 50
_ANCHORS = {"strokes": "sign-field"}


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
    seen = Document.objects.filter(may_see(actor), uid=uid)
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


@login_required
@require_GET
def signed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send a paper with the signatures given on the screen."""
    return _sent(open_signed(_person(request), uid, clocks.current()))


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the paper and a field to sign in; on POST keep what was signed."""
    actor = _person(request)
    seen = Document.objects.filter(may_see(actor), uid=uid)
    document = seen.select_related("matter__lead", "matter__second").first()
    if document is None:
        raise NotFound("没有这份文书，或者您无权查看。请从案件页面打开。")
    if not acts.may(actor, sign_on_screen, document.matter):
        raise NotAllowed("只有本案承办人可以请当事人等在屏幕上签名")
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            done = _sign(request, actor, document)
        except InvalidInput as error:
            problems = [(_ANCHORS.get(f, f"id_{f}"), told) for f, told in error.fields.items()]
        except DomainError as error:
            problems = [("sign-head", error.message)]
        else:
            messages.success(
                request,
                _("%(who)s已签名，签名件正在制作，稍候在“文书”页查看") % {"who": done.signer},
            )
            page = reverse("workbench:matter", args=[document.matter.uid])
            return redirect(f"{page}?tab=documents")
    context = _to_sign(actor, document) | {"problems": problems, "given": request.POST}
    status = 422 if problems else 200
    return render(request, "documents/sign.html", context, status=status)


def _to_sign(actor: Actor, document: Document) -> dict[str, Any]:
    context: dict[str, Any] = {
        "document": document,
        "matter": document.matter,
        "ways": Checked.choices,
    }
    try:
        paper = issued_file(document)
    except RuleBroken as error:
        return context | {"refused": error.message}
    text, places = frozen(document), places_to_sign(document)
    if not places:
        return context | {"refused": _("这份文书没有由当事人等签名的位置")}
    note_opening(actor, paper, clocks.current())
    return context | {
        "blocks": text.blocks,
        "places": places,
        "people": sorted(people_of(document.matter)),
        "others": other_handler(actor, document.matter),
        "signatures": document.signatures.all(),
    }


def _sign(request: HttpRequest, actor: Actor, document: Document) -> ScreenSignature:
    clock, finger = clocks.current(), request.FILES.get("fingerprint")
    given = {code: request.POST.get(code, "") for code in ("place", "signer", "checked", "strokes")}
    upload = None
    if finger is not None:
        content = finger.read(settings.GONGJIAN_SCAN_MAX_BYTES + 1)
        upload = keep_fingerprint(actor, content, clock).uid
    try:
        other = request.POST.get("beside", "")
        beside = UUID(other) if other else None
    except ValueError:
        raise InvalidInput({"beside": "请选择本案的另一名承办人"}) from None
    cmd = SignOnScreen(document=document.uid, fingerprint=upload, beside=beside, **given)
    return sign_on_screen(actor=actor, matter=document.matter.uid, cmd=cmd, clock=clock)


@login_required
@require_GET
def template_preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send a template of one's agency, filled with the labels of its fields."""
    return _sent(preview(_person(request), uid))


@login_required
@require_http_methods(["GET", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """List the agency's Word templates and what may stand in one; on POST put one in force."""
    actor = _person(request)
    if not acts.may(actor, add_template) or actor.agency is None:
        raise NotAllowed("文书模板由本机关的系统管理员维护。需要更换的，请联系系统管理员")
    problems: list[str] = []
    if request.method == "POST":
        try:
            added = _add_template(request, actor)
        except InvalidInput as error:
            problems = [part for told in error.fields.values() for part in told.split("；")]
        except DomainError as error:
            problems = [error.message]
        else:
            messages.success(request, _("模板已启用，以后制作的这种文书用它生成 Word"))
            return redirect(f"{reverse('documents:templates')}?kind={added.kind}")
    forms = definitions()
    kind = request.POST.get("kind") or request.GET.get("kind") or ""
    context = {
        "forms": forms,
        "kind": kind,
        "form": forms.get(kind),
        "rows": [(one, forms.get(one.kind)) for one in templates_of(actor.agency)],
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "documents/templates.html", context, status=status)


def _add_template(request: HttpRequest, actor: Actor) -> Template:
    sent, clock = request.FILES.get("file"), clocks.current()
    if sent is None:
        raise InvalidInput({"file": "请先选择模板文件（.docx）"})
    content = sent.read(settings.GONGJIAN_SCAN_MAX_BYTES + 1)
    kept = keep_word(actor, content, sent.name or "", clock)
    cmd = AddTemplate(kind=request.POST.get("kind", ""), file=kept.uid)
    return add_template(actor=actor, cmd=cmd, clock=clock)


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
