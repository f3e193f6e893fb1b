"""Review of nodes outside this system (by number and kind), and of normative documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.jurisdiction.profiles import profile
from gongjian.orgs.models import Agency, Officer, Unit
from gongjian.orgs.reviewers import reviewer_problem
from gongjian.review.checks import items_of
from gongjian.review.choices import LegalityOutcome
from gongjian.review.models import NormativeDocument, OutsideRequest


@dataclass(frozen=True)
class RegisterOutside:
    kind: str = fields.code("环节", of="review.outside_node", help="只登记环节和编号，不登记内容")
    number: str = fields.line("案件或者文书编号", max_length=80)


@act("review.register_outside", title="登记系统外送审", about="outside")
def register_outside(*, act: Act, cmd: RegisterOutside) -> OutsideRequest:
    """Ask for the review of a node of criminal procedure, by number and kind only.

    Source: XM4.3.2; V2.
    """
    agency = _agency(act)
    nodes = {i.code: i for i in items_of("review.outside_nodes", agency.profile, act.today)}
    if cmd.kind not in nodes:
        raise InvalidInput({"kind": "目录中没有这个环节，请从列表中选择"})
    open_ones = OutsideRequest.objects.filter(agency=agency, kind=cmd.kind, outcome="")
    if open_ones.filter(number=cmd.number).exists():
        raise RuleBroken(f"“{cmd.number}”已经送审，尚未出具意见")
    row = OutsideRequest(
        agency=agency,
        kind=cmd.kind,
        label=nodes[cmd.kind].label,
        number=cmd.number,
        asked_by_id=act.officer,
        asked_on=act.today,
        due_on=profile(agency.profile).due("review-limit", act.today).due_on,
    )
    act.write(row, stream=agency.stream)
    return row


@dataclass(frozen=True)
class AnswerOutside:
    request: UUID = fields.ref("送审事项", of="review.outside_request")
    outcome: str = fields.code("审核结论", of="review.outcome")


@act("review.answer_outside", title="答复系统外送审", about="outside")
def answer_outside(*, act: Act, cmd: AnswerOutside) -> OutsideRequest:
    """Answer a request by one of the outcomes of the jurisdiction.

    Raises:
        RuleBroken: the person is no qualified reviewer, or asked himself.

    Source: XM4.3.2; XM4.3.4.
    """
    found = OutsideRequest.objects.filter(uid=cmd.request, agency=act.agency, outcome="")
    row = found.select_related("agency__stream").first()
    if row is None:
        raise NotFound("没有这项待答复的送审，请从列表中选择")
    if row.asked_by_id == act.officer:
        raise RuleBroken("不能审核自己送审的事项")
    labels = {o.code: o.label for o in profile(row.agency.profile).outcomes}
    if cmd.outcome not in labels:
        raise InvalidInput({"outcome": "本地区没有这个审核结论，请从列表中选择"})
    row.outcome, row.answered_by_id, row.answered_on = labels[cmd.outcome], act.officer, act.today
    act.write(row, stream=row.agency.stream)
    return row


def may_review(actor: Actor, matter: object, clock: Clock) -> str:
    """Ask that the person is a named, qualified reviewer."""
    officer = Officer.objects.filter(pk=actor.officer or 0).select_related("agency").first()
    return reviewer_problem(officer, clock.today())


@dataclass(frozen=True)
class SubmitNormative:
    title: str = fields.line("文件名称")
    unit: UUID = fields.ref("起草机构", of="orgs.unit")
    basis: str = fields.text("制定依据和主要内容", max_length=5000)


@act("review.submit_normative", title="规范性文件送审", about="normative")
def submit_normative(*, act: Act, cmd: SubmitNormative) -> NormativeDocument:
    """Submit the draft of a normative document to legality review. Source: HN25."""
    agency = _agency(act)
    unit = Unit.objects.filter(uid=cmd.unit, agency=agency).first()
    if unit is None:
        raise NotFound("本机关没有这个机构，请从列表中选择")
    row = NormativeDocument(
        agency=agency,
        title=cmd.title,
        unit=unit,
        basis=cmd.basis,
        submitted_by_id=act.officer,
        submitted_on=act.today,
    )
    act.write(row, stream=agency.stream)
    return row


@submit_normative.prefilled
def _sent_back(actor: Actor, matter: object) -> Mapping[str, Any]:
    """Offer what the person submitted last and must mend; nothing typed twice."""
    own = NormativeDocument.objects.filter(submitted_by=actor.officer).select_related("unit")
    last = own.order_by("-id").first()
    if last is None or last.outcome != LegalityOutcome.PROBLEM:
        return {}
    return {"title": last.title, "unit": last.unit.uid, "basis": last.basis}


@dataclass(frozen=True)
class ReviewNormative:
    document: UUID = fields.ref("规范性文件", of="review.normative_submitted")
    outcome: str = fields.choice("审核结论", LegalityOutcome.choices)
    opinion: str = fields.text("合法性审核意见", max_length=5000)


@act("review.review_normative", title="合法性审核", about="normative")
def review_normative(*, act: Act, cmd: ReviewNormative) -> NormativeDocument:
    """Give the written opinion on a normative document; it stands as it was given.

    Raises:
        RuleBroken: it has its opinion; a mended draft is submitted anew.

    Source: HN25.
    """
    row = _document(act, cmd.document)
    if row.outcome:
        raise RuleBroken(f"“{row.title}”已经出具审核意见；存在问题的，修改后由起草机构再次送审")
    if row.submitted_by_id == act.officer:
        raise RuleBroken("不能审核自己送审的文件")
    row.outcome, row.opinion = cmd.outcome, cmd.opinion
    row.reviewed_by_id, row.reviewed_on = act.officer, act.today
    act.write(row, stream=row.agency.stream)
    return row


@dataclass(frozen=True)
class IssueNormative:
    document: UUID = fields.ref("规范性文件", of="review.normative_lawful")
    number: str = fields.line("文号", max_length=80)


@act("review.issue_normative", title="印发规范性文件", about="normative", final=True)
def issue_normative(*, act: Act, cmd: IssueNormative) -> NormativeDocument:
    """Issue a document that was found lawful; the time to file it runs from today.

    Raises:
        RuleBroken: it was not reviewed, or not found lawful.

    Source: HN25; 国办发〔2018〕37号.
    """
    row = _document(act, cmd.document)
    if row.outcome != LegalityOutcome.LAWFUL:
        raise RuleBroken(f"“{row.title}”未经合法性审核，或者审核存在问题，不得印发")
    if row.issued_on is not None:
        raise RuleBroken(f"“{row.title}”已于{row.issued_on}印发")
    row.number, row.issued_on = cmd.number, act.today
    row.file_by = profile(row.agency.profile).due("normative.filing_limit", act.today).due_on
    act.write(row, stream=row.agency.stream)
    return row


@dataclass(frozen=True)
class FileNormative:
    document: UUID = fields.ref("规范性文件", of="review.normative_issued")
    filed_with: str = fields.line("备案机关")
    filed_on: date = fields.day("报送日期")


@act("review.file_normative", title="报送备案", about="normative")
def file_normative(*, act: Act, cmd: FileNormative) -> NormativeDocument:
    """Record that an issued document was sent to be filed. Source: HN25."""
    row = _document(act, cmd.document)
    if row.issued_on is None:
        raise RuleBroken(f"“{row.title}”尚未印发，不能报送备案")
    if row.filed_on is not None:
        raise RuleBroken(f"“{row.title}”已于{row.filed_on}报送备案")
    if cmd.filed_on < row.issued_on:
        raise InvalidInput({"filed_on": "报送日期早于印发日期，请核对"})
    row.filed_with, row.filed_on = cmd.filed_with, cmd.filed_on
    act.write(row, stream=row.agency.stream)
    return row


@dataclass(frozen=True)
class RecordReceipt:
    document: UUID = fields.ref("规范性文件", of="review.normative_filed")
    receipt_number: str = fields.line("回执编号", max_length=80)
    receipt_on: date = fields.day("回执日期")


@act("review.record_filing_receipt", title="登记备案回执", about="normative")
def record_filing_receipt(*, act: Act, cmd: RecordReceipt) -> NormativeDocument:
    """Record the receipt of the filing, with its date. Source: HN25."""
    row = _document(act, cmd.document)
    if row.filed_on is None:
        raise RuleBroken(f"“{row.title}”尚未报送备案，不能登记回执")
    if row.receipt_on is not None:
        raise RuleBroken(f"“{row.title}”的回执已经登记")
    if cmd.receipt_on < row.filed_on:
        raise InvalidInput({"receipt_on": "回执日期早于报送日期，请核对"})
    row.receipt_number, row.receipt_on = cmd.receipt_number, cmd.receipt_on
    act.write(row, stream=row.agency.stream)
    return row


for _service in (answer_outside, review_normative):
    _service.requires(may_review)


def _agency(act: Act) -> Agency:
    return Agency.objects.select_related("stream").get(pk=act.agency)


def _document(act: Act, uid: UUID) -> NormativeDocument:
    found = NormativeDocument.objects.filter(uid=uid, agency=act.agency)
    row = found.select_related("agency__stream").select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound("本机关没有这份规范性文件，请从列表中选择")
    return row
