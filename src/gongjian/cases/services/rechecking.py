"""Looking again whether the party corrected, or giving the reason why not (复查)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gongjian.cases import identity, papers_correcting
from gongjian.cases.choices import REFUSING, CertificateShown, CorrectionState, RecheckResult
from gongjian.cases.correcting import CORRECT, RECHECK, open_order
from gongjian.cases.models import CorrectionOrder, Recheck
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.models import Document
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.matters.services import end_beside
from gongjian.orgs.models import Officer

from .people import certified, fellow_officer, no_handler
from .visiting import both_certified, columns, refusals

NO_RECHECK = "没有等待复查的责令改正"


@dataclass(frozen=True, kw_only=True)
class RecheckCorrection:
    began_at: datetime = fields.moment("开始时间")
    ended_at: datetime = fields.moment("结束时间")
    place: str = fields.line("复查地点", secret=True)
    present: str = fields.line("在场人员及身份", help="当事人、负责人或者见证人；无人在场的写明")
    certificate_shown: str = fields.code(
        "表明身份的方式", of="cases.way_at_inspection", source="行政处罚法 第五十五条第一款"
    )
    dressed: bool = fields.check("已按规定着装、佩戴标识")
    unshown_because: str = fields.line(identity.BECAUSE, required=False)
    unannounced: bool = fields.check(
        "事先没有通知当事人（暗查）", source="环境保护主管部门实施按日连续处罚办法 第十条"
    )
    announced_because: str = fields.only_for(
        "unannounced",
        ("",),
        fields.line("事先通知当事人的原因", required=False, help="依法应当暗查而事先通知的，必填"),
    )
    result: str = fields.choice(
        "复查结果",
        RecheckResult.choices,
        help="拒不改正须在改正期限届满以后认定；“无法复查”的，仍须再次复查",
        source="环境保护主管部门实施按日连续处罚办法 第十二条、第十三条",
    )
    findings: str = fields.text("复查情况", help="逐项对照责令改正的内容，写所见，不写推测")
    evidence: str = fields.text(
        "复查取得的证据", max_length=2000, help="一行一项：照片、监测报告、录像的编号和存放位置等"
    )
    refused_signature: str = fields.line("拒绝签名的情况", required=False)
    witness: str = fields.line(
        "见证人", max_length=100, required=False, help="拒绝签名的，写见证人或者下面的录音录像"
    )
    recording: str = fields.line("录音录像的编号和存放位置", required=False)
    second: UUID | None = fields.ref(
        "另一名复查人员",
        of="orgs.certified_officer",
        required=False,
        given="cases.handled_alone",
        help="由一名人民警察当场处罚的，复查仍须两人，请选择与您一同复查的执法人员",
        source="行政处罚法 第四十二条",
    )


@act("cases.recheck", title="复查改正情况")
def recheck(*, act: Act, cmd: RecheckCorrection) -> Recheck:
    """Record that the two handling officers looked again, and what they found.

    Where it could not be looked at, the order stays open and must be re-checked again. Who
    penalized alone on the spot names who looked with him: one officer may decide there, but the
    law asks two of everybody who looks after it.

    Raises:
        CertificateInvalid: one of the two was not certified on that day.
        NotFound, SameOfficer, RuleBroken: who is named cannot be the second.
        InvalidInput: it ended before it began or was before the service; refusal found before the
            time given was over; announced without a reason; identity not shown as it must be;
            refused to sign before neither witness nor recording.

    Source: 实施按日连续处罚办法 第十条至第十三条; 行政处罚法 第四十二条、第五十五条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    order = open_order(case)
    if order is None:
        raise RuleBroken(NO_RECHECK)
    on = local_date(cmd.began_at)
    if problems := _problems(matter, cmd, on, order):
        raise InvalidInput(problems)
    second = _second(act, cmd, on)
    both_certified(matter, on, "复查", second)
    paper = papers_correcting.recheck_record(act, order, cmd, second)
    row = Recheck(
        case=case,
        order=order,
        document=make(act, "recheck-record", paper),
        checked_on=on,
        served_on=order.served_on,
        correct_by=order.correct_by,
        must_be_unannounced=order.unannounced,
        unannounced=cmd.unannounced,
        announced_because=cmd.announced_because,
        result=cmd.result,
        evidence=cmd.evidence,
        **columns(matter, cmd, second),
    )
    act.write(row)
    if cmd.result != RecheckResult.UNABLE:
        _end(act, order, CorrectionState.CHECKED)
    return row


