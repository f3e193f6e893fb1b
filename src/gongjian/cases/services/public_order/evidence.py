"""Evidence on which no decision may rest (证据的排除)."""

from dataclasses import dataclass
from uuid import UUID

from gongjian.cases.public_order.choices import ExclusionGround
from gongjian.cases.public_order.models import Exclusion
from gongjian.cases.public_order.queries import usable_evidence
from gongjian.cases.queries import case_of
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import NotFound
from gongjian.matters.models import Matter


@dataclass(frozen=True, kw_only=True)
class ExcludeEvidence:
    evidence: UUID = fields.ref("排除的证据", of="cases.usable_evidence")
    ground: str = fields.choice(
        "排除的原因", ExclusionGround.choices, source="治安管理处罚法 第九十一条、第一百零八条"
    )
    reason: str = fields.text("查明的情况", max_length=1000)


@act("cases.exclude_evidence", title="排除证据")
def exclude_evidence(*, act: Act, cmd: ExcludeEvidence) -> Exclusion:
    """Exclude a piece of evidence, for instance because its recording was lost; the head does.

    Raises:
        NotFound: no such evidence in this case, or it is excluded already.

    Source: 治安管理处罚法 第九十一条、第一百零八条; XM4.3.4（经局领导批准）.
    """
    found = usable_evidence(case_of(act.matter)).filter(uid=cmd.evidence).first()
    if found is None:
        raise NotFound("本案没有这份证据，或者已经排除。请从列表中选择")
    exclusion = Exclusion(
        evidence=found, ground=cmd.ground, reason=cmd.reason, excluded_by_id=act.officer, at=act.now
    )
    act.write(exclusion)
    return exclusion


exclude_evidence.requires(no_handler)


@exclude_evidence.requires
def _something_to_exclude(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if usable_evidence(case_of(matter)).exists() else "案件没有可以排除的证据"
