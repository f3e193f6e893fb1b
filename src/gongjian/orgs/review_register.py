"""Acts on the review body, the register of reviewers and their training."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken

from .choices import ExamLevel, TrainingKind
from .models import Agency, Officer, ReviewBody, Reviewer, Training, Unit
from .reviewers import review_body, running, unqualified
from .rules import lies_in


@dataclass(frozen=True)
class NameReviewBody:
    unit: UUID = fields.ref("负责法制审核的机构", of="orgs.unit")
    from_on: date = fields.day("起始日期")


@act("orgs.name_review_body", title="指定法制审核机构", about="agency")
def name_review_body(*, act: Act, cmd: NameReviewBody) -> ReviewBody:
    """Name the unit that reviews for its agency; the one named before ends, and stays on record.

    Source: 国办发〔2018〕118号 （十一）; DZ9(1); KM2.3.1; LF3.2(1).
    """
    unit = Unit.objects.filter(uid=cmd.unit).select_related("agency__stream").first()
    if unit is None or not _reaches(act, unit.agency):
        raise NotFound("没有这个内设机构，或者不在您的管理范围内，请从列表中重新选择")
    old = ReviewBody.objects.filter(agency=unit.agency, to_on__isnull=True).first()
    if old is not None and old.unit_id == unit.pk:
        raise RuleBroken(f"“{unit.name}”已经是法制审核机构，无需重复指定")
    if old is not None:
        old.to_on = max(cmd.from_on, old.from_on)
        act.write(old, stream=unit.agency.stream)
    body = ReviewBody(agency=unit.agency, unit=unit, from_on=cmd.from_on)
    act.write(body, stream=unit.agency.stream)
    return body


@dataclass(frozen=True)
class EnterReviewer:
    officer: UUID = fields.ref("审核人员", of="orgs.officer")
    from_on: date = fields.day("起始日期")
    exam_level: str = fields.choice("执法资格等级", ExamLevel.choices, source="XM4.3.1")
    first_time: bool = fields.check(
        "初次从事法制审核",
        help="初次从事的，须已登记国家统一法律职业资格；不是初次的，填写下面两项",
        source="行政处罚法 第五十八条第二款",
    )
    reviewed_since: date | None = fields.only_for(
        "first_time",
        ("",),
        fields.day("从何时开始从事法制审核", required=False, help="本机关名册上有过记录的可以不填"),
        needed="不是初次从事的必填",
    )
    reviewed_at: str = fields.only_for(
        "first_time",
        ("",),
        fields.line("在哪个单位从事法制审核", required=False),
        needed="不是初次从事的必填",
    )
    exam_number: str = fields.line("执法资格证书编号", max_length=40, required=False)


@act("orgs.enter_reviewer", title="列入法制审核人员名册", about="agency")
def enter_reviewer(*, act: Act, cmd: EnterReviewer) -> Reviewer:
    """Put a person on the register of reviewers.

    Raises:
        RuleBroken: the agency has no named review body, the person is on the register already, or
            lacks a qualification of the jurisdiction.
        InvalidInput: a level without its certificate, or the reverse; who is said to have reviewed
            before, and neither the register nor the form says since when and where.

    Source: 行政处罚法 第五十八条第二款; XM4.3.1; KM2.3.1.
    """
    officer = _officer(act, cmd.officer)
    if (cmd.exam_level == ExamLevel.NONE) != (not cmd.exam_number):
        raise InvalidInput({"exam_number": "有执法资格等级的填写证书编号，没有的不填"})
    _reviewed_before(cmd, officer)
    if review_body(officer.agency_id, act.today) is None:
        raise RuleBroken("本机关还没有指定法制审核机构，请先指定，再登记审核人员")
    if officer.reviewing.filter(to_on__isnull=True).exists():
        raise RuleBroken(f"{officer.name}已在法制审核人员名册上，无需重复登记")
    entry = Reviewer(
        officer=officer,
        first_time=cmd.first_time,
        reviewed_since=cmd.reviewed_since,
        reviewed_at=cmd.reviewed_at,
        exam_level=cmd.exam_level,
        exam_number=cmd.exam_number,
        from_on=cmd.from_on,
    )
    if why := unqualified(entry, officer, officer.agency.profile, act.today):
        raise RuleBroken(why)
    act.write(entry, stream=officer.agency.stream)
    return entry


def _reviewed_before(cmd: EnterReviewer, officer: Officer) -> None:
    """Ask since when and where somebody reviewed who is no first-time reviewer.

    Whom the register knows from before needs not say it again.

    Source: 行政处罚法 第五十八条第二款.
    """
    told: dict[str, str] = {}
    said = {"reviewed_since": cmd.reviewed_since, "reviewed_at": cmd.reviewed_at.strip()}
    if cmd.first_time:
        told = {name: "初次从事的不填，请删去" for name, value in said.items() if value}
    elif not officer.reviewing.exists() or any(said.values()):
        asked = "不是初次从事的，请写明从何时开始、在哪个单位；是初次的，请勾选“初次从事法制审核”"
        told = {name: asked for name, value in said.items() if not value}
    if cmd.reviewed_since and cmd.reviewed_since >= cmd.from_on:
        told["reviewed_since"] = "应当早于列入名册的起始日期，请核对"
    if told:
        raise InvalidInput(told)


@dataclass(frozen=True)
class StrikeReviewer:
    officer: UUID = fields.ref("审核人员", of="orgs.reviewer")
    reason: str = fields.line("理由")


@act("orgs.strike_reviewer", title="移出法制审核人员名册", about="agency", final=True)
def strike_reviewer(*, act: Act, cmd: StrikeReviewer) -> Reviewer:
    """Take a person off the register, from today; the entry stays on record."""
    officer = _officer(act, cmd.officer)
    entry = officer.reviewing.filter(running(act.today), to_on__isnull=True).first()
    if entry is None:
        raise RuleBroken(f"{officer.name}现在不在法制审核人员名册上，无需移出")
    entry.to_on, entry.end_reason = act.today, cmd.reason
    act.write(entry, stream=officer.agency.stream)
    return entry


@dataclass(frozen=True)
class RecordTraining:
    officer: UUID = fields.ref("参加培训的人员", of="orgs.officer")
    kind: str = fields.choice("培训类别", TrainingKind.choices)
    subject: str = fields.line("培训内容")
    began_on: date = fields.day("开始日期")
    days: int = fields.number("天数", least=1, most=365, unit="天", source="LF3.2(2)")


@act("orgs.record_training", title="登记培训", about="agency")
def record_training(*, act: Act, cmd: RecordTraining) -> Training:
    """Record days of training. Source: LF3.2(2)."""
    officer = _officer(act, cmd.officer)
    row = Training(
        officer=officer,
        kind=cmd.kind,
        subject=cmd.subject,
        began_on=cmd.began_on,
        days=cmd.days,
    )
    act.write(row, stream=officer.agency.stream)
    return row


def _officer(act: Act, uid: UUID) -> Officer:
    officer = Officer.objects.filter(uid=uid).select_related("agency__stream").first()
    if officer is None or not _reaches(act, officer.agency):
        raise NotFound("没有这名执法人员，或者不在您的管理范围内，请从列表中重新选择")
    return officer


def _reaches(act: Act, agency: Agency) -> bool:
    return "system" in act.actor.roles or lies_in(agency.path, act.actor.agency_path)


def body_named(actor: Actor, matter: Any, clock: Clock) -> str:
    """Ask that the agency has a named review body. Source: KM2.3.1; DZ9(1); V3."""
    agency = matter.agency_id if matter is not None else actor.agency
    if agency is None or review_body(agency, clock.today()) is not None:
        return ""
    return "本机关还没有指定法制审核机构，不能办理可能须经法制审核的案件。请先指定审核机构和人员"
