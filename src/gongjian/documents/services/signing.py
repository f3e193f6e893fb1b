"""Signing on the screen: the strokes, a finger if taken, and the paper drawn again with them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from gongjian.common import fields
from gongjian.common.acts import SYSTEM, Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents import ports
from gongjian.documents.backends import seal_backend
from gongjian.documents.choices import Checked, DocumentState, FileFormat
from gongjian.documents.models import (
    Document,
    DocumentFile,
    Fingerprint,
    ScreenSignature,
    SignedPaper,
    Upload,
)
from gongjian.documents.paper import ink, pdf
from gongjian.documents.paper.annex import Mark, annex_of
from gongjian.documents.paper.fonts import font_set
from gongjian.documents.paper.places import Place, is_body, names_in, places_of
from gongjian.jobs.registry import enqueue
from gongjian.matters.queries import may_see
from gongjian.orgs.models import Officer
from gongjian.vault.naming import named_besides
from gongjian.vault.store import Stored, store

from .issuing import frozen
from .reading import OpenedFile, note_opening, whole
from .scanning import keep_upload

RENDER_SIGNED = "documents.render_signed"
DROP_ORIGINAL = "documents.drop_original"
MOST_TEXT = 60_000  # characters of strokes; a long name takes some 5,000


@dataclass(frozen=True)
class SignOnScreen:
    document: UUID = fields.ref("文书", of="documents.to_sign")
    place: str = fields.line("签名处", max_length=60, help="文书上由当事人等签名的位置")
    signer: str = fields.line("签名人姓名", max_length=100, help="与身份证件一致的本人姓名")
    checked: str = fields.choice(
        "签名人怎样核对文书", Checked.choices, help="没有阅读能力的，应当向其宣读"
    )
    strokes: str = fields.text("签名笔迹", max_length=MOST_TEXT, help="由签名框记录，不用填写")
    fingerprint: UUID | None = fields.ref(
        "指印图像", of="documents.uploads", required=False, help="需要捺印时上传"
    )
    beside: UUID | None = fields.ref(
        "在场的另一名执法人员", of="documents.other_handler", required=False
    )


@dataclass(frozen=True)
class RecordSignedPaper:
    document: UUID = fields.ref("文书", of="documents.document")
    number: int = fields.number("签名数", least=1, most=200)
    sha256: str = fields.line("SHA-256", max_length=64)
    sm3: str = fields.line("SM3", max_length=64)
    size: int = fields.number("字节数", least=1, most=2**31 - 1)


@act("documents.sign_on_screen", title="当场在屏幕上签名", step=False)
def sign_on_screen(*, act: Act, cmd: SignOnScreen) -> ScreenSignature:
    """Put a signature, and a finger if taken, under exactly the paper that was issued and shown.

    Raises:
        NotFound: the document or the picture of the finger is not there for this person.
        InvalidInput: no signature, no such place, or somebody this case and paper do not know.
        RuleBroken: not issued or void; signed there by this person already.

    Source: 电子签名法 第二条、第十三条、第十四条; 行政处罚法 第五十五条第二款.
    """
    mine = Document.objects.select_for_update().filter(matter=act.matter, uid=cmd.document)
    document = mine.first()
    if document is None:
        raise NotFound("本案没有这份文书，请从案件的“文书”页选择")
    paper = issued_file(document)
    beside = _beside(act, cmd.beside)
    _refuse_signer(act, document, cmd)
    if document.signatures.filter(place=cmd.place, signer=cmd.signer).exists():
        raise RuleBroken(f"{cmd.signer}已经在《{document.title}》的“{cmd.place}”处签名，不用再签")
    kept = _drawn(cmd.strokes)
    signature = ScreenSignature(
        document=document,
        data_hash=document.data_hash,
        paper_sha256=paper.sha256,
        place=cmd.place,
        signer=cmd.signer,
        checked=cmd.checked,
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        taken_by_id=act.officer,
        beside=beside,
        signed_at=act.now,
    )
    act.write(signature)
    if cmd.fingerprint:
        act.write(_fingerprint(act, signature, cmd.fingerprint))
    enqueue(RENDER_SIGNED, document=str(document.uid))
    return signature


@act("documents.record_signed_paper", title="登记签名件", step=False)
def record_signed_paper(*, act: Act, cmd: RecordSignedPaper) -> SignedPaper:
    """Record the paper drawn again with its first `number` signatures; nothing else changes.

    Raises:
        NotFound: the document is not of this matter.
        RuleBroken: void, not so many signatures, or recorded already.
    """
    mine = Document.objects.select_for_update().filter(matter=act.matter, uid=cmd.document)
    document = mine.first()
    if document is None:
        raise NotFound("没有这份文书")
    if document.state != DocumentState.ISSUED or document.signatures.count() < cmd.number:
        raise RuleBroken(f"《{document.title}》没有这么多签名，或者不再有效，不能登记签名件")
    if document.signed.filter(number=cmd.number).exists():
        raise RuleBroken(f"《{document.title}》的这份签名件已经登记")
    row = SignedPaper(
        document=document,
        number=cmd.number,
        sha256=cmd.sha256,
        sm3=cmd.sm3,
        size=cmd.size,
        made_at=act.now,
    )
    act.write(row)
    return row


def places_to_sign(document: Document) -> list[Place]:
    """Return where people from outside sign this paper."""
    return places_of(frozen(document).blocks)


def issued_file(document: Document) -> DocumentFile:
    """Return the file that is signed.

    Raises:
        RuleBroken: there is none yet, or the document is void.
    """
    paper = document.files.filter(format=FileFormat.PDF).first()
    if document.state != DocumentState.ISSUED or paper is None:
        state = DocumentState(document.state).label
        raise RuleBroken(f"《{document.title}》{state}，不能签名；请在制发之后办理")
    return paper


def keep_fingerprint(actor: Actor, content: bytes, clock: Clock) -> Upload:
    """Keep the picture of a finger until it is signed with: the pixels alone, drawn again.

    Raises:
        InvalidInput: it is no such picture.
    """
    try:
        clean = ink.fingerprint(content)
    except ink.BadInk as error:
        raise InvalidInput({"fingerprint": str(error)}) from None
    return keep_upload(actor, clean, "指印.png", clock)


def drop_original(sha256: str) -> None:
    """Destroy the picture of a finger as it was taken, unless something else names these bytes."""
    if not named_besides(sha256):
        store().destroy(sha256)


def render_signed(document: Document, clock: Clock) -> None:
    """Draw and seal the paper with its signatures and record it; repeatable, as `issue` is.

    Raises:
        RuleBroken: the frozen text or a kept picture no longer has its hash.
    """
    marks = list(_marks(document))
    known = document.signed.filter(number=len(marks)).exists()
    if not marks or known or document.state != DocumentState.ISSUED:
        return
    text = frozen(document)
    drawn = pdf.render(
        text.blocks,
        at=clock.now(),
        demo=text.demo,
        font_dirs=settings.GONGJIAN_FONT_DIRS,
        annex=annex_of(str(document), issued_file(document).sha256, text.issuer, marks),
    )
    content = seal_backend().sign(
        drawn, agency=text.issuer, reason=f"{document.title}签名件", at=clock.now()
    )
    kept = store().put(content)
    record_signed_paper(
        actor=SYSTEM,
        matter=document.matter.uid,
        cmd=RecordSignedPaper(
            document=document.uid,
            number=len(marks),
            sha256=kept.sha256,
            sm3=kept.sm3,
            size=kept.size,
        ),
        clock=clock,
    )


def open_signed(actor: Actor, uid: UUID, clock: Clock) -> OpenedFile:
    """Return a signed paper whose matter this person may see; writes one access row.

    Raises:
        NotFound: absent, or of a matter this person may not see.
        RuleBroken: the bytes are no longer those that were recorded.
    """
    seen = SignedPaper.objects.filter(may_see(actor, "document__matter"), uid=uid)
    row = seen.select_related("document").first()
    if row is None:
        raise NotFound("没有这份签名件，或者您无权查看。请从案件页面打开。")
    content = whole(row.sha256, f"《{row.document.title}》的签名件")
    note_opening(actor, row, clock)
    return OpenedFile(content, f"{row.document}签名件.pdf")


def _beside(act: Act, uid: UUID | None) -> Officer | None:
    if uid is None:
        return None
    handlers = {act.matter.lead_id, act.matter.second_id} - {act.officer}
    other = Officer.objects.filter(uid=uid, pk__in=handlers - {None}).first()
    if other is None:
        raise InvalidInput({"beside": "请选择本案的另一名承办人"})
    return other


def _refuse_signer(act: Act, document: Document, cmd: SignOnScreen) -> None:
    """Refuse who is no person, whom neither case nor paper names, who acts for the agency."""
    places = {place.label: place for place in places_to_sign(document)}
    place = places.get(cmd.place)
    if place is None:
        known = "、".join(places) or "没有"
        raise InvalidInput({"place": f"这份文书由当事人等签名的位置：{known}，请从中选择"})
    if len(cmd.signer) < 2:
        raise InvalidInput({"signer": "请写签名人的完整姓名"})
    missing = font_set(tuple(settings.GONGJIAN_FONT_DIRS)).missing(cmd.signer)
    if missing:
        raise InvalidInput({"signer": str(pdf.Unprintable(missing))})
    bodies = ports.bodies_of(act.matter)
    if is_body(cmd.signer) or cmd.signer in bodies:
        raise InvalidInput(
            {"signer": f"“{cmd.signer}”是单位，不能签名；请写代表它签名的人的姓名，或者打印后盖章"}
        )
    named = place.name if place.name not in bodies and not is_body(place.name) else ""
    if named and cmd.signer not in named:
        raise InvalidInput({"signer": f"文书在这里写明的是“{place.name}”，请由本人签名"})
    handlers = Officer.objects.filter(pk__in={act.matter.lead_id, act.matter.second_id} - {None})
    if cmd.signer in set(handlers.values_list("name", flat=True)):
        raise InvalidInput({"signer": "承办人不能代当事人等签名"})
    if cmd.signer in ports.people_of(act.matter):
        return
    if cmd.signer not in names_in(json.loads(document.data)["fields"], bodies):
        raise InvalidInput(
            {"signer": f"本案和这份文书都没有写到“{cmd.signer}”，请核对姓名，或者打印后签名"}
        )


def _drawn(strokes: str) -> Stored:
    try:
        return store().put(ink.signature(strokes))
    except ink.BadInk as error:
        raise InvalidInput({"strokes": str(error)}) from None


def _fingerprint(act: Act, signature: ScreenSignature, uid: UUID) -> Fingerprint:
    upload = Upload.objects.filter(officer=act.officer, uid=uid).first()
    if upload is None:
        raise NotFound("指印图像不是您上传的，或者已经使用，请重新上传")
    try:
        kept = store().put(ink.fingerprint(whole(upload.sha256, "指印图像")))
    except ink.BadInk as error:
        raise InvalidInput({"fingerprint": str(error)}) from None
    upload.delete()
    if kept.sha256 != upload.sha256:  # sent as it was taken: with all that stood beside the pixels
        enqueue(DROP_ORIGINAL, sha256=upload.sha256)
    return Fingerprint(signature=signature, sha256=kept.sha256, sm3=kept.sm3, size=kept.size)


def _marks(document: Document) -> Iterator[Mark]:
    rows = document.signatures.select_related("taken_by", "beside", "fingerprint")
    what = f"《{document.title}》的签名图像"
    for row in rows:
        finger = getattr(row, "fingerprint", None)
        yield Mark(
            place=row.place,
            signer=row.signer,
            at=row.signed_at,
            checked=row.get_checked_display(),
            officers=tuple(one.name for one in (row.taken_by, row.beside) if one),
            picture=whole(row.sha256, what),
            finger=whole(finger.sha256, what) if finger else b"",
        )
