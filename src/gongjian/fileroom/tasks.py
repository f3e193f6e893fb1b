"""The work behind a part that may be read, outside the transaction: its pages drawn anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from gongjian.common.acts import SYSTEM
from gongjian.common.clock import Clock
from gongjian.common.errors import RuleBroken
from gongjian.documents.models import Scan
from gongjian.documents.services.reading import whole
from gongjian.jobs.registry import job
from gongjian.publicity.attachments.apart import read_apart
from gongjian.publicity.attachments.drawing import Box
from gongjian.publicity.attachments.finding import Found
from gongjian.publicity.attachments.reading import BadAttachment, Page
from gongjian.vault.store import store

from .choices import PartState, ReadingState
from .masking import Masked, known, masked, proposed
from .models import ReadingMask, ReadingPart
from .services import DRAW, MaskFound, PageDrawn, RecordDrawing, record_drawing

DONE_WITHIN = timedelta(minutes=10)
LOST = "文件缺失或者与登记的哈希不符，请报告管理员"


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of a page, in thousandths of it."""

    page: int
    x: int
    y: int
    width: int
    height: int


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
        cmd = _again(asked, pages) if asked.pages.exists() else _first(asked, pages)
    record_drawing(actor=SYSTEM, matter=matter.uid, cmd=cmd, clock=clock)


def _first(part: ReadingPart, pages: Sequence[Page]) -> RecordDrawing:
    found = proposed(pages, *known(part.reading.matter_id))
    masks = [_mask(box) for n in sorted(found) for box in found[n]]
    return RecordDrawing(part.uid, pages=_kept(masked(pages, found)), masks=tuple(masks))


def _again(part: ReadingPart, pages: Sequence[Page]) -> RecordDrawing:
    """Draw what persons decided meanwhile: without what they lifted, with what they added."""
    boxes: dict[int, list[Box]] = {}
    for mask in ReadingMask.objects.filter(page__part=part).select_related("page"):
        if mask.covers:
            place = (mask.x, mask.y, mask.width, mask.height)
            boxes.setdefault(mask.page.number, []).append(Place(mask.page.number, *place))
    return RecordDrawing(part.uid, pages=_kept(masked(pages, boxes)))


def _kept(drawn: Sequence[Masked]) -> tuple[PageDrawn, ...]:
    return tuple(_page(page) for page in drawn)


def _page(page: Masked) -> PageDrawn:
    kept = store().put(page.picture.jpeg)
    return PageDrawn(
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        masked=len(page.boxes),
        width=page.picture.width,
        height=page.picture.height,
        bare=page.bare,
    )


def _mask(box: Found) -> MaskFound:
    return MaskFound(box.page, box.x, box.y, box.width, box.height, box.what)
