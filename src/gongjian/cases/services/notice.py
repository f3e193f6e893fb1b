"""Telling the party, and hearing it (告知、陈述申辩)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases import papers
from gongjian.cases.choices import AgentTask
from gongjian.cases.models import Case, Delivery, Draft, Notice, PartyFiling, Statement
from gongjian.cases.queries import case_of, latest_draft, latest_notice, unheard
from gongjian.cases.rules import by_kind
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import InvalidInput, RuleBroken
from gongjian.documents.services import make
from gongjian.matters.models import Matter
from gongjian.matters.services import renew_inbox
from gongjian.matters.tables import table

from .agents import acting
from .delivering import Delivered, delivery_of, unsigned
from .failing import handing
from .naming import drafted_as_old
from .party import answered
from .people import certified


@dataclass(frozen=True)
class InformParty:
    contact: str = fields.line("联系人和联系方式", help="当事人提出陈述申辩时联系谁")


@act("cases.inform_party", title="制作行政处罚告知书")
def inform_party(*, act: Act, cmd: InformParty) -> Notice:
    """Make the prior notice of the latest draft, with the rights it opens.

    Source: 行政处罚法 第四十四条、第六十三条.
    """
    case = case_of(act.matter)
    draft = latest_draft(case)
    if draft is None:
        raise RuleBroken("还没有拟定处罚决定，不能告知")
    hearing = hearing_right(act.matter, case, draft)
    paper = make(act, "penalty-notice", papers.penalty_notice(act, case, draft, hearing, cmd))
    notice = Notice(
        case=case,
        draft=draft,
        document=paper,
        facts_hash=draft.facts_hash,
        hearing_right=hearing,
        made_at=act.now,
    )
    act.write(notice)
    return notice


inform_party.requires(certified)
inform_party.requires(drafted_as_old)


def hearing_right(matter: Matter, case: Case, draft: Draft) -> bool:
    """Tell whether the proposal opens the right to a hearing. Source: 行政处罚法 第六十三条."""
    threshold = table("hearing-threshold", matter.profile)
    return draft.goods_heard or any(
        threshold.decide({"domain": matter.domain, "party_kind": case.party.kind, **row}).value
        for row in by_kind(draft.items)
    )


@dataclass(frozen=True)
class DeliverNotice(Delivered):
    """The delivery of a prior notice."""


@act("cases.deliver_notice", title="送达告知书")
def deliver_notice(*, act: Act, cmd: DeliverNotice) -> Delivery:
    """Record the delivery of the notice; the party's time to state and defend itself runs from it.

    Raises:
        InvalidInput: served before it was made; left without a witness.
        RuleBroken: the notice is not issued yet (it is still being signed).

    Source: 行政处罚法 第四十四条、第六十一条、第六十四条.
    """
    case = case_of(act.matter)
    notice = latest_notice(case)
    if notice is None or notice.document is None:
        raise RuleBroken("还没有制作告知书")
    delivery = delivery_of(act, case, notice.document, cmd, local_date(notice.made_at))
    notice.served_on = cmd.served_on
    act.write(notice)
    act.start_limit("statement-limit", cmd.served_on)
    return delivery


deliver_notice.requires(certified)


@deliver_notice.requires
def _notice_signed(actor: Actor, matter: Matter, clock: Clock) -> str:
    notice = latest_notice(case_of(matter))
    return unsigned(notice.document) if notice and notice.document else ""


@deliver_notice.prefilled
def _served(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    case = case_of(matter)
    notice = latest_notice(case)
    return handing(case, notice.document if notice else None)


@dataclass(frozen=True)
class RecordStatement:
    given_on: date = fields.day("提出日期")
    content: str = fields.text("陈述申辩的内容")
    checked: str = fields.text("复核情况", help="逐点写明复核了什么、结论是什么")
    adopted: bool = fields.check("予以采纳", help="采纳的，请随后修改拟处罚决定")
    agent: UUID | None = fields.ref(
        "代为提出的委托代理人", of="cases.agent", required=False, help="当事人本人提出的不选"
    )
    filing: UUID | None = fields.ref(
        "当事人自行提交的那一份",
        of="cases.statement_filing",
        required=False,
        help="当事人在案件查询页面提交的，请选择；复核情况会答复给当事人",
    )


@act("cases.record_statement", title="记录陈述申辩")
def record_statement(*, act: Act, cmd: RecordStatement) -> Statement:
    """Record what the party said to the notice and how it was checked.

    Source: 行政处罚法 第四十五条.
    """
    notice = _served_notice(act, cmd.given_on)
    handed_in = _answer(act, cmd.filing, cmd.checked) if cmd.filing is not None else None
    by_code = handed_in.code.agent if handed_in else None
    said_by = acting(notice.case, cmd.agent, AgentTask.STATE, cmd.given_on)
    if said_by is None and by_code is not None and by_code.acts_on(cmd.given_on):
        said_by = by_code
    statement = Statement(
        case=notice.case,
        agent=said_by,
        notice=notice,
        waived=False,
        given_on=cmd.given_on,
        content=cmd.content,
        checked=cmd.checked,
        adopted=cmd.adopted,
    )
    act.write(statement)
    return statement


record_statement.requires(certified)


def _answer(act: Act, uid: UUID, checked: str) -> PartyFiling:
    filing = unheard(act.matter).filter(uid=uid).first()
    if filing is None:
        raise InvalidInput({"filing": "这份陈述申辩已经复核，或者不是本案的，请重新选择"})
    answered(act, filing, checked)
    renew_inbox(act)
    return filing


@record_statement.prefilled
def _handed_in(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    filing = unheard(matter).first()
    if filing is None:
        return {}
    return {"filing": filing.uid, "given_on": filing.given_on, "content": filing.content}


@dataclass(frozen=True)
class WaiveStatement:
    given_on: date = fields.day("放弃日期")
    content: str = fields.text(
        "当事人的明确表示", max_length=1000, help="照录原话或者书面内容，注明载体"
    )
    agent: UUID | None = fields.ref(
        "代为表示的委托代理人",
        of="cases.agent",
        required=False,
        help="须有特别授权；当事人本人表示的不选",
    )
    hearing_too: bool = fields.check(
        "同时明确放弃要求听证的权利", help="只放弃陈述、申辩的，不视为放弃听证"
    )


@act("cases.waive_statement", title="记录放弃陈述申辩")
def waive_statement(*, act: Act, cmd: WaiveStatement) -> Statement:
    """Record that the party clearly waived its statement; silence is no waiver.

    Source: 行政处罚法 第六十二条（明确放弃陈述或者申辩权利的除外）.
    """
    notice = _served_notice(act, cmd.given_on)
    statement = Statement(
        case=notice.case,
        agent=acting(notice.case, cmd.agent, AgentTask.STATE, cmd.given_on, waives=True),
        notice=notice,
        waived=True,
        hearing_waived=cmd.hearing_too,
        given_on=cmd.given_on,
        content=cmd.content,
    )
    act.write(statement)
    return statement


waive_statement.requires(certified)


def _served_notice(act: Act, given_on: date) -> Notice:
    notice = latest_notice(case_of(act.matter))
    if notice is None or notice.served_on is None:
        raise RuleBroken("告知书尚未送达，不能记录陈述申辩")
    if given_on < notice.served_on:
        raise InvalidInput(
            {"given_on": f"日期早于告知书送达日（{notice.served_on.isoformat()}），请核对"}
        )
    return notice
