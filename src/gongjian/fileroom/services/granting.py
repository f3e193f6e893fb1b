"""A request to read the file is granted part by part, or refused on a ground."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from gongjian.cases.models import Evidence, PartyFiling
from gongjian.cases.services.party import answered
from gongjian.common import clock as clocks
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.documents.models import DocumentFile, Scan
from gongjian.fileroom.choices import REFUSALS, PartState
from gongjian.fileroom.models import Reading, ReadingPart
from gongjian.fileroom.queries import Source, offerable, requests_waiting, stage_of, title_of
from gongjian.fileroom.rules import rules
from gongjian.jobs.registry import enqueue
from gongjian.matters.models import Matter
from gongjian.matters.services import renew_inbox

from .drawing import DRAW

USUAL_DAYS = 15  # what the form proposes; the rules set the longest


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


@refuse_reading.prefilled
def _asked_first(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    first = requests_waiting(matter).filter(reading__isnull=True).first()
    return {"filing": first.uid} if first else {}


@grant_reading.prefilled
def _for_the_usual_days(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    until = clocks.current().today() + timedelta(days=USUAL_DAYS)
    return {**_asked_first(actor, matter), "until_on": until}
