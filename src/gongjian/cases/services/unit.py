"""What the head of the handling unit says to a filing and to an investigation (承办机构意见).

No law asks for it, so nothing waits for it: given, it goes to the head of the agency with the rest
and stands on the papers that have a place for it.
"""

from dataclasses import dataclass

from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.matters.models import Matter

from .people import no_handler


@dataclass(frozen=True)
class UnitOpinion:
    opinion: str = fields.text(
        "机构负责人意见", max_length=1000, help="写明是否同意承办人的意见及理由"
    )


@act("cases.opine_on_filing", title="提出对立案的意见")
def opine_on_filing(*, act: Act, cmd: UnitOpinion) -> Matter:
    """Say what the head of the unit thinks of the filing; it stands on the form 立案审批表."""
    matter: Matter = act.matter
    return matter


@act("cases.opine_on_investigation", title="提出对调查结果的意见")
def opine_on_investigation(*, act: Act, cmd: UnitOpinion) -> Matter:
    """Say what the head of the unit thinks of the investigation; 行政处罚审批表 bears it."""
    matter: Matter = act.matter
    return matter


for _opinion in (opine_on_filing, opine_on_investigation):
    _opinion.requires(no_handler)
