"""An agency widens what it has reviewed: drafted by one, approved by another, told to the superior.

Source: 国办发〔2018〕118号 四（十三）; DZ10; HN26; KM2.3.2; LF3.3; XM4.3.2; V2.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.choices import PartySide, ScopeState
from gongjian.cases.models import ScopeChange
from gongjian.cases.widening import KINDS, bit_of
from gongjian.catalog.library import cause_on
from gongjian.common import fields
from gongjian.common.acts import Act, act
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.orgs import ports
from gongjian.orgs.models import Agency, Unit
from gongjian.orgs.queries import agency_for_update

ANY = "不选的，不按这一项区分"
CLAUSE = "写明本机关文件的名称、文号和条款"
PAST = "应当是批准之日以后的日期，不溯及已经作出的决定"


@dataclass(frozen=True)
class DraftScopeRule:
    name: str = fields.line("情形名称", max_length=100, help="如：全部罚款案件、某案由的案件")
    reason: str = fields.text("扩大的理由", max_length=1000)
    clause: str = fields.line("依据的本机关文件", max_length=200, help=CLAUSE)
    from_on: date = fields.day("生效日期", future=True)
    kinds: tuple[str, ...] = fields.code(
        "决定种类", of="cases.scope_kind", many=True, required=False, help=ANY
    )
    domain: str = fields.code("执法领域", of="orgs.domain", required=False, help=ANY)
    cause: str = fields.code("案由", of="catalog.cause", required=False, help=ANY)
    party_side: str = fields.choice("当事人", PartySide.choices, required=False, help=ANY)
    unit: UUID | None = fields.ref("承办机构", of="cases.own_unit", required=False, help=ANY)
    from_fen: int | None = fields.money(
        "涉案金额达到",
        required=False,
        min_fen=1,
        help="罚款、没收违法所得和没收的非法财物合计；不按金额区分的不填",
    )


@act("cases.draft_scope_rule", title="拟扩大审核范围", about="scope")
def draft_scope_rule(*, act: Act, cmd: DraftScopeRule) -> ScopeChange:
    """Propose that what these conditions name is reviewed as well; nothing counts before approval.

    It cannot say that something is not reviewed: the scope of the place is the floor.

    Raises:
        InvalidInput: a day gone by; a field, cause or unit that the agency has not.
    """
    agency = agency_for_update(act.agency)
    _not_past(cmd.from_on, act.today)
    if wrong := _unknown(agency, cmd, act.today):
        raise InvalidInput(wrong)
    row = ScopeChange(
        agency=agency,
        name=cmd.name,
        kinds=sum(map(bit_of, set(cmd.kinds))),
        domain=cmd.domain,
        cause_code=cmd.cause,
        party_side=cmd.party_side,
        unit=_unit(agency, cmd.unit),
        from_fen=cmd.from_fen,
        **_proposed(act, cmd),
    )
    act.write(row, stream=agency.stream)
    return row


@dataclass(frozen=True)
class DraftScopeEnd:
    rule: UUID = fields.ref("不再适用的情形", of="cases.scope_running")
    reason: str = fields.text("终止的理由", max_length=1000)
    clause: str = fields.line("依据的本机关文件", max_length=200, help=CLAUSE)
    from_on: date = fields.day("不再适用的起始日期", future=True)


@act("cases.draft_scope_end", title="拟终止扩大的情形", about="scope")
def draft_scope_end(*, act: Act, cmd: DraftScopeEnd) -> ScopeChange:
    """Propose the first day on which an added rule no longer counts.

    What was drafted while it counted keeps its review.

    Raises:
        NotFound: no such rule of the agency is approved.
        RuleBroken: its end is proposed or approved already.
        InvalidInput: a day gone by, or before the rule began.
    """
    agency = agency_for_update(act.agency)
    approved = ScopeChange.objects.filter(agency=agency, state=ScopeState.APPROVED)
    rule = approved.filter(uid=cmd.rule, ends__isnull=True).first()
    if rule is None:
        raise NotFound("没有这一已批准的扩大情形，请从列表中选择")
    if rule.ending.exclude(state=ScopeState.RETURNED).exists():
        raise RuleBroken(f"“{rule.name}”的终止已经提出，无需重复办理")
    _not_past(cmd.from_on, act.today)
    if cmd.from_on < rule.from_on:
        raise InvalidInput({"from_on": f"不能早于这一情形的生效日期（{rule.from_on.isoformat()}）"})
    row = ScopeChange(agency=agency, ends=rule, name=rule.name, **_proposed(act, cmd))
    act.write(row, stream=agency.stream)
    return row


@dataclass(frozen=True)
class ApproveScopeChange:
    change: UUID = fields.ref("待批准的事项", of="cases.scope_drafted")


@act("cases.approve_scope_change", title="批准审核范围变动", about="scope", final=True)
def approve_scope_change(*, act: Act, cmd: ApproveScopeChange) -> ScopeChange:
    """Approve what another person drafted; it counts from its day on and is changed no more.

    Raises:
        NotFound: nothing of the agency waits under this uid.
        RuleBroken: the own draft, or its day is gone by.
    """
    row = _waiting(act, cmd.change)
    if row.from_on <= act.today:
        raise RuleBroken(f"生效日期{PAST}。请退回，重新拟定日期")
    return _decide(act, row, ScopeState.APPROVED)


@dataclass(frozen=True)
class ReturnScopeChange:
    change: UUID = fields.ref("待批准的事项", of="cases.scope_drafted")
    reason: str = fields.text("退回的理由", max_length=1000)


@act("cases.return_scope_change", title="退回审核范围变动", about="scope")
def return_scope_change(*, act: Act, cmd: ReturnScopeChange) -> ScopeChange:
    """Return what another person drafted; it stays on record and never counts.

    Raises:
        NotFound: nothing of the agency waits under this uid.
        RuleBroken: the own draft.
    """
    row = _waiting(act, cmd.change)
    row.return_reason = cmd.reason
    return _decide(act, row, ScopeState.RETURNED)


@dataclass(frozen=True)
class FileScopeChange:
    change: UUID = fields.ref("已批准的事项", of="cases.scope_unfiled")
    filed_with: str = fields.line("备案机关", max_length=100)
    number: str = fields.line("备案文号", max_length=80)
    filed_on: date = fields.day("备案日期")


@act("cases.file_scope_change", title="登记审核范围备案", about="scope")
def file_scope_change(*, act: Act, cmd: FileScopeChange) -> ScopeChange:
    """Record that the superior was told of an approved change: by which paper, on which day.

    Raises:
        NotFound: no such change of the agency is approved and not yet told.
        InvalidInput: a day before the approval.

    Source: DZ10; HN26; KM2.3.2.
    """
    agency = agency_for_update(act.agency)
    approved = ScopeChange.objects.filter(agency=agency, state=ScopeState.APPROVED)
    row = approved.filter(uid=cmd.change, filed_on__isnull=True).first()
    if row is None or row.decided_on is None:
        raise NotFound("没有这一待备案的事项，请从列表中选择")
    if cmd.filed_on < row.decided_on:
        raise InvalidInput({"filed_on": f"不能早于批准的日期（{row.decided_on.isoformat()}）"})
    row.filed_with, row.filed_number = cmd.filed_with, cmd.number
    row.filed_on, row.filed_by_id = cmd.filed_on, act.officer
    act.write(row, stream=agency.stream)
    return row


def _proposed(act: Act, cmd: DraftScopeRule | DraftScopeEnd) -> dict[str, Any]:
    return {
        "reason": cmd.reason,
        "clause": cmd.clause,
        "from_on": cmd.from_on,
        "drafted_by_id": act.officer,
        "drafted_at": act.now,
    }


def _not_past(day: date, today: date) -> None:
    if day <= today:
        raise InvalidInput({"from_on": PAST})


def _unit(agency: Agency, uid: UUID | None) -> Unit | None:
    if uid is None:
        return None
    unit = Unit.objects.filter(uid=uid, agency=agency).first()
    if unit is None:
        raise NotFound("本机关没有这个机构，请从列表中选择")
    return unit


def _unknown(agency: Agency, cmd: DraftScopeRule, today: date) -> dict[str, str]:
    """Say of which condition the agency knows nothing: such a rule would never ask anything."""
    listed = {
        "kinds": bool(set(cmd.kinds) - {code for code, _ in KINDS}),
        "domain": bool(cmd.domain) and cmd.domain not in ports.agency_domains(),
        "cause": bool(cmd.cause) and cause_on(cmd.cause, today, agency.profile) is None,
    }
    return {name: "列表中没有这一项，请从列表中选择" for name, wrong in listed.items() if wrong}


def _waiting(act: Act, uid: UUID) -> ScopeChange:
    agency = agency_for_update(act.agency)
    drafted = ScopeChange.objects.filter(agency=agency, state=ScopeState.DRAFTED)
    row = drafted.filter(uid=uid).select_related("agency__stream").first()
    if row is None:
        raise NotFound("没有这一待批准的事项，请从列表中选择")
    if row.drafted_by_id == act.officer:
        raise RuleBroken("不能批准或者退回自己拟定的事项，由另一名负责人办理")
    return row


def _decide(act: Act, row: ScopeChange, state: ScopeState) -> ScopeChange:
    row.state = state
    row.decided_by_id, row.decided_at, row.decided_on = act.officer, act.now, act.today
    act.write(row, stream=row.agency.stream)
    return row
