"""Reads of what technical monitoring equipment recorded (电子技术监控设备): what still lacks."""

from collections.abc import Sequence

from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter

from .models import Case, Evidence
from .queries import case_of, evidence_held


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
