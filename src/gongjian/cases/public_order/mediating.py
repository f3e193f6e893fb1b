"""Who is party to a mediation by the police, and what its agreement must name (治安调解)."""

from collections.abc import Mapping
from typing import Any

from gongjian.cases.queries import case_of
from gongjian.matters.models import Matter

# Acts that are never mediated, as causes call them.
NEVER = ("结伙斗殴", "寻衅滋事")


def nobody_to_mediate_with(matter: Matter) -> str:
    """Return why there can be no mediation: an act of the kind, or nobody it harmed is registered.

    Source: 治安管理处罚法 第九条; 公安机关办理行政案件程序规定 第一百七十九条第二项.
    """
    case = case_of(matter)
    if any(name in case.cause for name in NEVER):
        return "结伙斗殴和寻衅滋事的案件不适用调解（公安机关办理行政案件程序规定第一百七十九条）"
    if case.victims.exists():
        return ""
    return "还没有登记被侵害人，请先登记；没有被侵害人的案件不能调解（治安管理处罚法第九条）"


def left_out(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Tell which of them the agreement does not name.

    Source: 治安管理处罚法 第九条; 公安机关办理行政案件程序规定 第一百八十四条第二款.
    """
    names = case_of(matter).victims.values_list("name", flat=True)
    missing = [name for name in names if name not in given["victim"]]
    if not missing:
        return {}
    return {"victim": f"被侵害人{'、'.join(missing)}不在协议中，请写明全部被侵害人"}
