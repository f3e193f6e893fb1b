"""Handing in a file: the answer's uid is what acts with files take."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import File, NinjaAPI
from ninja.files import UploadedFile

from gongjian.documents.services import keep_upload

from .answers import NUMBER, TEXT, UID, row, told
from .person import caller

Json = dict[str, Any]
KEPT = row(uid=UID, media=TEXT, sha256=TEXT, size=NUMBER)


def add_routes(api: NinjaAPI) -> None:
    """Open the address for files."""
    api.post(
        "/uploads",
        url_name="upload",
        operation_id="upload",
        summary="上传扫描件",
        tags=["documents"],
        openapi_extra=told(KEPT, 400, 401, 403, 409, 413, 422),
    )(upload)


def upload(request: HttpRequest, file: File[UploadedFile]) -> Json:
    """Keep a scan (PDF, JPG, PNG, told by content) until `documents.attach_scan` names its uid."""
    actor, clock = caller(request)
    content = file.read(settings.GONGJIAN_SCAN_MAX_BYTES + 1)
    kept = keep_upload(actor, content, file.name or "", clock)
    return {"uid": kept.uid, "media": kept.media, "sha256": kept.sha256, "size": kept.size}
