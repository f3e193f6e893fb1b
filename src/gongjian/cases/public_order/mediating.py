"""Who is party to a mediation by the police, and what its agreement must name (治安调解)."""

from collections.abc import Mapping
from typing import Any

from gongjian.cases.queries import case_of
from gongjian.matters.models import Matter


def nobody_to_mediate_with(matter: Matter) -> str:
    """Return why there can be no mediation: nobody whom the act harmed is registered.

    Source: 治安管理处罚法 第九条.
    """
    if case_of(matter).victims.exists():
        return ""
    return "还没有登记被侵害人，请先登记；没有被侵害人的案件不能调解（治安管理处罚法第九条）"


def left_out(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Tell which of them the agreement does not name.

    Source: 治安管理处罚法 第九条; 公安机关办理行政案件程序规定 第一百七十八条至第一百八十六条.
    """
    names = case_of(matter).victims.values_list("name", flat=True)
    missing = [name for name in names if name not in given["victim"]]
    if not missing:
        return {}
    return {"victim": f"被侵害人{'、'.join(missing)}不在协议中，请写明全部被侵害人"}
