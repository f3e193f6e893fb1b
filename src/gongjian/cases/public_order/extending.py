"""Who may let a 治安 case run longer: above whoever handles it (延长办案期限)."""

from collections.abc import Mapping
from typing import Any

from gongjian.matters.models import Matter
from gongjian.orgs.choices import UnitKind


def approved_by_itself(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Tell that an authority approved the extension of a case of its own.

    A station's case is extended by the authority to which it belongs, any other by the next higher.

    Source: 治安管理处罚法 第一百一十八条.
    """
    agency, body = matter.agency, given["approving_body"].strip()
    if matter.unit.kind == UnitKind.STATION or body not in {agency.name, agency.short_name}:
        return {}
    return {"approving_body": "本机关承办的案件，由上一级公安机关批准延长，不能由本机关自行批准"}
