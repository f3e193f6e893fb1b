"""Several parties of one case: added, released, split off into a case of their own (分案)."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gongjian.cases.choices import FurtherState, PartyRole
from gongjian.cases.models import Case, CaseLink, FurtherParty, Inspection
from gongjian.cases.queries import (
    case_of,
    forget_further,
    further_of,
    parties_beside,
    standing_evidence,
)
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.db.prepared import prepared_any
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.common.text import first_few
from gongjian.documents.models import Document
from gongjian.documents.services import make
from gongjian.matters.limits import carry_over
from gongjian.matters.models import Matter, Todo
from gongjian.matters.queries import open_pauses
from gongjian.parties.choices import PartyKind
from gongjian.parties.services import register

from . import naming_party
from .beside import note_minor
from .entering import mark_at_entry
from .naming_party import PARTY_FIELDS, party_of
from .people import certified, no_handler
from .running_anew import evidence_from, known_of, matter_beside, open_beside

ORDINARY = "penalty-ordinary"
DECISION_LIMIT = "decision-limit"
TAKE_UP = "接办分出的案件"


@dataclass(frozen=True, kw_only=True)
class AddParty:
    role: str = fields.choice("在案件中的地位", PartyRole.choices)
    reason: str = fields.text("列为当事人的事实和理由", max_length=1000)
    party_kind: str = fields.choice("当事人类型", PartyKind.choices)
    party_name: str = fields.line("当事人名称或者姓名")
    uscc: str = naming_party.uscc()
    legal_representative: str = naming_party.representative()
    id_number: str = naming_party.id_number()
    address: str = fields.line("住所（住址）", required=False, secret=True)
    phone: str = fields.line("联系电话", max_length=30, required=False, secret=True)


@act("cases.add_party", title="增加当事人")
def add_party(*, act: Act, cmd: AddParty) -> FurtherParty:
    """Enter a further party of the case: it gets a decision of its own, or none.

    Raises:
        InvalidInput: the codes are wrong, or it is a party of this case already.

    Source: 行政处罚法 第四十条、第五十四条第一款.
    """
    case = case_of(act.matter)
    party = register(act, party_of(cmd), names=PARTY_FIELDS)
    known = case.further_parties.exclude(state=FurtherState.RELEASED)
    if party.pk == case.party_id or known.filter(party=party).exists():
        raise InvalidInput({"party_name": f"{party.name}已经是本案当事人，不用再增加"})
    row = FurtherParty(
        case=case,
        party=party,
        role=cmd.role,
        reason=cmd.reason,
        added_by_id=act.officer,
        added_at=act.now,
    )
    act.write(row)
    forget_further(case)
    return row


add_party.requires(certified)


@dataclass(frozen=True)
class ReleaseParty:
    party: UUID = fields.ref("当事人", of="cases.further_party")
    reason: str = fields.text("不再列为当事人的理由", max_length=1000)


@act("cases.release_party", title="不再列为当事人", final=True)
def release_party(*, act: Act, cmd: ReleaseParty) -> FurtherParty:
    """Let a further party go: the facts do not make it one. What was found stays in the file.

    No paper goes to it: nothing was decided on it, and no rule we know sets a form for it (解除拘留
    证明书 is the house of detention's). What was seized of it is released by a paper of its own.

    Raises:
        NotFound: it is no further party of this case.
    """
    return _left(act, _beside(act.matter, cmd.party), FurtherState.RELEASED, cmd.reason)


@dataclass(frozen=True)
class SplitCase:
    party: UUID = fields.ref("另案处理的当事人", of="cases.further_party")
    reason: str = fields.text("分案的理由", max_length=1000)


@act("cases.split_case", title="分案处理", final=True)
def split_case(*, act: Act, cmd: SplitCase) -> Matter:
    """Open a case of its own for a further party, under the clue and the filing of this one.

    The limit for the decision keeps its start, its extensions and what did not count of it. File
    and evidence follow when the handlers take the new case up.

    Raises:
        NotFound: it is no further party of this case.

    Source: 行政处罚法 第四十条、第四十四条、第六十条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    row = _beside(matter, cmd.party)
    new = open_beside(act, matter, matter_beside(matter, row.party.name, ORDINARY))
    own = _own_case(case, new, row)
    act.write(own)
    note_minor(act, own)
    carry_over(act, DECISION_LIMIT, matter, new)
    Todo.objects.filter(matter=new, role="handler").update(step=TAKE_UP)
    act.matter = matter
    act.write(CaseLink(kind="split", source=case, target=own, reasons=cmd.reason, at=act.now))
    _left(act, row, FurtherState.SPLIT, cmd.reason, own)
    return new


def _own_case(case: Case, new: Matter, row: FurtherParty) -> Case:
    return Case(matter=new, party=row.party, split_from=case, **known_of(case))


def _left(
    act: Act, row: FurtherParty, state: FurtherState, reason: str, own: Case | None = None
) -> FurtherParty:
    row.state, row.left_reason, row.left_on = state, reason, act.today
    row.left_by_id, row.own_case = act.officer, own
    act.write(row)
    forget_further(row.case)
    return row


def _beside(matter: Matter, uid: UUID) -> FurtherParty:
    case = case_of(matter)
    row = parties_beside(case).filter(uid=uid).first()
    if row is None:
        raise NotFound("本案没有这名待处理的其他当事人，请从列表中选择")
    row.case = case
    return row


@release_party.requires
@split_case.requires
def _somebody_beside(actor: Actor, matter: Matter, clock: Clock) -> str:
    beside = any(row.state == FurtherState.BESIDE for row in further_of(case_of(matter)))
    return "" if beside else "本案没有待处理的其他当事人"


@split_case.requires
def _file_to_hand_on(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that there is something to go on from, and that the limit runs."""
    if any(pause.code == DECISION_LIMIT for pause in open_pauses(matter)):
        return "办案期限正在中止，恢复以后才能分案"
    if not _inspected(case_of(matter)):
        return "还没有现场检查笔录，查明基本事实以后才能分案"
    return ""


@prepared_any
def _inspected(case: Case) -> QuerySet[Inspection]:
    return Inspection.objects.filter(case=case)


release_party.requires(no_handler)
split_case.requires(no_handler)


@split_case.requires
def _in_time_for_others(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that the filing, which counts for the split case as well, was within the limitation.

    Source: 行政处罚法 第二十七条第一款、第三十六条.
    """
    case = case_of(matter)
    until, filed = case.limitation_until, case.filed_on
    if case.act_goes_on or filed is None or (until is not None and until >= filed):
        return ""
    return (
        "本案立案时已超过追责时效，只有司法机关交回的当事人不受影响；"
        "其他当事人不能分案处理，请办理“不再列为当事人”并写明理由"
    )


def nobody_beside(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that no further party is left in the case, to be decided on unheard.

    Source: 行政处罚法 第四十四条、第四十五条、第六十二条.
    """
    further = further_of(case_of(matter))
    names = first_few([f.party.name for f in further if f.state == FurtherState.BESIDE])
    return f"其他当事人（{names}）还没有分案处理，也没有决定不再列为当事人" if names else ""


@dataclass(frozen=True)
class TakeUpSplit:
    plan: str = fields.text("接办意见", max_length=1000, help="对本当事人还要查明什么")


@act("cases.take_up_split", title="接办分出的案件")
def take_up_split(*, act: Act, cmd: TakeUpSplit) -> Matter:
    """Go on for this party from the file of the first case; its filing counts for this one.

    Source: 行政处罚法 第四十条、第五十四条、第六十条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    first = case.split_from
    if first is None or first.filed_on is None:
        raise RuleBroken("本案不是从已经立案的案件分出的")
    for old in first.inspections.select_related("document").order_by("id"):
        act.write(_inspection(act, case, old))
    for piece in standing_evidence(first):
        act.write(evidence_from(piece, case))
    matter.filed_on = case.filed_on = first.filed_on
    act.write(case)
    mark_at_entry(act, case)
    act.start_limit(DECISION_LIMIT, first.filed_on)
    return matter


take_up_split.requires(certified)


def _inspection(act: Act, case: Case, old: Inspection) -> Inspection:
    """Copy an inspection with its record; the copy says where the original lies."""
    assert case.split_from is not None
    told = {**_told(old.document), "copied_from": _file_of(case.split_from)}
    kept = {f.attname: getattr(old, f.attname) for f in Inspection._meta.concrete_fields}
    own = {"id", "uid", "case_id", "document_id"}
    copied = {name: value for name, value in kept.items() if name not in own}
    return Inspection(case=case, document=make(act, "inspection-record", told), **copied)


def _told(paper: Document) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(paper.data)["fields"]
    return values


def _file_of(first: Case) -> str:
    matter = first.matter
    filed: date | None = first.filed_on
    on = f"（{filed.isoformat()}立案）" if filed else ""
    return f"{matter.party_name}{first.cause}案{matter.number}{on}"
