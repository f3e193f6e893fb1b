"""What an application to let a detention wait, and one for leave from it, have in common."""

from typing import Any, Protocol

from gongjian.cases.public_order.choices import Guarantee, SuspensionGround, SuspensionState
from gongjian.cases.public_order.models import DetentionSuspension
from gongjian.common.acts import Act
from gongjian.common.money import yuan
from gongjian.jurisdiction.limits import due_at
from gongjian.jurisdiction.profiles import profile


class Application(Protocol):
    """The event that is told, and what stands for the person meanwhile."""

    @property
    def ground(self) -> str: ...
    @property
    def ground_words(self) -> str: ...
    @property
    def guarantee(self) -> str: ...
    @property
    def guarantor(self) -> str: ...
    @property
    def guarantor_relation(self) -> str: ...
    @property
    def deposit_fen(self) -> int | None: ...


def wanting(cmd: Application, days: int, per_day: int) -> dict[str, str]:
    """Return what an application lacks, by field: words of its event, a guarantor or the deposit.

    `days`: of detention that is guaranteed; `per_day` in fen.

    Source: 治安管理处罚法 第一百二十六条、第一百二十七条.
    """
    problems: dict[str, str] = {}
    if cmd.ground == SuspensionGround.OTHER and not cmd.ground_words.strip():
        problems["ground_words"] = "选“其他类似情形”的，请写明具体内容"
    if cmd.guarantee == Guarantee.GUARANTOR:
        if not (cmd.guarantor and cmd.guarantor_relation):
            problems["guarantor"] = "请写明担保人的姓名以及关系、住处和职业"
    elif (cmd.deposit_fen or 0) < per_day * days:
        problems["deposit_fen"] = (
            f"保证金按每日{yuan(per_day)}元计算，{days}日应当交纳{yuan(per_day * days)}元"
        )
    return problems


def columns(act: Act, cmd: Application, days: int, per_day: int) -> dict[str, Any]:
    """Return what a row keeps of an application, and until when it is to be answered.

    Source: 治安管理处罚法 第一百二十六条;
    公安机关办理行政案件程序规定 第二百二十三条第一款、第二款.
    """
    matter = act.matter
    by_guarantor = cmd.guarantee == Guarantee.GUARANTOR
    limit = profile(matter.profile).limit("police.suspension_decision", matter.domain, act.today)
    return {
        "ground": cmd.ground,
        "ground_words": cmd.ground_words if cmd.ground == SuspensionGround.OTHER else "",
        "asked_on": act.today,
        "answer_due_at": due_at(act.now, limit),
        "guarantee": cmd.guarantee,
        "guarantor": cmd.guarantor if by_guarantor else "",
        "days": days,
        "deposit_fen": 0 if by_guarantor else cmd.deposit_fen or 0,
        "deposit_per_day_fen": per_day,
    }


def answered(
    act: Act, asked: DetentionSuspension, state: SuspensionState, reason: str
) -> DetentionSuspension:
    """Write the answer to an application, by whom and when."""
    asked.state, asked.answer = state, reason
    asked.decided_by_id, asked.decided_at = act.officer, act.now
    act.write(asked)
    return asked
