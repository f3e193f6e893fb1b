"""The work behind an attachment, outside the transaction: reading its pages, drawing its copy."""

from datetime import timedelta
from uuid import UUID

from gongjian.common.acts import SYSTEM
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.documents.services.reading import whole
from gongjian.jobs.registry import job
from gongjian.vault.store import store

from .attaching import media_of, source_of, terms_of
from .attachments.apart import read_apart
from .attachments.checking import more_than_pictures
from .attachments.drawing import drawn
from .attachments.finding import Found, found_in
from .attachments.reading import BadAttachment, Page
from .choices import AttachmentState, Choice
from .gate import standing_of
from .models import Attachment
from .services.attaching import DRAW, READ
from .services.copying import (
    BoxFound,
    PageRead,
    RecordCopy,
    RecordReading,
    record_attachment_copy,
    record_attachment_reading,
)

MOST_BYTES = 60 * 1024 * 1024
DONE_WITHIN = timedelta(minutes=10)
LOST = "文件缺失或者与登记的哈希不符，请报告管理员"


@job(READ, attempts=3, lease=DONE_WITHIN)
def read(*, clock: Clock, attachment: str) -> None:
    """Keep the pictures of the pages and write down what was found; does nothing once done."""
    asked = _waiting(UUID(attachment), AttachmentState.READING)
    if asked is None:
        return
    matter = asked.decision.case.matter
    source = source_of(asked)
    try:
        pages = read_apart(whole(source.sha256, "附件"), media_of(source))
    except (FileNotFoundError, RuleBroken):
        cmd = RecordReading(asked.uid, problem=LOST)
    except BadAttachment as error:
        cmd = RecordReading(asked.uid, problem=str(error))
    else:
        # Through the gate's own reading: it brings along all rows that know a name.
        stands = standing_of(matter, clock.today())
        terms, kept = terms_of(stands.decision if stands else asked.decision)
        found = found_in(pages, terms, kept)
        cmd = RecordReading(
            asked.uid,
            pages=tuple(_page(page) for page in pages),
            boxes=tuple(_box(one) for one in found),
        )
    record_attachment_reading(actor=SYSTEM, matter=matter.uid, cmd=cmd, clock=clock)


@job(DRAW, attempts=3, lease=DONE_WITHIN)
def draw(*, clock: Clock, attachment: str) -> None:
    """Draw and keep the public copy, and write it down; does nothing once done."""
    asked = _waiting(UUID(attachment), AttachmentState.DRAWING)
    if asked is None:
        return
    boxes = asked.boxes.filter(choice=Choice.HIDE)
    try:
        pages = [whole(page.sha256, "附件的页") for page in asked.pages.order_by("number")]
    except (FileNotFoundError, RuleBroken):
        cmd = RecordCopy(asked.uid, problem=LOST)
    else:
        cmd = _kept(asked.uid, drawn(pages, boxes), len(pages))
    matter = asked.decision.case.matter
    record_attachment_copy(actor=SYSTEM, matter=matter.uid, cmd=cmd, clock=clock)


def _waiting(uid: UUID, state: AttachmentState) -> Attachment | None:
    """Return an attachment that waits for this work; none of a case that became a state secret."""
    related = ("decision__case__matter", "document_file", "scan")
    found = Attachment.objects.select_related(*related).get(uid=uid)
    secret = found.decision.case.matter.secret_since is not None
    return None if secret or found.state != state else found


def _kept(uid: UUID, content: bytes, pages: int) -> RecordCopy:
    if len(content) > MOST_BYTES:
        told = f"公开稿超过{MOST_BYTES // (1024 * 1024)}MB，请把文件分成几份"
        return RecordCopy(uid, problem=told)
    if more := more_than_pictures(content):
        return RecordCopy(uid, problem=f"公开稿中有图片以外的内容（{more}），请报告管理员")
    kept = store().put(content)
    return RecordCopy(uid, pages=pages, sha256=kept.sha256, sm3=kept.sm3, size=kept.size)


def _page(page: Page) -> PageRead:
    kept = store().put(page.picture.jpeg)
    return PageRead(
        bare=page.bare,
        width=page.picture.width,
        height=page.picture.height,
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
    )


def _box(one: Found) -> BoxFound:
    return BoxFound(
        page=one.page,
        x=one.x,
        y=one.y,
        width=one.width,
        height=one.height,
        what=one.what,
        ground=one.ground,
        certainty=one.certainty,
        asked=one.asked,
    )
