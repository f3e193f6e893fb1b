"""Inspection, evidence and the end of the investigation (调查取证)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongjian.cases import identity, papers
from gongjian.cases.choices import CertificateShown, EvidenceKind
from gongjian.cases.models import Evidence, Inspection
from gongjian.cases.monitoring import (
    GO_THERE,
    UNANSWERED,
    recordings_ready,
    unanswered,
    whether_recorded,
)
from gongjian.cases.queries import case_of, evidence_held
from gongjian.cases.weighing import cause_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput
from gongjian.documents.services import make
from gongjian.matters.models import Matter

from .naming import drafted_as_named, drafted_as_old
from .people import certified
from .several import nobody_beside
from .visiting import both_certified, columns, refusals


@dataclass(frozen=True)
class RecordInspection:
    began_at: datetime = fields.moment("开始时间")
    ended_at: datetime = fields.moment("结束时间")
    place: str = fields.line("检查地点", secret=True)
    present: str = fields.line("在场人员及身份", help="当事人、负责人或者见证人")
    certificate_shown: str = fields.code(
        "表明身份的方式", of="cases.way_at_inspection", source="行政处罚法 第五十五条第一款"
    )
    findings: str = fields.text("检查情况", help="按发现的顺序客观记录，不写推测和结论")
    dressed: bool = fields.check("已按规定着装、佩戴标识")
    rights_told: bool = fields.check("已告知权利义务（陈述申辩、申请回避、配合检查）")
    refused_signature: str = fields.line("拒绝签名的情况", required=False)
    witness: str = fields.line(
        "见证人", max_length=100, required=False, help="拒绝签名的，写见证人或者下面的录音录像"
    )
    recording: str = fields.line("录音录像的编号和存放位置", required=False)
    unshown_because: str = fields.line(identity.BECAUSE, required=False)


@act("cases.record_inspection", title="制作现场检查笔录")
def record_inspection(*, act: Act, cmd: RecordInspection) -> Inspection:
    """Record an on-site inspection by the two handling officers.

    Raises:
        CertificateInvalid, InvalidInput: see `inspected`.

    Source: 行政处罚法 第四十二条、第五十五条.
    """
    return inspected(act, cmd)


def inspected(act: Act, cmd: RecordInspection, **more: Any) -> Inspection:
    """Write an inspection of the running act with its record; `more` is what the police add.

    Raises:
        CertificateInvalid: one of the two was not certified on the day of the inspection.
        InvalidInput: it ended before it began, the party was not told its rights, it refused to
            sign before neither witness nor recording, or identity was not shown as it must be.
    """
    matter: Matter = act.matter
    problems = refusals(matter, cmd)
    if not cmd.rights_told:
        problems["rights_told"] = "检查时应当告知当事人的权利义务；请告知后勾选"
    if problems:
        raise InvalidInput(problems)
    both_certified(matter, local_date(cmd.began_at), "检查")
    case = case_of(matter)
    document = make(act, "inspection-record", papers.inspection_record(act, case, cmd))
    inspection = Inspection(case=case, document=document, **columns(matter, cmd), **more)
    act.write(inspection)
    return inspection


record_inspection.requires(certified)


@record_inspection.prefilled
def _place(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"place": case_of(matter).party.address, "certificate_shown": CertificateShown.SHOWN}


@dataclass(frozen=True)
class AddEvidence:
    kind: str = fields.choice("证据种类", EvidenceKind.choices, source="行政处罚法 第四十六条")
    name: str = fields.line("证据名称")
    proves: str = fields.text("证明的事实", max_length=1000)
    obtained_on: date = fields.day("取得日期")
    obtained_from: str = fields.line("提供人或者来源")
    self_recorded: str = whether_recorded()
    elements: tuple[str, ...] = fields.code(
        "证明的要件", of="cases.element", many=True, required=False, help="依证据指引选择，可以多选"
    )


@act("cases.add_evidence", title="登记证据")
def add_evidence(*, act: Act, cmd: AddEvidence) -> Evidence:
    """Register one piece of evidence, and which elements of the cause it proves.

    Raises:
        InvalidInput: the guide has no such element; the party is its own witness; a monitoring
            device recorded it, or nobody says whether one did.

    Source: 行政处罚法 第四十一条、第四十六条; HN29.
    """
    if unanswered(cmd.kind, cmd.self_recorded):
        raise InvalidInput({"self_recorded": UNANSWERED})
    if cmd.self_recorded == "yes":
        raise InvalidInput({"self_recorded": GO_THERE})
    case = case_of(act.matter)
    own = case.party.natural and cmd.obtained_from == case.party.name
    if own and cmd.kind == EvidenceKind.TESTIMONY:
        raise InvalidInput({"kind": "当事人本人所述是当事人的陈述，不是证人证言，请改选"})
    cause = cause_of(case, act.today)
    if set(cmd.elements) - set(cause.elements if cause else ()):
        raise InvalidInput({"elements": "证据指引中没有所选的要件，请重新选择"})
    evidence = Evidence(
        case=case,
        kind=cmd.kind,
        name=cmd.name,
        proves=cmd.proves,
        obtained_on=cmd.obtained_on,
        obtained_from=cmd.obtained_from,
        elements=list(cmd.elements),
        registered_by_id=act.officer,
        not_by_device=cmd.self_recorded == "no",
    )
    act.write(evidence)
    return evidence


add_evidence.requires(certified)


@add_evidence.prefilled
def _on_the_scene(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    """Most of it is obtained at the inspection."""
    last = case_of(matter).inspections.order_by("-id").first()
    return {"obtained_on": local_date(last.ended_at)} if last else {}


@dataclass(frozen=True)
class EndInvestigation:
    summary: str = fields.text("调查终结报告摘要", help="事实、证据、法律适用和裁量，各说一句")


@act("cases.end_investigation", title="调查终结")
def end_investigation(*, act: Act, cmd: EndInvestigation) -> Matter:
    """Close the investigation and pass on to prior notice.

    Source: 行政处罚法 第五十七条.
    """
    matter: Matter = act.matter
    return matter


end_investigation.requires(certified)
end_investigation.requires(drafted_as_named)
end_investigation.requires(drafted_as_old)
end_investigation.requires(nobody_beside)
end_investigation.requires(recordings_ready)


@end_investigation.requires
def _has_evidence(actor: Actor, matter: Matter, clock: Clock) -> str:
    if evidence_held(case_of(matter)):
        return ""
    return "案件还没有登记任何证据，请先登记证据"
