"""What the head of the agency allows before, or must confirm after, property is kept or taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongjian.cases.goods import SEIZING
from gongjian.cases.identity import unshown_in_paper
from gongjian.cases.measures import (
    ENDS_EACH,
    approval_open,
    held,
    preservation_asked,
    seizure_open,
)
from gongjian.cases.recorded import of_a_known_seizure, unrecorded
from gongjian.cases.runs import REPORT, of_a_seizure
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.documents.events import DocumentVoided
from gongjian.documents.queries import standing_documents
from gongjian.matters.definitions import knows
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside, reopen_beside

from .closing import close_case
from .ending import hand_over, merge_case, propose_crime_transfer, suspend_case, terminate
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
    opinion: str = fields.text("审批意见", max_length=1000, help="写不同意的理由")


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
    if asked is None and not knows(matter, "cases.propose_preservation"):
        return ""
    if asked is None:
        return "没有等待审批的先行登记保存，请承办人先报请"
    return "不能审批自己的报请" if asked.officer_id == actor.officer else ""


for _service in (approve_preservation, refuse_preservation):
    _service.requires(no_handler)


def unapproved(matter: Matter) -> str:
    """Return why nothing may be registered and kept now; "" when it may."""
    if approval_open(matter) is not None or not knows(matter, "cases.approve_preservation"):
        return ""
    return "先行登记保存须经机关负责人批准，请先报请机关负责人办理“批准先行登记保存”"


def unconfirmed(matter: Matter) -> str:
    """Return why a case may not go on over something seized at once; "" when it may."""
    if not seizure_open(matter):
        return ""
    return "当场查封、扣押还没有补办批准，请机关负责人补办审批，或者解除（行政强制法第十九条）"


def unlifted(matter: Matter) -> str:
    """Return why a case may not end over what is still held; "" when it may."""
    what = held(matter)
    if not what or not knows(matter, ENDS_EACH):
        return ""
    return f"还有{what}的财物没有解除或者逐件处理，请先办理（行政强制法第二十七条、第二十八条）"


for _moves in (end_investigation, suspend_case, hand_over, propose_crime_transfer):
    _moves.requires(lambda actor, matter, clock: unconfirmed(matter))
end_investigation.requires(lambda actor, matter, clock: unrecorded(matter))
for _ends in (terminate, merge_case, close_case):
    _ends.requires(lambda actor, matter, clock: unlifted(matter))


def seizure_fell(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Tell that nothing is extended of a seizure that a review body or a court took out of force.

    Source: 行政强制法 第二十五条、第二十八条.
    """
    papers = standing_documents(matter).filter(kind__in=SEIZING)
    fallen = papers.filter(overturn__isnull=False)
    if fallen.filter(number=given["seizure_number"]).exists() or (
        fallen.exists() and not papers.filter(overturn=None).exists()
    ):
        return {"seizure_number": "这份查封、扣押决定已被撤销或者确认违法，应当解除，不能延长"}
    return of_a_seizure(matter, given)


def recorded_wrongly(matter: Matter, given: Mapping[str, Any]) -> Mapping[str, str]:
    """Ask that the record of a seizure names it, and says how identity was shown.

    Source: 行政强制法 第十八条第三项、第七项.
    """
    return {**of_a_known_seizure(matter, given), **unshown_in_paper(matter, given)}


def approval_fell(act: Act, event: DocumentVoided) -> None:
    """Let the 24 hours run on that an approval had met, once it is declared void.

    They count from the seizure; a wrong paper gives no new ones. If they are over, the head
    approves at once or what was seized is released: no investigation ends before.

    Source: 行政强制法 第十九条 (二十四小时内报告并补办批准手续).
    """
    if event.document.kind == "seizure-approval" and seizure_open(act.matter):
        end_beside(act, REPORT, met=False)  # of a later seizure: the older limit ends first
        reopen_beside(act, REPORT)
