"""What the head of the agency allows before, or must confirm after, property is kept or taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.matters.models import Matter, Step

from .investigation import end_investigation
from .people import no_handler


@dataclass(frozen=True)
class ApprovePreservation:
    items: str = fields.text("登记保存的物品", max_length=2000, help="一行一项，写名称和数量")
    reason: str = fields.text(
        "理由", max_length=1000, help="写证据可能灭失或者以后难以取得的具体事实"
    )
    opinion: str = fields.text("审批意见", max_length=1000)


@act("cases.approve_preservation", title="批准先行登记保存")
def approve_preservation(*, act: Act, cmd: ApprovePreservation) -> Matter:
    """Allow evidence to be registered and kept; one approval carries one notice.

    Source: 行政处罚法 第五十六条 (经行政机关负责人批准).
    """
    matter: Matter = act.matter
    return matter


approve_preservation.requires(no_handler)


def approval_open(matter: Matter) -> Step | None:
    """Return the approval to keep evidence on which no notice rests yet; one query."""
    told = matter.steps.filter(code__in=["approve_preservation", "preserve"]).order_by("-seq")
    last = told.first()
    return last if last is not None and last.code == "approve_preservation" else None


def unapproved(matter: Matter) -> str:
    """Return why nothing may be registered and kept now; "" when it may."""
    if approval_open(matter) is not None:
        return ""
    return "先行登记保存须经机关负责人批准，请先报请机关负责人办理“批准先行登记保存”"


def approved(matter: Matter) -> Mapping[str, Any]:
    """Return what the open approval tells the notice that will rest on it."""
    step = approval_open(matter)
    if step is None:
        return {}
    said = {"items": step.data["items"], "reason": step.data["reason"]}
    return said | {"approved_by": step.by_name, "approved_on": local_date(step.at)}


@end_investigation.requires
def _confirmed(actor: Actor, matter: Matter, clock: Clock) -> str:
    codes = ["seize_at_once", "approve_seizure", "release_seizure"]
    last = matter.steps.filter(code__in=codes).order_by("-seq").values_list("code", flat=True)
    if last.first() != "seize_at_once":
        return ""
    return "当场查封、扣押还没有补办批准，请机关负责人补办审批，或者解除（行政强制法第十九条）"
