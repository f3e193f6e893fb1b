"""On what grounds a case may end without a decision on the act (终止调查).

That there was no act, or that it may not be punished any more, is decided: the law asks for a
decision not to punish, and the place for its review (行政处罚法 第五十七条第一款第二项、第三项;
治安管理处罚法 第一百一十三条第一款第二项). The police may end an investigation that found no act
(公安机关办理行政案件程序规定 第二百五十九条): both hold where that comes before any proposal.
"""

from collections.abc import Mapping

from gongjian.common.errors import InvalidInput

from .choices import TerminationGround
from .models import Case
from .queries import latest_draft

GONE = (TerminationGround.PARTY_GONE,)
ORDINARY = (*GONE, TerminationGround.OTHER)
POLICE = (TerminationGround.NO_VIOLATION, TerminationGround.TIME_BARRED, *ORDINARY)
# Source: 公安机关办理行政案件程序规定 第二百五十九条第一款.
POLICE_ITEM: Mapping[str, str] = {
    TerminationGround.NO_VIOLATION: "第一项",
    TerminationGround.TIME_BARRED: "第二项",
    TerminationGround.PARTY_GONE: "第三项",
    TerminationGround.OTHER: "第四项",
}
UNPUNISHED = "应当拟定不予处罚，作出不予处罚决定"
INSTEAD: Mapping[str, str] = {
    TerminationGround.NO_VIOLATION: f"违法事实不能成立的，{UNPUNISHED}",
    TerminationGround.TIME_BARRED: f"超过追究时效的，{UNPUNISHED}",
    TerminationGround.NOT_COMPETENT: "不属于本机关管辖的，请办理“移送有管辖权的机关”",
}
DRAFTED = "已经拟定处理决定，应当作出给予或者不予处罚的决定；只有当事人死亡、终止的可以终止调查"


def grounds_of(case: Case) -> tuple[TerminationGround, ...]:
    """Return the grounds on which the law lets this case end without a decision."""
    if latest_draft(case) is not None:
        return GONE
    return POLICE if case.public_order else ORDINARY


def basis_of(case: Case, ground: str, basis: str) -> str:
    """Return the provision on which such an ending rests, checked as far as it can be.

    Raises:
        InvalidInput: the law does not know this ground here; another ground without its provision.
    """
    if ground not in grounds_of(case):
        known = ground in (POLICE if case.public_order else ORDINARY)
        raise InvalidInput({"ground": DRAFTED if known else INSTEAD[ground]})
    if case.public_order:
        return f"《公安机关办理行政案件程序规定》第二百五十九条第一款{POLICE_ITEM[ground]}"
    if ground == TerminationGround.OTHER and not ("第" in basis and "条" in basis):
        told = "写明法律、法规、规章的全称和条、款、项；没有规定的情形不得终止调查"
        raise InvalidInput({"basis": told})
    return basis or "本机关办理行政处罚案件的程序规定"
