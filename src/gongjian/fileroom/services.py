"""Reading the file: asked for by the party, granted part by part or refused, opened, ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from gongjian.cases.choices import AgentTask, FilingKind
from gongjian.cases.models import Evidence, PartyFiling
from gongjian.cases.queries import case_of
from gongjian.cases.services.party import answered, covered, receipt_for
from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.documents.models import DocumentFile, Scan
from gongjian.jobs.registry import enqueue
from gongjian.matters.models import Matter
from gongjian.matters.services import renew_inbox

from .choices import REFUSALS, PartState, ReadingState
from .models import Reading, ReadingPage, ReadingPart
from .queries import Source, offerable, preparing, readings_of, requests_waiting, stage_of, title_of
from .rules import rules

DRAW = "fileroom.draw"
USUAL_DAYS = 15  # what the form proposes; the rules set the longest


@dataclass(frozen=True)
class ApplyToRead:
    content: str = fields.text(
        "想查阅的材料和用途",
        max_length=2000,
        help="例如：拟处罚所依据的证据，用于陈述申辩",
    )


@act("fileroom.apply_to_read", title="申请查阅案卷", step=False)
def apply_to_read(*, act: Act, cmd: ApplyToRead) -> PartyFiling:
    """Take the party's request to read the file; what may be read a person of the house decides.

    Source: 行政处罚法 第四十四条、第四十五条、第六十四条第七项; rules.toml.
    """
    filing = receipt_for(act, FilingKind.READING, cmd.content)
    renew_inbox(act)
    return filing


@apply_to_read.requires
def _may_ask(actor: Actor, matter: Matter, clock: Clock) -> str:
    if case_of(matter).state_secret:
        return "案件涉及国家秘密或者工作秘密，不能在网上查阅案卷"
    if matter.filed_on is None:
        return "案件还没有立案，不能申请查阅案卷"
    if requests_waiting(matter).exists():
        return "您的上一份申请还没有答复，请等待答复"
    recent = PartyFiling.objects.filter(matter=matter, kind=FilingKind.READING)
    since = clock.today() - timedelta(days=30)
    if recent.filter(given_on__gt=since).count() >= rules().requests_in_30_days:
        return f"三十天以内最多申请{rules().requests_in_30_days}次，请以后再申请，或者联系承办人员"
    return covered(actor, AgentTask.STATE, clock)


@dataclass(frozen=True)
class GrantReading:
    filing: UUID = fields.ref("查阅申请", of="fileroom.request")
    parts: tuple[str, ...] = fields.code(
        "可以查阅的材料",
        of="fileroom.offerable",
        many=True,
        help="内部审批、审核意见、讨论记录、案件来源和只关系他人的材料依规定不在其中",
        source="行政处罚法 第四十五条、第六十四条第七项; 政府信息公开条例 第十五条、第十六条",
    )
    until_on: date = fields.day("查阅到哪一天", future=True, help="最长三十天")
    note: str = fields.text(
        "告诉当事人的话", max_length=1000, required=False, help="例如：另有哪些材料不能查阅及理由"
    )


@act("fileroom.grant_reading", title="准予查阅案卷", step=False)
def grant_reading(*, act: Act, cmd: GrantReading) -> Reading:
    """Grant parts of the file; their pages are drawn anew without what concerns others.

    Raises:
        NotFound: no such request waits.
        InvalidInput: a part is not among what may be offered, or the days are too many.

    Source: 行政处罚法 第五十条; 政府信息公开条例 第十五条、第十六条.
    """
    matter: Matter = act.matter
    filing = _request(act, cmd.filing)
    offered = offerable(matter)
    problems = {}
    if set(cmd.parts) - set(offered):
        problems["parts"] = "所选材料不在可以查阅之列，请从列表中重新选择"
    last = act.today + timedelta(days=rules().longest_days)
    if not act.today <= cmd.until_on <= last:
        problems["until_on"] = f"请填写今天到{last.isoformat()}之间的日期"
    if problems:
        raise InvalidInput(problems)
    reading = Reading(
        matter=matter,
        filing=filing,
        until_on=cmd.until_on,
        note=cmd.note,
        stage=stage_of(matter).code,
        granted_on=act.today,
        granted_by_id=act.officer,
    )
    chosen = list(dict.fromkeys(cmd.parts))
    parts = [_part(reading, number, offered[code]) for number, code in enumerate(chosen, 1)]
    act.write(reading, *parts)
    for part in parts:
        if part.state == PartState.DRAWING:
            enqueue(DRAW, part=str(part.uid))
    return reading


def _part(reading: Reading, number: int, source: Source) -> ReadingPart:
    words = isinstance(source, Evidence)
    return ReadingPart(
        reading=reading,
        number=number,
        document_file=source if isinstance(source, DocumentFile) else None,
        scan=source if isinstance(source, Scan) else None,
        evidence=source if isinstance(source, Evidence) else None,
        title=title_of(source),
        state=PartState.READY if words else PartState.DRAWING,
    )


@dataclass(frozen=True)
class RefuseReading:
    filing: UUID = fields.ref("查阅申请", of="fileroom.request")
    ground: str = fields.choice("理由", REFUSALS)
    answer: str = fields.text("答复", max_length=1000, help="当事人会看到；写明具体情况")


@act("fileroom.refuse_reading", title="不予查阅案卷", step=False)
def refuse_reading(*, act: Act, cmd: RefuseReading) -> PartyFiling:
    """Refuse a request on a ground, in words the party reads.

    Raises:
        NotFound: no such request waits.

    Source: rules.toml.
    """
    filing = _request(act, cmd.filing)
    ground = rules().refusals[cmd.ground]
    words = f"不予查阅：{ground.label}（{ground.source}）。{cmd.answer}"
    answered(act, filing, words, granted=False)
    renew_inbox(act)
    return filing


@grant_reading.requires
@refuse_reading.requires
def _asked_for(actor: Actor, matter: Matter, clock: Clock) -> str:
    if requests_waiting(matter).filter(reading__isnull=True).exists():
        return ""
    return "当事人没有等待答复的查阅申请"


def _request(act: Act, uid: UUID) -> PartyFiling:
    filing = requests_waiting(act.matter).filter(reading__isnull=True, uid=uid).first()
    if filing is None:
        raise NotFound("没有这份等待答复的查阅申请，请从列表中选择")
    return filing


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


@refuse_reading.prefilled
def _asked_first(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    first = requests_waiting(matter).filter(reading__isnull=True).first()
    return {"filing": first.uid} if first else {}


@grant_reading.prefilled
def _for_the_usual_days(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    until = clocks.current().today() + timedelta(days=USUAL_DAYS)
    return {**_asked_first(actor, matter), "until_on": until}


# What the job drew, written down by the system.


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
