"""What the head of the agency allows before, or must confirm after, property is kept or taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases.measures import approval_open, preservation_asked, seizure_open
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter

from .investigation import end_investigation
from .people import certified, no_handler


@dataclass(frozen=True)
class PreservationAsked:
    items: str = fields.text("登记保存的物品", max_length=2000, help="一行一项，写名称和数量")
    reason: str = fields.text(
        "理由", max_length=1000, help="写证据可能灭失或者以后难以取得的具体事实"
    )


@dataclass(frozen=True)
class ProposePreservation(PreservationAsked):
    """What the handlers ask the head to let them keep."""


@act("cases.propose_preservation", title="报请先行登记保存")
def propose_preservation(*, act: Act, cmd: ProposePreservation) -> Matter:
    """Ask the head for leave to register and keep evidence; it stands in his inbox at once.

    Source: 行政处罚法 第五十六条 (经行政机关负责人批准).
    """
    matter: Matter = act.matter
    return matter


propose_preservation.requires(certified)


@propose_preservation.requires
def _nothing_asked(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "已经报请先行登记保存，等待机关负责人审批" if preservation_asked(matter) else ""


@dataclass(frozen=True)
class ApprovePreservation(PreservationAsked):
    opinion: str = fields.text("审批意见", max_length=1000)


@act("cases.approve_preservation", title="批准先行登记保存")
def approve_preservation(*, act: Act, cmd: ApprovePreservation) -> Matter:
    """Allow evidence to be registered and kept; one approval carries one notice.

    Source: 行政处罚法 第五十六条 (经行政机关负责人批准).
    """
    matter: Matter = act.matter
    return matter


@approve_preservation.prefilled
def _as_asked(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    asked = preservation_asked(matter)
    return {name: asked.data[name] for name in ("items", "reason")} if asked else {}


@dataclass(frozen=True)
class RefusePreservation:
    reason: str = fields.text("不同意的理由", max_length=1000)


@act("cases.refuse_preservation", title="不同意先行登记保存")
def refuse_preservation(*, act: Act, cmd: RefusePreservation) -> Matter:
    """Say no to a request; the evidence is taken some other way. Source: 行政处罚法 第五十六条."""
    matter: Matter = act.matter
    return matter


@approve_preservation.requires
@refuse_preservation.requires
def somebody_else_asked(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask for a request of somebody else."""
    asked = preservation_asked(matter)
    if asked is None:
        return "没有等待审批的先行登记保存，请承办人先报请"
    return "不能审批自己的报请" if asked.officer_id == actor.officer else ""


for _service in (approve_preservation, refuse_preservation):
    _service.requires(no_handler)


def unapproved(matter: Matter) -> str:
    """Return why nothing may be registered and kept now; "" when it may."""
    if approval_open(matter) is not None:
        return ""
    return "先行登记保存须经机关负责人批准，请先报请机关负责人办理“批准先行登记保存”"


@end_investigation.requires
def _confirmed(actor: Actor, matter: Matter, clock: Clock) -> str:
    if not seizure_open(matter):
        return ""
    return "当场查封、扣押还没有补办批准，请机关负责人补办审批，或者解除（行政强制法第十九条）"
