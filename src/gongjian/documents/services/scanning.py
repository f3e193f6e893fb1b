"""Scans of signed papers: handed in, checked by content, kept untouched, tied to one version."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from gongjian.common.text import shorten
from gongjian.documents.choices import DocumentState, Media
from gongjian.documents.models import Document, Scan, Upload
from gongjian.documents.paper.scans import BadScan, media_of
from gongjian.matters.queries import may_see
from gongjian.vault.store import store

from .reading import OpenedFile, note_opening, whole

WAITING_AT_MOST = 200
FORGOTTEN_AFTER = timedelta(days=1)


def keep_upload(actor: Actor, content: bytes, name: str, clock: Clock) -> Upload:
    """Keep a file that a person hands in until an act puts it somewhere; the original stays as is.

    Raises:
        NotAllowed: who is no officer hands nothing in.
        InvalidInput: empty, too large, of another kind, damaged, encrypted, or with a program.
        RuleBroken: this person has handed in too many that lead nowhere.
    """
    if actor.officer is None:
        raise NotAllowed("只有执法人员可以上传扫描件，请使用执法人员账号登录")
    most = settings.GONGJIAN_SCAN_MAX_BYTES
    if not content:
        raise InvalidInput({"pages": f"“{name[:80]}”是空文件，请重新选择"})
    if len(content) > most:
        told = f"“{name[:80]}”超过{most // (1024 * 1024)}MB，请降低扫描分辨率或者分成几个文件上传"
        raise InvalidInput({"pages": told})
    try:
        media = media_of(content)
    except BadScan as error:
        raise InvalidInput({"pages": f"“{name[:80]}”：{error}"}) from None
    Upload.objects.filter(officer=actor.officer, at__lt=clock.now() - FORGOTTEN_AFTER).delete()
    if Upload.objects.filter(officer=actor.officer).count() >= WAITING_AT_MOST:
        raise RuleBroken(f"您有{WAITING_AT_MOST}个上传的文件还没有使用，请先使用，或者明天再传")
    kept = store().put(content)
    return Upload.objects.create(
        officer_id=actor.officer,
        media=media,
        name=shorten("".join(c for c in name if c.isprintable()), 200),
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        at=clock.now(),
    )


@dataclass(frozen=True)
class AttachScan:
    document: UUID = fields.ref("文书", of="documents.issued")
    pages: tuple[UUID, ...] = fields.ref(
        "扫描件", of="documents.uploads", many=True, help="签名盖章后的纸质文书，按页次选择"
    )
    note: str = fields.line("说明", required=False, help="例如：当事人签名页")


@act("documents.attach_scan", title="附签名扫描件", step=False)
def attach_scan(*, act: Act, cmd: AttachScan) -> Document:
    """Tie scans of the signed paper to exactly the version of the document that was issued.

    Raises:
        NotFound: the document is not of this matter; an upload is not this person's.
        RuleBroken: the document is not issued, or the very file is attached to it already.

    Source: 行政处罚法 第四十七条、第五十五条第二款.
    """
    mine = Document.objects.select_for_update().filter(matter=act.matter, uid=cmd.document)
    document = mine.first()
    if document is None:
        raise NotFound("本案没有这份文书，请从案件的“文书”页选择")
    if document.state != DocumentState.ISSUED:
        state = DocumentState(document.state).label
        raise RuleBroken(f"《{document.title}》{state}，不能附扫描件；请在制发之后办理")
    mine_too = Upload.objects.filter(officer=act.officer, media__in=Media.values)
    uploads = {upload.uid: upload for upload in mine_too.filter(uid__in=cmd.pages)}
    if set(uploads) != set(cmd.pages):
        raise NotFound("有的扫描件不是您上传的，或者已经使用，请重新上传")
    known = set(document.scans.values_list("sha256", flat=True))
    first = (document.scans.aggregate(last=Max("number"))["last"] or 0) + 1
    for number, uid in enumerate(dict.fromkeys(cmd.pages), first):
        upload = uploads[uid]
        if upload.sha256 in known:
            raise RuleBroken(f"“{upload.name}”已经附在《{document.title}》上，不用再附")
        known.add(upload.sha256)
        act.write(_scan(act, document, upload, number, cmd.note))
    Upload.objects.filter(pk__in=[u.pk for u in uploads.values()]).delete()
    return document


def _scan(act: Act, document: Document, upload: Upload, number: int, note: str) -> Scan:
    return Scan(
        document=document,
        data_hash=document.data_hash,
        number=number,
        media=upload.media,
        name=upload.name,
        sha256=upload.sha256,
        sm3=upload.sm3,
        size=upload.size,
        note=note,
        attached_by_id=act.officer,
        attached_at=act.now,
    )


def open_scan(actor: Actor, uid: UUID, clock: Clock) -> OpenedFile:
    """Return a scan of a document whose matter this person may see; writes one access row.

    Raises:
        NotFound: absent, or of a matter this person may not see.
        RuleBroken: the bytes are no longer those that were attached.
    """
    seen = Scan.objects.filter(may_see(actor, "document__matter"), uid=uid)
    scan = seen.select_related("document").first()
    if scan is None:
        raise NotFound("没有这个扫描件，或者您无权查看。请从案件页面打开。")
    content = whole(scan.sha256, f"《{scan.document.title}》的扫描件")
    note_opening(actor, scan, clock)
    return OpenedFile(content, f"{scan.document}扫描件{scan.number}.{scan.media}")
