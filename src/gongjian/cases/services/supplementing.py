"""Going back to the investigation when something new has come up (补充调查)."""

from dataclasses import dataclass

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.matters.models import Matter

from .people import certified


@dataclass(frozen=True)
class SupplementInvestigation:
    reason: str = fields.text(
        "需要补充调查的事实和理由",
        max_length=1000,
        help="写明新的事实、理由或者证据从何而来（陈述申辩、听证、自行发现），还要查清什么；"
        "查清以后须重新告知当事人",
    )


@act("cases.supplement_investigation", title="补充调查")
def supplement_investigation(*, act: Act, cmd: SupplementInvestigation) -> Matter:
    """Go back to the investigation: what the party said, or what else came up, is checked there.

    The notice that was served is spent, and still bounds the penalty; the limit to decide runs on.

    Source: 行政处罚法 第四十五条、第五十四条第一款; 治安管理处罚法 第一百一十二条第二款.
    """
    matter: Matter = act.matter
    return matter


supplement_investigation.requires(certified)
