"""What the job drew, written down by the system."""

from dataclasses import dataclass
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import RuleBroken
from gongjian.fileroom.choices import PartState, ReadingState
from gongjian.fileroom.models import ReadingPage, ReadingPart

DRAW = "fileroom.draw"


@dataclass(frozen=True)
class PageDrawn:
    sha256: str = fields.line("SHA-256", max_length=64)
    sm3: str = fields.line("SM3", max_length=64)
    size: int = fields.number("字节数", least=1, most=2**31 - 1)
    masked: int = fields.number("遮盖处数", least=0, most=100_000)
    bare: bool = fields.check("须人工查看")


@dataclass(frozen=True)
class RecordDrawing:
    part: UUID = fields.hidden()
    problem: str = fields.line("问题", required=False)
    pages: tuple[PageDrawn, ...] = fields.rows("页", required=False)


@act("fileroom.record_drawing", title="登记查阅材料的页", step=False)
def record_drawing(*, act: Act, cmd: RecordDrawing) -> ReadingPart:
    """Write down the pages that were drawn, or why none could be."""
    found = ReadingPart.objects.select_for_update(of=("self",)).filter(
        reading__matter=act.matter, uid=cmd.part, state=PartState.DRAWING
    )
    part = found.select_related("reading").first()
    if part is None or part.reading.state != ReadingState.GRANTED:
        raise RuleBroken("这份材料已经处理过，不能再次登记")
    pages = [ReadingPage(part=part, number=n, **vars(page)) for n, page in enumerate(cmd.pages, 1)]
    act.write_new(pages)
    part.state = PartState.READY if pages else PartState.FAILED
    part.problem = "" if pages else (cmd.problem or "没有页")[:200]
    act.write(part)
    return part
