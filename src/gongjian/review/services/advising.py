"""Advisers: entered into the pool, consulted, their opinion filed, appraised."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.cases.queries import case_of
from gongjian.cases.services.people import no_handler
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.matters.models import Matter
from gongjian.orgs.models import Agency, Officer
from gongjian.review.choices import AdviserKind, AppraisalGrade
from gongjian.review.models import Adviser, AdviserAppraisal, AdviserConsultation
from gongjian.review.pool import advisers_for, waiting_consultation


@dataclass(frozen=True)
class AddAdviser:
    name: str = fields.line("姓名", max_length=100)
    kind: str = fields.choice("类别", AdviserKind.choices)
    employer: str = fields.line("单位", help="律师事务所、院校或者所在机关")
    licence: str = fields.line("律师执业证或者公职律师证编号", max_length=60)
    fields_of_law: str = fields.line("擅长领域")
    from_on: date = fields.day("聘任日期")
    officer: UUID | None = fields.ref(
        "本机关人员", of="orgs.officer", required=False, help="公职律师是本机关人员的，选择其本人"
    )
    shared: bool = fields.check("纳入系统内统筹调用", source="DZ9(2); KM2.3.1; HN24")


@act("review.add_adviser", title="登记顾问", about="adviser")
def add_adviser(*, act: Act, cmd: AddAdviser) -> Adviser:
    """Enter an adviser into the pool.

    Raises:
        InvalidInput: the licence is in the pool already.

    Source: 国办发〔2018〕118号 （十一）; DZ9(2); LF3.2(3).
    """
    if Adviser.objects.filter(licence=cmd.licence, to_on__isnull=True).exists():
        raise InvalidInput({"licence": f"编号“{cmd.licence}”的顾问已在名册上，无需重复登记"})
    officer = None
    if cmd.officer is not None:
        officer = Officer.objects.filter(uid=cmd.officer, agency=act.agency).first()
        if officer is None:
            raise NotFound("本机关没有这名人员，请从列表中选择")
    agency = _agency(act)
    adviser = Adviser(
        agency=agency,
        officer=officer,
        name=cmd.name,
        kind=cmd.kind,
        employer=cmd.employer,
        licence=cmd.licence,
        fields=cmd.fields_of_law,
        shared=cmd.shared,
        from_on=cmd.from_on,
    )
    act.write(adviser, stream=agency.stream)
    return adviser


@dataclass(frozen=True)
class EndAdviser:
    adviser: UUID = fields.ref("顾问", of="review.own_adviser")


@act("review.end_adviser", title="解聘顾问", about="adviser", final=True)
def end_adviser(*, act: Act, cmd: EndAdviser) -> Adviser:
    """End an adviser's service from today; the consultations stay on record."""
    adviser = _own(act, cmd.adviser)
    adviser.to_on = act.today
    act.write(adviser, stream=adviser.agency.stream)
    return adviser


@dataclass(frozen=True)
class AppraiseAdviser:
    adviser: UUID = fields.ref("顾问", of="review.own_adviser")
    year: int = fields.number("年度", least=2019, most=2100)
    grade: str = fields.choice("考评等次", AppraisalGrade.choices)
    training_days: int = fields.number("参加培训", least=0, most=365, unit="天")
    remark: str = fields.text("评语", max_length=1000)


@act("review.appraise_adviser", title="考评顾问", about="adviser")
def appraise_adviser(*, act: Act, cmd: AppraiseAdviser) -> AdviserAppraisal:
    """Appraise an adviser once for a year. Source: LF3.2(3)."""
    adviser = _own(act, cmd.adviser)
    if adviser.appraisals.filter(year=cmd.year).exists():
        raise RuleBroken(f"{adviser.name}{cmd.year}年度已经考评")
    row = AdviserAppraisal(
        adviser=adviser,
        year=cmd.year,
        grade=cmd.grade,
        training_days=cmd.training_days,
        remark=cmd.remark,
        appraised_by_id=act.officer,
        at=act.now,
    )
    act.write(row, stream=adviser.agency.stream)
    return row


@dataclass(frozen=True)
class ConsultAdviser:
    adviser: UUID = fields.ref("顾问", of="review.adviser")
    question: str = fields.text("咨询的问题", max_length=3000)


@act("review.consult_adviser", title="咨询顾问")
def consult_adviser(*, act: Act, cmd: ConsultAdviser) -> AdviserConsultation:
    """Draw on an adviser of the pool for a hard case.

    Source: DZ9(2)（重大复杂疑难法律事务）; LF3.2(3); HN24.
    """
    matter: Matter = act.matter
    adviser = advisers_for(matter.agency, act.today).filter(uid=cmd.adviser).first()
    if adviser is None:
        raise NotFound("名册上没有这名顾问，或者不在统筹调用的范围内，请从列表中选择")
    row = AdviserConsultation(
        case=case_of(matter),
        adviser=adviser,
        question=cmd.question,
        asked_by_id=act.officer,
        asked_on=act.today,
    )
    act.write(row)
    return row


@dataclass(frozen=True)
class FileAdvice:
    opinion: str = fields.text("顾问意见", max_length=5000, help="照录书面意见；原件附卷")
    received_on: date = fields.day("收到日期")


@act("review.file_advice", title="登记顾问意见")
def file_advice(*, act: Act, cmd: FileAdvice) -> AdviserConsultation:
    """File what the adviser said; the reviewer alone signs the opinion of the review.

    Source: DZ9(2); V4.
    """
    row = waiting_consultation(case_of(act.matter))
    if row is None:
        raise RuleBroken("没有等待答复的咨询")
    if cmd.received_on < row.asked_on:
        raise InvalidInput({"received_on": "收到日期早于咨询日期，请核对"})
    row.opinion, row.received_on = cmd.opinion, cmd.received_on
    act.write(row)
    return row


@consult_adviser.requires
def somebody_to_ask(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask for an adviser in reach and no question that still waits."""
    if waiting_consultation(case_of(matter)) is not None:
        return "已有一项咨询等待顾问答复"
    return "" if advisers_for(matter.agency, clock.today()).exists() else "名册上没有可以咨询的顾问"


@file_advice.requires
def something_asked(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask for a question that waits."""
    return "" if waiting_consultation(case_of(matter)) is not None else "没有等待答复的咨询"


for _service in (consult_adviser, file_advice):
    _service.requires(no_handler)


def _agency(act: Act) -> Agency:
    return Agency.objects.select_related("stream").get(pk=act.agency)


def _own(act: Act, uid: UUID) -> Adviser:
    found = Adviser.objects.filter(uid=uid, agency=act.agency, to_on__isnull=True)
    adviser = found.select_related("agency__stream").first()
    if adviser is None:
        raise NotFound("本机关名册上没有这名顾问，请从列表中选择")
    return adviser
