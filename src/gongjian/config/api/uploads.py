"""Handing in a file: the answer's uid is what acts with files take."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import File, NinjaAPI
from ninja.files import UploadedFile

from gongjian.documents.services import keep_upload
from gongjian.recording.services import keep_recording

from .answers import NUMBER, TEXT, UID, row, told
from .person import caller

Json = dict[str, Any]
KEPT = row(uid=UID, media=TEXT, sha256=TEXT, size=NUMBER)
RECORDED = row(uid=UID, kind=TEXT, media=TEXT, seconds=NUMBER, sha256=TEXT, size=NUMBER)


def add_routes(api: NinjaAPI) -> None:
    """Open the addresses for files."""
    api.post(
        "/uploads/recordings",
        url_name="upload-recording",
        operation_id="upload_recording",
        summary="上传音像文件",
        tags=["recording"],
        openapi_extra=told(RECORDED, 400, 401, 403, 409, 413, 422),
    )(upload_recording)
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


def upload_recording(request: HttpRequest, file: File[UploadedFile]) -> Json:
    """Keep a recording (MP4, WAV, MP3, JPG, told by content) until `recording.add` names it."""
    actor, clock = caller(request)
    kept = keep_recording(actor, file, file.name or "", clock)
    told = ("uid", "kind", "media", "seconds", "sha256", "size")
    return {name: getattr(kept, name) for name in told}
