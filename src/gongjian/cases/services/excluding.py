"""Excluding unlawful evidence (非法证据排除): proposed by the reviewer, decided by the leader."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.cases.choices import ExclusionState
from gongjian.cases.models import Case, ExclusionProposal
from gongjian.cases.monitoring import recordings_ready
from gongjian.cases.queries import (
    case_of,
    excluded_evidence,
    exclusions_of,
    latest_draft,
    open_exclusion,
    standing_evidence,
)
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock, local_date
from gongjian.common.errors import RuleBroken
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter
from gongjian.matters.queries import history_of

from .people import no_handler


@dataclass(frozen=True)
class ProposeExclusion:
    evidence: UUID = fields.ref("应当排除的证据", of="cases.standing_evidence")
    opinion: str = fields.text(
        "排除的意见和理由", max_length=2000, help="写明取得的方法违反了什么规定"
    )


@act("cases.propose_exclusion", title="提出排除非法证据")
def propose_exclusion(*, act: Act, cmd: ProposeExclusion) -> ExclusionProposal:
    """Say in writing that a piece of evidence must be excluded.

    Source: 行政处罚法 第四十六条第三款; XM4.3.4.
    """
    case = case_of(act.matter)
    evidence = standing_evidence(case).filter(uid=cmd.evidence).first()
    if evidence is None:
        raise RuleBroken("本案没有这项证据，或者已经排除，请从列表中选择")
    row = ExclusionProposal(
        evidence=evidence,
        opinion=cmd.opinion,
        proposed_by_id=act.officer,
        proposed_at=act.now,
    )
    act.write(row)
    return row


@propose_exclusion.requires
def one_at_a_time(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that no other proposal waits and that there is evidence left."""
    case = case_of(matter)
    if open_exclusion(case) is not None:
        return "已有一项排除意见等待批准"
    return "" if standing_evidence(case).exists() else "本案没有可以排除的证据"


@dataclass(frozen=True)
class ApproveExclusion:
    note: str = fields.text("批示", max_length=1000)


@act("cases.approve_exclusion", title="批准排除证据", final=True)
def approve_exclusion(*, act: Act, cmd: ApproveExclusion) -> ExclusionProposal:
    """Exclude the evidence: no draft, paper or decision may rest on it; the row itself stays.

    Source: 行政处罚法 第四十六条第三款; XM4.3.4（经局领导批准，依法予以排除）.
    """
    row = _decided(act, ExclusionState.APPROVED, cmd.note)
    row.evidence.excluded_on = act.today
    act.write(row.evidence)
    return row


@dataclass(frozen=True)
class RefuseExclusion:
    note: str = fields.text("不予排除的理由", max_length=1000)


@act("cases.refuse_exclusion", title="不予排除证据")
def refuse_exclusion(*, act: Act, cmd: RefuseExclusion) -> ExclusionProposal:
    """Let the evidence stand. Source: XM4.3.4."""
    return _decided(act, ExclusionState.REFUSED, cmd.note)


@approve_exclusion.requires
@refuse_exclusion.requires
def somebody_else_proposed(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask for an open proposal of another person."""
    row = open_exclusion(case_of(matter))
    if row is None:
        return "没有等待批准的排除意见"
    return "不能批准自己提出的排除意见" if row.proposed_by_id == actor.officer else ""


for _service in (propose_exclusion, approve_exclusion, refuse_exclusion):
    _service.requires(no_handler)


def exclusion_waits(matter: Matter) -> Iterator[tuple[str, str, date]]:
    """Yield that an opinion to exclude evidence waits for the leader; one query without any.

    Source: XM4.3.4（经局领导批准）.
    """
    step = process_of(matter).acts().get("cases.approve_exclusion")
    if step is None or step.preset_in(frozenset(matter.marking)) is None:
        return
    if "propose_exclusion" not in history_of(matter):
        return
    row = open_exclusion(case_of(matter))
    if row is not None:
        yield "agency_head", "批准排除证据", local_date(row.proposed_at)


def _decided(act: Act, state: ExclusionState, note: str) -> ExclusionProposal:
    row = open_exclusion(case_of(act.matter))
    if row is None:
        raise RuleBroken("没有等待批准的排除意见")
    row.state, row.note = state, note
    row.decided_by_id, row.decided_at = act.officer, act.now
    act.write(row)
    return row


def rests_on_standing(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the latest draft rests on no evidence that is excluded, may yet be, or is unchecked.

    Source: 行政处罚法 第四十一条第二款; 第四十六条第二款（查证属实，方可作为根据）、
    第三款（不得作为根据）; XM4.3.4.
    """
    case = case_of(matter)
    if told := recordings_ready(actor, matter, clock):
        return told
    if (row := open_exclusion(case)) is not None:
        return f"排除证据“{row.evidence.name}”的意见还在等待机关负责人批示，批示之后才能办理"
    draft = latest_draft(case)
    if draft is None or draft.exclusions == exclusions_of(case):
        return ""
    names = "、".join(excluded_evidence(case).values_list("name", flat=True))
    return f"证据“{names}”已被排除，拟处罚决定仍以其为根据，请重新拟定"


def named_although_excluded(case: Case, summary: str) -> list[str]:
    """Return the excluded evidence that a text still names; like-named standing ones do not count.

    Source: XM4.3.4.
    """
    standing = list(standing_evidence(case).values_list("name", flat=True))
    rest = summary
    for name in sorted(standing, key=len, reverse=True):
        rest = rest.replace(name, "")
    excluded = excluded_evidence(case).values_list("name", flat=True)
    return [name for name in excluded if name in rest and name not in standing]
