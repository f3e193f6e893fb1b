"""The police keep refusing a transferred case: the prosecutor is asked to supervise (立案监督)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongjian.cases import papers_crime as papers
from gongjian.cases.models import CrimeTransfer
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput
from gongjian.documents.choices import DocumentState
from gongjian.documents.services import make
from gongjian.matters.models import Matter

from .crime import open_or_none, open_transfer
from .people import certified

SUPERVISION = "crime.supervision"


@dataclass(frozen=True, kw_only=True)
class RecordReconsideration:
    upheld_on: date = fields.day(
        "收到复议决定通知书的日期",
        help="仍有异议的，自这一日起三日内建议人民检察院立案监督；"
        "复议决定立案的，不在这里登记，请登记公安机关立案",
        source="行政执法机关移送涉嫌犯罪案件的规定 第九条第三款",
    )
    number: str = fields.line("复议决定文号", max_length=80)


@act("cases.record_reconsideration", title="登记公安机关维持不予立案的复议决定")
def record_reconsideration(*, act: Act, cmd: RecordReconsideration) -> CrimeTransfer:
    """Record that the police upheld their refusal: three days remain to turn to the prosecutor.

    Raises:
        InvalidInput: upheld before it was reconsidered.

    Source: 行政执法机关移送涉嫌犯罪案件的规定 第九条第二款、第三款.
    """
    transfer = open_transfer(act.matter)
    asked = transfer.reconsideration_on
    if asked is not None and cmd.upheld_on < asked:
        told = f"日期早于提请复议之日（{asked.isoformat()}），请核对"
        raise InvalidInput({"upheld_on": told})
    transfer.upheld_on = cmd.upheld_on
    transfer.upheld_number = cmd.number
    act.write(transfer)
    act.start_limit(SUPERVISION, cmd.upheld_on)
    return transfer


record_reconsideration.requires(certified)


@record_reconsideration.requires
def _reconsidered_once(actor: Actor, matter: Matter, clock: Clock) -> str:
    found = open_or_none(matter)
    if found is None:
        return ""
    if found.reconsideration_on is None:
        return "还没有提请公安机关复议，不能登记复议决定"
    return "复议决定已经登记" if found.upheld_on else ""


@dataclass(frozen=True, kw_only=True)
class SuggestSupervision:
    recipient: str = fields.line(
        "人民检察院", help="写作出不予立案决定的公安机关的同级人民检察院全称"
    )
    reasons: str = fields.text(
        "认为应当立案的理由",
        help="逐点针对不予立案（复议决定）的理由，写事实、证据和立案追诉标准，用句号结尾",
    )
    materials: str = fields.text(
        "附送立案监督的材料",
        max_length=2000,
        help="一行一项，写名称和份数：移送书、不予立案通知书、复议决定、主要证据的复制件",
    )


@act("cases.suggest_supervision", title="建议人民检察院立案监督", final=True)
def suggest_supervision(*, act: Act, cmd: SuggestSupervision) -> CrimeTransfer:
    """Ask the prosecutor to supervise that the police opened no criminal case.

    At once upon the refusal, or after the police upheld it; while they reconsider, their answer is
    waited for.

    Source: 行政执法机关移送涉嫌犯罪案件的规定 第九条第一款、第三款.
    """
    transfer = open_transfer(act.matter)
    values = papers.filing_supervision(case_of(act.matter), transfer, cmd)
    transfer.supervision = make(act, "filing-supervision", values)
    transfer.supervision_on = act.today
    act.write(transfer)
    return transfer


suggest_supervision.requires(certified)


@suggest_supervision.requires
def _refused_and_not_reconsidering(actor: Actor, matter: Matter, clock: Clock) -> str:
    found = open_or_none(matter)
    if found is None:
        return ""
    if found.refused_on is None:
        return "还没有登记公安机关的不予立案通知，不能建议立案监督"
    if found.reconsideration_on and found.upheld_on is None:
        return "公安机关正在复议，请先登记复议决定"
    paper = found.supervision
    stands = paper is not None and paper.state != DocumentState.VOID
    return "已经建议人民检察院立案监督" if stands else ""


@suggest_supervision.prefilled
def _what_goes_along(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    found = open_or_none(matter)
    if found is None:
        return {}
    lines = ["涉嫌犯罪案件移送书复制件一份", "不予立案通知书复制件一份"]
    lines += ["复议决定通知书复制件一份"] if found.upheld_on else []
    return {"materials": "\n".join(lines)}
