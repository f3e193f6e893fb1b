"""What was prepared is opened to the party by who looked through it, and ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gongjian.cases.services.party import answered
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.fileroom.choices import PartState, ReadingState
from gongjian.fileroom.models import Reading
from gongjian.fileroom.queries import preparing, readings_of
from gongjian.matters.models import Matter
from gongjian.matters.services import renew_inbox


@dataclass(frozen=True)
class OpenReading:
    pages_seen: tuple[str, ...] = fields.code(
        "已经逐页查看（扫描、图片、印章等系统读不出文字的页）",
        of="fileroom.bare_page",
        many=True,
        required=False,
        help="确认页上没有应当隐去的他人信息；有的，在下面选为不提供",
    )
    withheld: tuple[str, ...] = fields.code(
        "不提供的页", of="fileroom.page", many=True, required=False
    )
    compared: bool = fields.check("已经看过遮盖后的各页")


@act("fileroom.open_reading", title="开放查阅", step=False)
def open_reading(*, act: Act, cmd: OpenReading) -> Reading:
    """Open to the party what was prepared, once a person has looked through the masked pages.

    Raises:
        InvalidInput: a page that only a person can read was not looked at.

    Source: 行政处罚法 第五十条; 政府信息公开条例 第十五条.
    """
    reading = preparing(act.matter)
    if reading is None:
        raise RuleBroken("没有正在准备的查阅，请刷新页面")
    pages = [page for part in reading.parts.all() for page in part.pages.all()]
    numbers = {page.part_id: page.part.number for page in pages}
    named = {f"{numbers[page.part_id]}.{page.number}": page for page in pages}
    problems = {}
    if set(cmd.withheld) - set(named):
        problems["withheld"] = "所选的页不在这次准备的材料中，请刷新页面"
    looked = {*cmd.pages_seen, *cmd.withheld}
    if left := [code for code, page in named.items() if page.bare and code not in looked]:
        problems["pages_seen"] = f"还有{len(left)}页系统读不全，请逐页查看后勾选"
    if not cmd.compared:
        problems["compared"] = "请先看过遮盖后的各页，再勾选"
    if problems:
        raise InvalidInput(problems)
    for code, page in named.items():
        page.withheld, page.seen = code in cmd.withheld, page.bare and code in cmd.pages_seen
        if page.withheld or page.seen:
            act.write(page)
    reading.state, reading.opened_by_id, reading.opened_at = ReadingState.OPEN, act.officer, act.now
    act.write(reading)
    until = reading.until_on
    words = f"可以查阅{_shown(reading)}件材料，到{until.year}年{until.month}月{until.day}日为止。"
    answered(act, reading.filing, words + reading.note, granted=True)
    renew_inbox(act)
    return reading


def _shown(reading: Reading) -> int:
    return sum(part.state == PartState.READY for part in reading.parts.all())


@open_reading.requires
def _prepared(actor: Actor, matter: Matter, clock: Clock) -> str:
    reading = preparing(matter)
    if reading is None:
        return "没有正在准备的查阅，请先办理“准予查阅案卷”"
    parts = reading.parts.all()
    if any(part.state == PartState.DRAWING for part in parts):
        return "材料还在制作，请稍候刷新页面"
    if not any(part.state == PartState.READY for part in parts):
        return "材料都没有制作成功，请办理“停止查阅”后重新准予"
    return ""


@dataclass(frozen=True)
class EndReading:
    reading: UUID = fields.ref("查阅", of="fileroom.reading")
    reason: str = fields.text("理由", max_length=1000, help="当事人会看到")


@act("fileroom.end_reading", title="停止查阅", step=False)
def end_reading(*, act: Act, cmd: EndReading) -> Reading:
    """End a leave before its day, with a reason; one that was never opened answers its request.

    Raises:
        NotFound: no such leave stands.

    Source: 行政处罚法 第五十条.
    """
    standing = readings_of(act.matter).exclude(state=ReadingState.ENDED)
    reading = standing.filter(uid=cmd.reading).first()
    if reading is None:
        raise NotFound("没有这份查阅，或者已经停止，请从列表中选择")
    reading.state, reading.ended_at, reading.ended_reason = ReadingState.ENDED, act.now, cmd.reason
    act.write(reading)
    if reading.filing.answered_at is None:
        answered(act, reading.filing, f"没有开放查阅：{cmd.reason}", granted=False)
        renew_inbox(act)
    return reading


@end_reading.requires
def _something_stands(actor: Actor, matter: Matter, clock: Clock) -> str:
    found = Reading.objects.filter(matter=matter).exclude(state=ReadingState.ENDED)
    return "" if found.exists() else "没有可以停止的查阅"


@end_reading.prefilled
def _newest(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    standing = readings_of(matter).exclude(state=ReadingState.ENDED).first()
    return {"reading": standing.uid} if standing else {}
