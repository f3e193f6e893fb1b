"""Checking a document where the portal is a process of its own: by sealed proofs alone."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gongjian.channels.queries import countersigning
from gongjian.common.errors import NotFound
from gongjian.exante.models import PublicList
from gongjian.ledger.keys import verifier_key
from gongjian.ledger.proofs import completed
from gongjian.portal.proving import Opened, opened
from gongjian.portal.queries import WHAT
from gongjian.publicity import queries
from gongjian.publicity.models import PublicItem

from .checking import NOTHING, file_in, packed_answer, sha256_in, zipped

SOON = "。刚刚制发的文件，请几秒钟后再核验一次"


# No CSRF token, hence no cookie: the form changes nothing, it only asks.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a file against the log: in the browser, or here when it cannot."""
    context: dict[str, object] = {
        "section": "verify",
        "key": verifier_key(),
        "witnesses": countersigning(),
    }
    status = 200
    if request.method == "POST":
        sent = file_in(request)
        context |= {"problem": sent} if isinstance(sent, str) else _checked(sent)
        status = 422 if isinstance(sent, str) else 200
    return render(request, "portal/verify.html", context, status=status)


@require_safe
def proof(request: HttpRequest, sha256: str) -> HttpResponse:
    """Hand out the proof bundle of the file with this hash."""
    found = opened(sha256) if sha256_in(sha256) else None
    if found is None:
        raise NotFound(NOTHING)
    return zipped(completed(found.part), f"proof-{sha256[:12]}.zip")


@require_safe
def rendition_proof(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the proof bundle of the published text of a live decision."""
    item = queries.item(token)
    file = queries.file_of(item) if item else None
    found = opened(file.sha256) if file else None
    if item is None or found is None:
        raise NotFound("没有这条公示信息，或者已经撤回")
    return zipped(completed(found.part), f"proof-{item.token}.zip")


def _checked(sent: "UploadedFile[Any]") -> dict[str, object]:
    asked: dict[str, object] = {"asked": True, "name": sent.name}
    packet = packed_answer(sent)
    if packet is not None:
        return asked | packet
    digest = hashlib.sha256()
    for piece in sent.chunks():
        digest.update(piece)
    sha256 = digest.hexdigest()
    found = opened(sha256)
    if found is None:
        return asked | {"sha256": sha256, "verdict": "none", "nothing": NOTHING + SOON}
    return asked | {"sha256": sha256, "verdict": "found", **_told(found)}


def _told(found: Opened) -> dict[str, object]:
    if found.kind == "list":
        shown = PublicList.objects.select_related("agency").filter(uid=found.about).first()
        return {"what": WHAT["list"], "list": shown}
    if found.kind in {"text", "attachment"}:
        item = PublicItem.objects.filter(token=found.about).first()
    else:
        item = queries.item_of_document(found.about)
    return {"what": WHAT["void" if found.void else found.kind], "item": item}