def _second(act: Act, cmd: RecheckCorrection, on: date) -> Officer | None:
    """Return the other officer: of the case, or, where it has none, the one named.

    Source: 行政处罚法 第四十二条; 治安管理处罚法 第一百二十条（一人只限当场处罚决定）.
    """
    matter: Matter = act.matter
    if matter.second is not None or cmd.second is None:
        return matter.second
    return fellow_officer(
        cmd.second, beside=matter.lead_id, agency=matter.agency_id, on=on, matter=matter
    )


def _problems(
    matter: Matter, cmd: RecheckCorrection, on: date, order: CorrectionOrder
) -> dict[str, str]:
    problems = refusals(matter, cmd)
    if matter.second_id is None and cmd.second is None:
        problems["second"] = "复查不得少于两人，请选择与您一同复查的执法人员"
    if matter.second_id is not None and cmd.second is not None:
        problems["second"] = "本案已有协办人，由主办人和协办人复查，请不要另选"
    if on < order.served_on:
        told = f"复查早于责令改正的送达（{order.served_on.isoformat()}），请核对"
        problems["began_at"] = told
    if cmd.result in REFUSING and on <= order.correct_by:
        told = f"改正期限至{order.correct_by.isoformat()}，届满以后才能认定拒不改正"
        problems["result"] = told
    if order.unannounced and not (cmd.unannounced or cmd.announced_because):
        problems["announced_because"] = "依法应当暗查；事先通知了当事人的，请写明原因"
    return problems


recheck.requires(certified)


@recheck.prefilled
def _usual(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"place": case_of(matter).party.address, "certificate_shown": CertificateShown.SHOWN}


@dataclass(frozen=True)
class ExcuseRecheck:
    reason: str = fields.text(
        "不再复查的理由", max_length=1000, help="如责令改正的决定已被撤销，违法的场所已被拆除"
    )


@act("cases.excuse_recheck", title="决定不再复查")
def excuse_recheck(*, act: Act, cmd: ExcuseRecheck) -> CorrectionOrder:
    """Let an order to correct rest without a re-check, with the reason on record.

    Source: 行政处罚法 第二十八条第一款.
    """
    order = open_order(case_of(act.matter))
    if order is None:
        raise RuleBroken(NO_RECHECK)
    order.excused_because, order.excused_by_id = cmd.reason, act.officer
    _end(act, order, CorrectionState.EXCUSED)
    return order


excuse_recheck.requires(no_handler)


@recheck.requires
@excuse_recheck.requires
def _something_open(actor: Actor, matter: Matter, clock: Clock) -> str:
    return NO_RECHECK if open_order(case_of(matter)) is None else ""


def _end(act: Act, order: CorrectionOrder, state: str) -> None:
    order.state, order.ended_on = state, act.today
    act.write(order)
    end_beside(act, CORRECT)
    end_beside(act, RECHECK)


def correction_fell(act: Act, paper: Document) -> None:
    """End the order to correct that stood in a paper which fell, inside an act of a higher app.

    Source: 行政复议法 第六十四条; 行政诉讼法 第七十条.
    """
    order = CorrectionOrder.objects.filter(
        delivery__document=paper, state=CorrectionState.OPEN
    ).first()
    if order is not None:
        _end(act, order, CorrectionState.FELL)
