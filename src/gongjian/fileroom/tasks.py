"""The work behind a part that may be read, outside the transaction: its pages drawn anew."""

from datetime import timedelta
from uuid import UUID

from gongjian.common.acts import SYSTEM
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.documents.models import Scan
from gongjian.documents.services.reading import whole
from gongjian.jobs.registry import job
from gongjian.publicity.attachments.apart import read_apart
from gongjian.publicity.attachments.reading import BadAttachment
from gongjian.vault.store import store

from .choices import PartState, ReadingState
from .masking import Masked, known, masked
from .models import ReadingPart
from .services import DRAW, PageDrawn, RecordDrawing, record_drawing

DONE_WITHIN = timedelta(minutes=10)
LOST = "文件缺失或者与登记的哈希不符，请报告管理员"


@job(DRAW, attempts=3, lease=DONE_WITHIN)
def draw(*, clock: Clock, part: str) -> None:
    """Draw and keep the pages of a part, and write them down; does nothing once done."""
    related = ("reading__matter", "document_file", "scan")
    asked = ReadingPart.objects.select_related(*related).get(uid=UUID(part))
    matter = asked.reading.matter
    waiting = asked.state == PartState.DRAWING and asked.reading.state == ReadingState.GRANTED
    if not waiting or matter.secret_since is not None:
        return
    source = asked.document_file or asked.scan
    assert source is not None
    try:
        media = source.media if isinstance(source, Scan) else source.format
        pages = read_apart(whole(source.sha256, "查阅的材料"), media)
    except (FileNotFoundError, RuleBroken):
        cmd = RecordDrawing(asked.uid, problem=LOST)
    except BadAttachment as error:
        cmd = RecordDrawing(asked.uid, problem=str(error))
    else:
        drawn = masked(pages, *known(matter.pk))
        cmd = RecordDrawing(asked.uid, pages=tuple(_page(page) for page in drawn))
    record_drawing(actor=SYSTEM, matter=matter.uid, cmd=cmd, clock=clock)


def _page(page: Masked) -> PageDrawn:
    kept = store().put(page.picture.jpeg)
    return PageDrawn(
        sha256=kept.sha256, sm3=kept.sm3, size=kept.size, masked=page.places, bare=page.bare
    )
