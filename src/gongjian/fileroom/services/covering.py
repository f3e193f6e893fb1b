"""What is covered on the pages is decided place by place, while the leave is prepared.

The system proposes; one person of the house lifts or adds, with a reason, and sees the pages drawn
anew before they are opened. Who decided what stands in the rows and in the ledger.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.fileroom.choices import PartState
from gongjian.fileroom.models import Reading, ReadingMask, ReadingPage, ReadingPart
from gongjian.fileroom.queries import mask_code, page_code, pages_prepared, preparing
from gongjian.jobs.registry import enqueue
from gongjian.matters.models import Matter
from gongjian.publicity.attachments.finding import WHOLE

from .drawing import DRAW

MOST_MASKS = 300  # on one page; more is a page not to be shown at all


@dataclass(frozen=True)
class LiftMasks:
    masks: tuple[str, ...] = fields.code(
        "不遮盖的地方",
        of="fileroom.mask",
        many=True,
        required=False,
        help="选中的不遮盖，没有选的都遮盖",
    )
    because: str = fields.line(
        "不遮盖的理由",
        max_length=200,
        required=False,
        help="例如：该人是当事人的法定代表人，当事人已经知道",
    )


@act("fileroom.lift_masks", title="逐处决定遮盖", step=False)
def lift_masks(*, act: Act, cmd: LiftMasks) -> Reading:
    """Lift the masks that are named, for a reason, and cover all others; draw the pages anew.

    Raises:
        InvalidInput: a mask that is not there, or one lifted without a reason.

    Source: 政府信息公开条例 第十五条; 个人信息保护法 第十条、第十三条.
    """
    reading = _prepared(act.matter)
    found = {mask_code(mask): mask for mask in _masks(reading)}
    wanted = {mask for code, mask in found.items() if code in cmd.masks}
    changed = [m for m in found.values() if m.covers == (m in wanted)]
    problems = {}
    if set(cmd.masks) - set(found):
        problems["masks"] = "所选的地方不在这次准备的材料中，请刷新页面"
    elif not changed:
        problems["masks"] = "与现在的遮盖相同，没有改变"
    if any(mask.covers for mask in changed) and not cmd.because:
        problems["because"] = "请写明不遮盖的理由"
    if problems:
        raise InvalidInput(problems)
    _draw_again(act, {mask.page.part for mask in changed})
    for mask in changed:
        lifted = mask in wanted
        mask.lifted_by_id = act.officer if lifted else None
        mask.lifted_because = cmd.because if lifted else ""
    act.write(*changed)
    return reading


@dataclass(frozen=True)
class AddMask:
    page: str = fields.code("页", of="fileroom.page")
    x: int = fields.number("左", least=0, most=WHOLE - 1, unit="‰", help="距左边，页宽的千分之几")
    y: int = fields.number("上", least=0, most=WHOLE - 1, unit="‰", help="距上边，页高的千分之几")
    width: int = fields.number("宽", least=1, most=WHOLE, unit="‰", help="页宽的千分之几")
    height: int = fields.number("高", least=1, most=WHOLE, unit="‰", help="页高的千分之几")
    what: str = fields.line("遮盖的是什么", max_length=100, help="例如：证人姓名；不写姓名本身")


@act("fileroom.add_mask", title="增加遮盖", step=False)
def add_mask(*, act: Act, cmd: AddMask) -> Reading:
    """Cover a rectangle of a page that the system did not find; draw the page anew.

    Raises:
        InvalidInput: there is no such page, the rectangle leaves it, or it has too many.

    Source: 政府信息公开条例 第十五条; 个人信息保护法 第十条.
    """
    reading = _prepared(act.matter)
    page = {page_code(one): one for one in pages_prepared(act.matter)}.get(cmd.page)
    problems = {}
    if page is None:
        problems["page"] = "没有这一页，请从列表中选择"
    if cmd.x + cmd.width > WHOLE:
        problems["width"] = f"超出了页面右边，左和宽之和不能大于{WHOLE}"
    if cmd.y + cmd.height > WHOLE:
        problems["height"] = f"超出了页面下边，上和高之和不能大于{WHOLE}"
    if page and page.masks.count() >= MOST_MASKS:
        problems["page"] = f"一页最多{MOST_MASKS}处遮盖，请在开放时选为不提供"
    if problems or page is None:
        raise InvalidInput(problems)
    _draw_again(act, {page.part})
    act.write(_added(page, cmd, act))
    return reading


def _added(page: ReadingPage, cmd: AddMask, act: Act) -> ReadingMask:
    last = page.masks.order_by("-number").first()
    return ReadingMask(
        page=page,
        number=last.number + 1 if last else 1,
        x=cmd.x,
        y=cmd.y,
        width=cmd.width,
        height=cmd.height,
        what=cmd.what,
        by_id=act.officer,
    )


def _draw_again(act: Act, parts: Iterable[ReadingPart]) -> None:
    for part in sorted(parts, key=lambda one: one.number):
        part.state = PartState.DRAWING
        act.write(part)
        enqueue(DRAW, part=str(part.uid))


def _prepared(matter: Matter) -> Reading:
    reading = preparing(matter)
    if reading is None:
        raise RuleBroken("没有正在准备的查阅，请刷新页面")
    return reading


def _masks(reading: Reading) -> list[ReadingMask]:
    found = ReadingMask.objects.filter(page__part__reading=reading)
    return list(found.filter(page__part__state=PartState.READY).select_related("page__part"))


@lift_masks.requires
@add_mask.requires
def _drawn(actor: Actor, matter: Matter, clock: Clock) -> str:
    reading = preparing(matter)
    if reading is None:
        return "没有正在准备的查阅，请先办理“准予查阅案卷”"
    if any(part.state == PartState.DRAWING for part in reading.parts.all()):
        return "材料还在制作，请稍候刷新页面"
    return "" if pages_prepared(matter) else "没有可以遮盖的页"


@lift_masks.prefilled
def _lifted_now(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    reading = preparing(matter)
    lifted = [mask for mask in _masks(reading) if not mask.covers] if reading else []
    because = {"because": lifted[0].lifted_because} if lifted else {}
    return {"masks": tuple(mask_code(mask) for mask in lifted)} | because
