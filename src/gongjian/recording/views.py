"""Pages of recordings: the form that takes one in, the player, the bytes it asks for."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from gongjian.common import acts
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.common.errors import DomainError, NotAllowed
from gongjian.matters.models import Matter
from gongjian.matters.queries import visible_matter, words_of
from gongjian.orgs.queries import actor_of
from gongjian.ui.forms import ActForm, form_for

from .choices import Kind
from .models import Recording
from .queries import player
from .ranges import Unsatisfiable, stretch
from .services import add_recording, keep_recording, piece_of, played, seen_recording
from .services.handing_in import too_large

# A player asks again for what follows: no worker waits for one that plays slowly.
AT_ONCE = 4 * 1024 * 1024
FORM_AROUND = 64 * 1024
FOR_A_PLAYER = frozenset({"", "video", "audio", "image"})


def _person(request: HttpRequest) -> Actor:
    return actor_of(request.user, "page", clocks.current().today())


# --- taking in ----------------------------------------------------------------------------------


@login_required
@csrf_exempt
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the form of a recording; on POST take the file in and register it.

    Who may not, and what is too large, is refused before a byte of the file is read. That it was
    sent from our own page is asked for in `_add`, when it lies on the disk.
    """
    actor = _person(request)
    matter = visible_matter(actor, uid)
    if not acts.may(actor, add_recording, matter):
        raise NotAllowed("只有本案承办人可以登记音像记录。需要补登的，请联系承办人")
    if request.method == "POST":
        sent = request.META.get("CONTENT_LENGTH", "")
        if told := too_large(int(sent) - FORM_AROUND if sent.isdigit() else 0):
            form = form_for(add_recording, actor, matter)
            return _form(request, actor, matter, form, [_("文件") + told])
        request.upload_handlers = [TemporaryFileUploadHandler(request)]
    return _add(request, actor, matter)


@csrf_protect
def _add(request: HttpRequest, actor: Actor, matter: Matter) -> HttpResponse:
    if request.method != "POST":
        return _form(request, actor, matter, form_for(add_recording, actor, matter), [])
    data, problems = request.POST.copy(), []
    sent, clock = request.FILES.get("content"), clocks.current()
    if sent is not None:
        try:
            data["file"] = str(keep_recording(actor, sent, sent.name or "", clock).uid)
        except DomainError as error:
            problems = list(getattr(error, "fields", {"": error.message}).values())
    elif not data.get("file"):
        problems = [_("请先选择音像文件")]
    form = form_for(add_recording, actor, matter, data=data)
    if form.is_valid() and not problems:
        try:
            add_recording(actor=actor, matter=matter.uid, cmd=form.command(), clock=clock)
        except DomainError as error:
            form.take(error)
        else:
            messages.success(request, _("已登记音像记录"))
            return _onward(request, f"{reverse('workbench:matter', args=[matter.uid])}?tab=sound")
    return _form(request, actor, matter, form, problems)


def _onward(request: HttpRequest, address: str) -> HttpResponse:
    """Lead on; a page that shows how much has been sent goes there itself."""
    if request.headers.get("X-Requested-With") != "progress":
        return redirect(address)
    return HttpResponse(status=204, headers={"X-Next": address})


def _form(
    request: HttpRequest, actor: Actor, matter: Matter, form: ActForm, problems: list[str]
) -> HttpResponse:
    from django.conf import settings

    about_file = ("id_file", "file")
    lines = [(p, "id_content") for p in problems]
    lines += [(p.message, p.target) for p in form.problems if p.target not in about_file]
    context: dict[str, Any] = {
        "matter": matter,
        "form": form,
        "kept": [f for f in form.shown if f.name == "file" and getattr(f, "choices", None)],
        "fields": [f for f in form.shown if f.name != "file"],
        "problems": lines,
        "unmet": add_recording.unmet(actor, matter, clocks.current()),
        "most_mb": settings.GONGJIAN_RECORDING_MAX_BYTES // (1024 * 1024),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "recording/add.html", context, status=status)


# --- playing ------------------------------------------------------------------------------------


@login_required
@require_safe
def play(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show a recording with its player beside the text of its step."""
    actor = _person(request)
    recording = seen_recording(actor, uid)
    context = {
        "matter": recording.matter,
        "recording": recording,
        "player": player(actor, recording, clocks.current()),
        "words": words_of(recording.step),
        "views": recording.accesses.all()[:20],
    }
    return render(request, "recording/play.html", context)


@login_required
@require_safe
def stream(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Send the stretch that a player asks for; the first one puts the view on record."""
    if request.headers.get("Sec-Fetch-Dest", "") not in FOR_A_PLAYER:
        raise NotAllowed("音像记录只能在页面上播放，不提供下载；需要复制的，请按规定报批")
    reading = request.method == "GET"
    ticket, clock = request.GET.get("ticket", ""), clocks.current()
    recording = played(_person(request), uid, ticket, clock, noted=reading)
    try:
        part = _asked(request, recording) if reading else None
    except Unsatisfiable:
        answer: HttpResponseBase = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{recording.size}"
        return _private(answer, recording)
    start, length = part or (0, recording.size)
    if reading:
        answer = StreamingHttpResponse(piece_of(recording, start, length))
    else:
        answer = HttpResponse()
    answer["Content-Length"] = str(length)
    if part is not None:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {start}-{start + length - 1}/{recording.size}"
    return _private(answer, recording)


def _asked(request: HttpRequest, recording: Recording) -> tuple[int, int] | None:
    """Return the stretch asked for; a photo is sent whole, and what changed never is."""
    expected = request.headers.get("If-Range", "")
    if recording.kind == Kind.PHOTO or (expected and expected != _tag(recording)):
        return None
    return stretch(request.headers.get("Range", ""), recording.size, AT_ONCE)


def _private(answer: HttpResponseBase, recording: Recording) -> HttpResponseBase:
    answer["Content-Type"] = recording.content_type
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = _tag(recording)
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _tag(recording: Recording) -> str:
    return f'"{recording.sha256}"'
