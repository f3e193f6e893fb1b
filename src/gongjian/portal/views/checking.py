"""Checking a document: its QR code, its bytes, its proof."""

import hashlib
import re
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gongjian.catalog.queries import domains_of
from gongjian.catalog.words import DOMAINS
from gongjian.channels.queries import countersigning
from gongjian.common import clock as clocks
from gongjian.common.errors import NotFound
from gongjian.ledger.keys import verifier_key
from gongjian.ledger.packets import NotOurs, is_packet, read_packet
from gongjian.ledger.proofs import NotSealed, bundle
from gongjian.orgs.passes import pass_of
from gongjian.portal.queries import Provable, provable
from gongjian.portal.reading import only_public, public_tables_only
from gongjian.publicity import queries

MOST_BYTES = 50 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
NOTHING = "存证日志里没有这个文件：它不是经本平台制发的原文件，或者哪怕只有一个字节已被改动"


@public_tables_only
@require_safe
def document(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a document's QR code: its public page, its tombstone, or how to check the paper.

    Unknown, not published and closed by law give one and the same answer.
    """
    item = queries.item_of_document(token)
    return render(request, "portal/document.html", {"section": "verify", "item": item})


@require_safe
def officer(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the QR code of an officer's certificate as it stands at this moment.

    The act that suspends a certificate writes this page's row as well, so it fails at once.
    """
    clock = clocks.current()
    today, now = clock.today(), clock.now()
    with only_public():
        shown = pass_of(token, today)
        domains = domains_of(shown.domain) if shown else ()
        areas = "、".join(DOMAINS.get(domain, domain) for domain in domains)
        context = {"section": "verify", "shown": shown, "areas": areas, "now": now}
        status = 200 if shown else 404
        response = render(request, "portal/officer.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


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
        answer = _checked(request)
        context |= answer
        status = 422 if "problem" in answer else 200
    return render(request, "portal/verify.html", context, status=status)


@require_safe
def proof(request: HttpRequest, sha256: str) -> HttpResponse:
    """Hand out the proof bundle of the file with this hash."""
    found = provable(sha256) if sha256_in(sha256) else None
    if found is None:
        raise NotFound(NOTHING)
    return zipped(bundle(found.row, found.stream), f"proof-{sha256[:12]}.zip")


@require_safe
def rendition_proof(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the proof bundle of the published text of a live decision."""
    item = queries.item(token)
    file = queries.file_of(item) if item else None
    if item is None or file is None:
        raise NotFound("没有这条公示信息，或者已经撤回")
    return zipped(bundle(file, queries.stream_of(item)), f"proof-{item.token}.zip")


def _checked(request: HttpRequest) -> dict[str, object]:
    sent = file_in(request)
    if isinstance(sent, str):
        return {"problem": sent}
    packet = packed_answer(sent)
    if packet is not None:
        return {"asked": True, "name": sent.name, **packet}
    digest = hashlib.sha256()
    for piece in sent.chunks():
        digest.update(piece)
    sha256 = digest.hexdigest()
    found = provable(sha256)
    return {"asked": True, "name": sent.name, "sha256": sha256, **_answer(found)}


def file_in(request: HttpRequest) -> "UploadedFile[Any] | str":
    """Return the file that was sent, or what is wrong with it."""
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile) or not sent.size:
        return "请先选择要核验的文件"
    if sent.size > MOST_BYTES:
        return "文件超过 50 MB，不会是本平台制发的文书，请核对所选文件"
    return sent


def sha256_in(typed: str) -> bool:
    """Tell whether an address names a hash."""
    return _SHA256.fullmatch(typed) is not None


def packed_answer(sent: "UploadedFile[Any]") -> dict[str, object] | None:
    """Check the packet that a party took from its desk; None for another kind of file."""
    if not str(sent.name).lower().endswith(".zip") or not is_packet(content := sent.read()):
        return None
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        index = read_packet(content)
    except NotOurs as error:
        return {"verdict": "none", "nothing": str(error), "sha256": sha256}
    names = [entry["file"] for entry in index["files"]]
    return {"verdict": "packet", "index": index, "files": names, "sha256": sha256}


def _answer(found: Provable | None) -> dict[str, object]:
    if found is None:
        return {"verdict": "none", "nothing": NOTHING}
    try:
        bundle(found.row, found.stream)
    except NotSealed:
        return {"verdict": "waiting"}
    return {"verdict": "found", "what": found.what, "item": found.item, "list": found.list}


def zipped(content: bytes, name: str) -> HttpResponse:
    """Return a proof bundle as a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/zip", headers=headers)
