"""Evidence that technical monitoring equipment recorded: entered, checked, told to the party."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gongjian.cases.choices import EvidenceKind, RecordingResult
from gongjian.cases.models import Case, Evidence
from gongjian.cases.monitoring import CHECK, TELL, unchecked, untold
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.matters.models import Matter
from gongjian.matters.services import renew_inbox

from .people import certified

LAW = "行政处罚法 第四十一条"
KINDS = [(k.value, str(k.label)) for k in (EvidenceKind.AUDIOVISUAL, EvidenceKind.ELECTRONIC)]


@dataclass(frozen=True)
class AddMonitored:
    kind: str = fields.choice("证据种类", KINDS, source="行政处罚法 第四十六条")
    name: str = fields.line("证据名称")
    proves: str = fields.text("证明的事实", max_length=1000)
    recorded_at: datetime = fields.moment("记录的时间", help="设备记录违法事实的时间")
    device: str = fields.line("设备编号", max_length=80)
    device_site: str = fields.line("设置地点")
    device_basis: str = fields.line(
        "利用设备的依据", help="法律、行政法规的名称和条款", source=f"{LAW}第一款"
    )
    device_reviewed: str = fields.line(
        "设备的法制审核和技术审核",
        max_length=300,
        help="审核的文号、日期和结论：符合标准、设置合理、标志明显；检定证书编号和有效期",
        source=f"{LAW}第一款",
    )
    device_published: str = fields.line(
        "设置地点向社会公布的情况", help="公布的日期、渠道和网址", source=f"{LAW}第一款"
    )
    obtained_on: date = fields.day("取得日期")


@act("cases.add_monitored", title="登记监控证据", step=False)
def add_monitored(*, act: Act, cmd: AddMonitored) -> Evidence:
    """Enter what equipment recorded; it is no ground of a penalty before another has checked it.

    Raises:
        InvalidInput: obtained before it was recorded.

    Source: 行政处罚法 第四十一条第一款.
    """
    if cmd.obtained_on < local_date(cmd.recorded_at):
        raise InvalidInput({"obtained_on": "取得日期早于记录的时间，请核对"})
    row = Evidence(
        case=case_of(act.matter),
        obtained_from=f"电子技术监控设备（{cmd.device}）",
        registered_by_id=act.officer,
        **vars(cmd),
    )
    act.write(row)
    renew_inbox(act)
    return row


add_monitored.requires(certified)


@add_monitored.requires
def _while_investigating(actor: Actor, matter: Matter, clock: Clock) -> str:
    if "investigating" in matter.marking:
        return ""
    return "只有调查期间可以登记证据；需要补充的，先退回补充调查"


@dataclass(frozen=True)
class CheckMonitored:
    evidence: UUID = fields.ref("监控证据", of="cases.unchecked_recording")
    result: str = fields.choice("审核结果", RecordingResult.choices, source=f"{LAW}第二款")
    words: str = fields.text(
        "审核意见", max_length=2000, help="怎样核对的；不符合要求的，写明哪一点不符合"
    )
    device_sound: bool = fields.check(
        "设备经过法制和技术审核，符合标准、设置合理、标志明显，设置地点已经公布"
    )
    record_sound: bool = fields.check("记录真实、清晰、完整、准确")


@act("cases.check_monitored", title=CHECK, step=False, final=True)
def check_monitored(*, act: Act, cmd: CheckMonitored) -> Evidence:
    """Check a record as somebody else than who entered it; one that fails is no evidence.

    Raises:
        InvalidInput: found sound although one of the two was not, or found wanting although both.
        NotFound: nothing of this name waits for this person's check.

    Source: 行政处罚法 第四十一条第二款.
    """
    row = _of(unchecked(case_of(act.matter), act.officer), cmd.evidence)
    sound = cmd.result == RecordingResult.SOUND
    if sound != (cmd.device_sound and cmd.record_sound):
        told = "设备和记录都符合要求的，才能选“符合要求”；有一项不符合的，选“不符合要求”"
        raise InvalidInput({"result": told})
    row.checked_by_id, row.checked_on, row.check_words = act.officer, act.today, cmd.words
    if not sound:
        row.excluded_on = act.today
    act.write(row)
    renew_inbox(act)
    return row


@check_monitored.requires
def _anothers_record(actor: Actor, matter: Matter, clock: Clock) -> str:
    case = case_of(matter)
    if unchecked(case, actor.officer or 0):
        return ""
    own = unchecked(case)
    return "登记人不能审核自己登记的监控证据" if own else "没有等待审核的监控证据"


@dataclass(frozen=True)
class TellMonitored:
    evidence: UUID = fields.ref("监控证据", of="cases.untold_recording")
    told_on: date = fields.day("告知日期")
    told_how: str = fields.line(
        "告知的方式和当事人查询的途径",
        max_length=300,
        help="例如：短信（尾号）；可以在哪个网站、窗口查询记录，向谁陈述、申辩",
        source=f"{LAW}第三款",
    )


@act("cases.tell_monitored", title=TELL, step=False)
def tell_monitored(*, act: Act, cmd: TellMonitored) -> Evidence:
    """Enter that the party was told of what was recorded, and where he can look at it.

    Raises:
        InvalidInput: told before it was recorded.
        NotFound: nothing of this name was checked and is still to be told.

    Source: 行政处罚法 第四十一条第三款.
    """
    row = _of(untold(case_of(act.matter)), cmd.evidence)
    assert row.recorded_at is not None
    if cmd.told_on < local_date(row.recorded_at):
        raise InvalidInput({"told_on": "告知日期早于记录的时间，请核对"})
    row.told_on, row.told_how = cmd.told_on, cmd.told_how
    act.write(row)
    renew_inbox(act)
    return row


@tell_monitored.requires
def _checked_before(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if untold(case_of(matter)) else "没有审核以后等待告知当事人的监控证据"


for _service in (check_monitored, tell_monitored):
    _service.requires(certified)


def _of(rows: Sequence[Evidence], uid: UUID) -> Evidence:
    row = next((one for one in rows if one.uid == uid), None)
    if row is None:
        raise NotFound("没有这项监控证据，或者已经办理，请从列表中选择")
    return row


def _first(rows: Callable[[Case], Sequence[Evidence]]) -> Callable[..., Mapping[str, Any]]:
    def filled(actor: Actor, matter: Matter) -> Mapping[str, Any]:
        waiting = rows(case_of(matter))
        return {"evidence": waiting[0].uid} if len(waiting) == 1 else {}

    return filled


check_monitored.prefilled(_first(unchecked))
tell_monitored.prefilled(_first(untold))
