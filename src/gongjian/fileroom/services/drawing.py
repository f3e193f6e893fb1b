"""What the job drew, written down by the system."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import RuleBroken
from gongjian.fileroom.choices import PartState, ReadingState
from gongjian.fileroom.models import ReadingMask, ReadingPage, ReadingPart
from gongjian.publicity.attachments.shapes import PictureKept, Rectangle

DRAW = "fileroom.draw"


@dataclass(frozen=True)
class PageDrawn(PictureKept):
    masked: int = fields.number("遮盖处数", least=0, most=100_000)
    bare: bool = fields.check("须人工查看")


@dataclass(frozen=True)
class MaskFound(Rectangle):
    what: str = fields.line("内容", max_length=100)


@dataclass(frozen=True)
class RecordDrawing:
    part: UUID = fields.hidden()
    problem: str = fields.line("问题", required=False)
    pages: tuple[PageDrawn, ...] = fields.rows("页", required=False)
    masks: tuple[MaskFound, ...] = fields.rows("遮盖", required=False)


@act("fileroom.record_drawing", title="登记查阅材料的页", step=False)
def record_drawing(*, act: Act, cmd: RecordDrawing) -> ReadingPart:
    """Write down the pages that were drawn with what is covered on them, or why none could be.

    A part drawn again keeps its pages and masks: only the pictures are new.
    """
    found = ReadingPart.objects.select_for_update(of=("self",)).filter(
        reading__matter=act.matter, uid=cmd.part, state=PartState.DRAWING
    )
    part = found.select_related("reading").first()
    if part is None or part.reading.state != ReadingState.GRANTED:
        raise RuleBroken("这份材料已经处理过，不能再次登记")
    known = list(part.pages.order_by("number"))
    pages = known or [ReadingPage(part=part, number=n) for n, _ in enumerate(cmd.pages, 1)]
    for page, drawn in zip(pages, cmd.pages, strict=bool(cmd.pages)):
        for name, value in vars(drawn).items():
            setattr(page, name, value)
    if known and cmd.pages:
        act.write(*known)
    elif pages:
        act.write_new(pages)
        act.write_new(_masks(pages, cmd.masks))
    part.state = PartState.READY if cmd.pages else PartState.FAILED
    part.problem = "" if cmd.pages else (cmd.problem or "没有页")[:200]
    act.write(part)
    return part


def _masks(pages: Sequence[ReadingPage], found: Iterable[MaskFound]) -> Iterator[ReadingMask]:
    numbers: Counter[int] = Counter()
    for one in found:
        numbers[one.page] += 1
        yield ReadingMask(
            page=pages[one.page - 1],
            number=numbers[one.page],
            x=one.x,
            y=one.y,
            width=one.width,
            height=one.height,
            what=one.what,
        )
