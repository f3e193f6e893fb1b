"""What a job read of a file or drew of its public copy, written down by the system."""

from dataclasses import dataclass
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import RuleBroken
from gongjian.publicity.attachments.shapes import PictureKept, Rectangle
from gongjian.publicity.choices import AttachmentState, Choice
from gongjian.publicity.models import (
    Attachment,
    AttachmentBox,
    AttachmentPage,
    AttachmentResult,
)


@dataclass(frozen=True)
class PageRead(PictureKept):
    bare: bool = fields.check("须人工查看")


@dataclass(frozen=True)
class BoxFound(Rectangle):
    what: str = fields.line("内容", max_length=20)
    ground: str = fields.line("依据", max_length=120)
    certainty: int = fields.number("把握", least=0, most=100)
    asked: bool = fields.check("由人决定")


@dataclass(frozen=True)
class RecordReading:
    attachment: UUID = fields.hidden()
    problem: str = fields.line("问题", required=False)
    pages: tuple[PageRead, ...] = fields.rows("页", required=False)
    boxes: tuple[BoxFound, ...] = fields.rows("遮盖", required=False)


@act("publicity.record_attachment_reading", title="登记附件的页", step=False)
def record_attachment_reading(*, act: Act, cmd: RecordReading) -> Attachment:
    """Write down the pages and what was found on them, or why the file cannot be read."""
    attachment = _working(act, cmd.attachment, AttachmentState.READING)
    if cmd.problem:
        attachment.state, attachment.problem = AttachmentState.FAILED, cmd.problem
        act.write(attachment)
        return attachment
    pages = [AttachmentPage(number=n, **vars(page)) for n, page in enumerate(cmd.pages, 1)]
    boxes = [
        AttachmentBox(choice="" if box.asked else Choice.HIDE, **vars(box)) for box in cmd.boxes
    ]
    boxes += _drawn_before(attachment, len(pages))
    for page in pages:
        page.attachment = attachment
    for box in boxes:
        box.attachment = attachment
    act.write_new([*pages, *boxes])
    attachment.state = AttachmentState.MARKING
    act.write(attachment)
    return attachment


def _drawn_before(attachment: Attachment, pages: int) -> list[AttachmentBox]:
    """Return what people drew on the same file last time, to be looked at again."""
    same = {"document_file": attachment.document_file_id, "scan": attachment.scan_id}
    earlier = Attachment.objects.filter(decision=attachment.decision_id, **same)
    last = earlier.exclude(pk=attachment.pk).order_by("-number").first()
    drawn = last.boxes.filter(by__isnull=False, page__lte=pages) if last else ()
    again = ("page", "x", "y", "width", "height", "what", "ground", "certainty", "asked", "by_id")
    return [
        AttachmentBox(choice=Choice.HIDE, **{name: getattr(box, name) for name in again})
        for box in drawn
    ]


@dataclass(frozen=True)
class RecordCopy:
    attachment: UUID = fields.hidden()
    problem: str = fields.line("问题", required=False)
    pages: int | None = fields.number("页数", least=1, most=999, required=False)
    sha256: str = fields.line("SHA-256", max_length=64, required=False)
    sm3: str = fields.line("SM3", max_length=64, required=False)
    size: int | None = fields.number("字节数", least=1, most=2**31 - 1, required=False)


@act("publicity.record_attachment_copy", title="登记附件的公开稿", step=False)
def record_attachment_copy(*, act: Act, cmd: RecordCopy) -> Attachment:
    """Write down the public copy that was drawn, or why none could be."""
    attachment = _working(act, cmd.attachment, AttachmentState.DRAWING)
    if cmd.problem or not cmd.pages or not cmd.size:
        attachment.state = AttachmentState.FAILED
        attachment.problem = cmd.problem or "公开稿没有制成，请放弃后重新选取"
        act.write(attachment)
        return attachment
    attachment.state = AttachmentState.READY
    result = AttachmentResult(
        attachment=attachment,
        pages=cmd.pages,
        sha256=cmd.sha256,
        sm3=cmd.sm3,
        size=cmd.size,
        made_at=act.now,
    )
    act.write(attachment, result)
    return attachment


def _working(act: Act, uid: UUID, state: AttachmentState) -> Attachment:
    found = Attachment.objects.select_for_update(of=("self",)).filter(
        decision__case__matter=act.matter, uid=uid, state=state
    )
    attachment = found.first()
    if attachment is None:
        raise RuleBroken("这份附件已经处理过，不能再次登记")
    return attachment
