"""Reads of what technical monitoring equipment recorded (电子技术监控设备): what still lacks."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from gongjian.common import fields
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter

from .choices import MAYBE_MONITORED, SELF_RECORDED
from .models import Case, Evidence
from .queries import case_of, evidence_held

# Where the procedures of penalties ask for it: the end of the investigation, review, decision.
ASKED = frozenset({"investigating", "concluded", "informed", "to_decide"})

CHECK, TELL = "审核监控证据", "登记监控事实的告知"
UNANSWERED = "视听资料、电子数据和书证，请说明是否由电子技术监控设备自动记录"
GO_THERE = (
    "由电子技术监控设备自动记录的，不能作为一般证据登记。请在“证据”中用“登记监控证据”登记，"
    "由另一名办案人员审核以后，才能作为处罚的证据"
)


def whether_recorded(beside: str = "kind") -> Any:
    """Ask whether such a device recorded a piece: the field of every form that enters evidence.

    `beside` is the field of the form that says which kind of evidence it is.

    Source: 行政处罚法 第四十一条.
    """
    asked = fields.choice(
        "是否由电子技术监控设备自动记录",
        SELF_RECORDED,
        required=False,
        needed="视听资料、电子数据、书证必填",
        help="行政机关利用这类设备收集、固定违法事实的选“是”；"
        "执法人员拍摄、执法记录仪录制的选“不是”",
        source="行政处罚法 第四十一条",
    )
    return fields.only_for(beside, MAYBE_MONITORED, asked)


def unanswered(kind: str, answer: str) -> bool:
    """Tell whether the question is open: it is asked of what such a device can have recorded."""
    return not answer and kind in MAYBE_MONITORED


def recordings_of(case: Case) -> Sequence[Evidence]:
    """Return the standing evidence that such equipment recorded; no query of its own."""
    return [piece for piece in evidence_held(case) if piece.device]


def unchecked(case: Case, by: int | None = None) -> Sequence[Evidence]:
    """Return what nobody has checked yet; `by`: what this officer may check, who did not enter it.

    Source: 行政处罚法 第四十一条第二款.
    """
    waiting = [piece for piece in recordings_of(case) if piece.checked_on is None]
    return waiting if by is None else [one for one in waiting if one.registered_by_id != by]


def untold(case: Case) -> Sequence[Evidence]:
    """Return what was checked but not told to the party. Source: 行政处罚法 第四十一条第三款."""
    checked = (piece for piece in recordings_of(case) if piece.checked_on is not None)
    return [piece for piece in checked if piece.told_on is None]


def recordings_checked(matter: Matter, case: Case) -> bool:
    """Tell whether all that equipment recorded was checked and told to the party.

    One query where a step asks for it next, none elsewhere.
    Source: 行政处罚法 第四十一条第二款、第三款.
    """
    if ASKED.isdisjoint(matter.marking):
        return True
    return not unchecked(case) and not untold(case)


def recordings_ready(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that everything equipment recorded was checked, and that the party was told of it.

    Source: 行政处罚法 第四十一条第二款（未经审核的，不得作为行政处罚的证据）、第三款.
    """
    case = case_of(matter)
    if waiting := unchecked(case):
        return (
            f"证据“{waiting[0].name}”由电子技术监控设备记录，未经审核不得作为行政处罚的证据。"
            "请由登记人以外的办案人员在“证据”中审核"
        )
    if waiting := untold(case):
        return f"证据“{waiting[0].name}”记录的违法事实还没有告知当事人，请在“证据”中登记告知"
    return ""


def recordings_wait(matter: Matter) -> Iterator[tuple[str, str, date]]:
    """Yield that a record waits for its check, or the party to be told of it, before all goes on.

    It is for whichever handler did not enter the record. No day is set by law: the nearest limit
    of the matter stands beside it. No query outside the investigation.
    Source: 行政处罚法 第四十一条第二款、第三款.
    """
    if "investigating" not in matter.marking:
        return
    case, on = case_of(matter), matter.due_on or date.max
    if unchecked(case):
        yield "handler", CHECK, on
    elif untold(case):
        yield "handler", TELL, on
