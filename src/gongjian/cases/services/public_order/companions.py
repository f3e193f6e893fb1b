"""Several offenders of one event, each in a case of his own (同案)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gongjian.cases.choices import EvidenceKind
from gongjian.cases.companions import Lacking, knows_companions, lacking
from gongjian.cases.models import Case, CaseLink, Companion, Evidence, SharedMaterial
from gongjian.cases.one_event import companions_of, event_of
from gongjian.cases.papers_companions import record_copy
from gongjian.cases.public_order.models import PublicOrderFiling, Victim
from gongjian.cases.queries import case_of
from gongjian.cases.services import naming_party
from gongjian.cases.services.beside import note_minor
from gongjian.cases.services.filing import PUBLIC_ORDER
from gongjian.cases.services.naming_party import PARTY_FIELDS, party_of
from gongjian.cases.services.people import certified
from gongjian.cases.services.public_order.filing import FilePublicOrder, entered
from gongjian.cases.services.running_anew import evidence_from, known_of, matter_beside, open_beside
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound, RuleBroken
from gongjian.common.events import publish
from gongjian.documents.services import make
from gongjian.matters.events import ActDone
from gongjian.matters.limits import carry_over
from gongjian.matters.models import Matter
from gongjian.matters.queries import visible_matters
from gongjian.matters.services import take_step
from gongjian.parties.choices import PartyKind
from gongjian.parties.models import Party
from gongjian.parties.services import register

DECISION_LIMIT = "decision-limit"
COPY = "companion-record-copy"
ONLY_POLICE = "只有治安案件普通程序可以为同案违法行为人立案"


@dataclass(frozen=True, kw_only=True)
class OpenCompanion:
    party_kind: str = fields.choice("当事人类型", PartyKind.choices)
    party_name: str = fields.line("姓名或者名称")
    id_number: str = naming_party.id_number("尚未查明的可以留空，查明以后再登记")
    address: str = fields.line("住址", required=False, secret=True)
    phone: str = fields.line("联系电话", max_length=30, required=False, secret=True)
    conduct: str = fields.text(
        "本人涉嫌的行为",
        max_length=1000,
        help="只写这个人做了什么；案件来源、简要案情、条款和承办民警与本案相同，不用再填",
        source="治安管理处罚法 第十七条",
    )
    victims: tuple[str, ...] = fields.code(
        "受其侵害的人",
        of="cases.victim",
        many=True,
        required=False,
        help="从本案登记的被侵害人中选择；相互殴打的，不选本人",
    )
    uscc: str = naming_party.uscc()
    legal_representative: str = naming_party.representative("法定代表人或者负责人")


@act("cases.open_companion", title="为同案违法行为人立案", step=False, final=True)
def open_companion(*, act: Act, cmd: OpenCompanion) -> Matter:
    """Open and file a case for one more offender of the event, on the report of this one.

    The evidence that stands goes along, with the copies of the records. The limit for the decision
    counts from the filing of the event, with the extensions it has; from then on it is a clock of
    its own.

    Raises:
        InvalidInput: this person has a running case in the event; the codes are wrong; no such
            victim.

    Source: 治安管理处罚法 第十七条、第九十条、第一百一十八条.
    """
    matter: Matter = act.matter
    case = case_of(matter)
    first = _first(case)
    filing = PublicOrderFiling.objects.select_related("form").get(case=first)
    victims = _victims(case, cmd.victims)
    party = register(act, party_of(cmd), names=PARTY_FIELDS)
    _refuse_twice(case, party)
    new = open_beside(act, matter, matter_beside(matter, party.name, PUBLIC_ORDER))
    own = Case(matter=new, party=party, **known_of(case))
    act.write(own)
    row = Companion(
        case=own,
        first=first,
        conduct=cmd.conduct,
        opened_by_id=act.officer,
        opened_at=act.now,
    )
    act.write(row)
    note_minor(act, own)
    entered(act, own, filing.reported_at, _told(filing, party, cmd.conduct), on=_filed_on(first))
    act.write(*(Victim(case=own, name=v.name, minor=v.minor, harm=v.harm) for v in victims))
    carry_over(act, DECISION_LIMIT, matter, new)
    act.start_limit(DECISION_LIMIT, _filed_on(first))
    take_step(act, "file_case")
    given = _shared(act, own, lacking(own, _in_reach(act.actor, own)))
    publish(act, ActDone(new, moved=True))
    act.matter = matter
    said = f"同案违法行为人{party.name}另立案件：{cmd.conduct}"
    act.write(CaseLink(kind="event", source=case, target=own, reasons=said, at=act.now))
    _note(act, given)
    return new


open_companion.requires(certified)


@open_companion.requires
def _running(actor: Actor, matter: Matter, clock: Clock) -> str:
    if not knows_companions(matter):
        return ONLY_POLICE
    if matter.closed_at is not None:
        return "案件已经办结，不能再由本案为同案违法行为人立案；请由线索另行建立案件"
    first = _first(case_of(matter))
    if first.filed_on is None or not PublicOrderFiling.objects.filter(case=first).exists():
        return "案件受案立案以后，才能为同案违法行为人立案"
    return ""


@open_companion.prefilled
def _same(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    known = Victim.objects.filter(case=case_of(matter)).order_by("id")
    return {
        "party_kind": PartyKind.NATURAL,
        "victims": tuple(str(uid) for uid in known.values_list("uid", flat=True)),
    }


def _first(case: Case) -> Case:
    """Return the case under which the event was received: this one where it stands alone."""
    row = Companion.objects.filter(case=case).select_related("first__matter").first()
    return row.first if row else case


def _filed_on(first: Case) -> date:
    if first.filed_on is None:
        raise RuleBroken("案件受案立案以后，才能为同案违法行为人立案")
    return first.filed_on


def _refuse_twice(case: Case, party: Party) -> None:
    """Ask that no person has two running cases in one event, under any door.

    Raises:
        InvalidInput: he has one, or a namesake of whom no number tells that he is another.
    """
    first = _first(case)
    Case.objects.select_for_update().get(pk=first.pk)
    running = [c for c in event_of(case) or [case] if c.matter.closed_at is None]
    for one in running:
        if one.party_id == party.pk:
            told = f"{party.name}在同案中已有在办的案件，不用再立案"
            raise InvalidInput({"party_name": told})
        unknown = not (one.party.id_index and party.id_index)
        if one.party.name == party.name and unknown and party.natural:
            told = f"同案中已有名为{party.name}的人；确实是另一人的，请填写两人的公民身份号码"
            raise InvalidInput({"party_name": told})


def _victims(case: Case, chosen: Iterable[str]) -> list[Victim]:
    known = {str(v.uid): v for v in Victim.objects.filter(case=case).order_by("id")}
    if set(chosen) - set(known):
        raise InvalidInput({"victims": "请选择本案登记的被侵害人"})
    return [known[uid] for uid in chosen]


def _told(filing: PublicOrderFiling, party: Party, conduct: str) -> FilePublicOrder:
    """Return what the report of the event says, with what this person did."""
    told = json.loads(filing.form.data)["fields"]
    return FilePublicOrder(
        facts=f"{told['facts']}\n同案违法行为人{party.name}：{conduct}",
        basis=told["basis"],
        reported_by=filing.reported_by,
    )


@dataclass(frozen=True)
class TakeCompanionEvidence:
    case: UUID = fields.ref("从哪一个同案案件引用", of="cases.companion_with_evidence")


@act("cases.take_companion_evidence", title="引用同案证据", step=False)
def take_companion_evidence(*, act: Act, cmd: TakeCompanionEvidence) -> Case:
    """Take over what stands in another case of the event and is not in this one yet.

    Raises:
        NotFound: no such case, or it has nothing new.

    Source: 公安机关办理行政案件程序规定 第二十六条.
    """
    case = case_of(act.matter)
    found = [one for one in new_for(act.actor, case) if one.source.uid == cmd.case]
    if not found:
        raise NotFound("同案中没有这个案件，或者其证据都已引用。请从列表中选择")
    _note(act, _shared(act, case, found))
    return case


take_companion_evidence.requires(certified)


@take_companion_evidence.requires
def _something_new(actor: Actor, matter: Matter, clock: Clock) -> str:
    if not knows_companions(matter):
        return ONLY_POLICE
    if "investigating" not in matter.marking:
        return "调查终结以后不能再引用同案证据；需要补充的，先退回补充调查"
    return "" if new_for(actor, case_of(matter)) else "同案案件没有本案尚未引用的证据"


def new_for(actor: Actor, case: Case) -> list[Lacking]:
    """Return what other cases of the event hold that this person may see and take over."""
    others = _in_reach(actor, case)
    return lacking(case, others) if others else []


def _in_reach(actor: Actor, case: Case) -> list[Case]:
    others = companions_of(case)
    if not others:
        return []
    seen = visible_matters(actor).filter(pk__in=[one.matter_id for one in others])
    reach = set(seen.values_list("pk", flat=True))
    return [one for one in others if one.matter_id in reach]


def _note(act: Act, given: Iterable[SharedMaterial]) -> None:
    """Enter what was given in the stream of the case that gave it."""
    for row in given:
        act.write(row, stream=row.source.matter.stream)


def _shared(act: Act, case: Case, found: Iterable[Lacking]) -> list[SharedMaterial]:
    """Enter in a case what it lacks, and return what is to be noted where each was obtained."""
    given = []
    told = {"target": case, "shared_by_id": act.officer, "shared_at": act.now}
    for one in found:
        for piece in one.evidence:
            own = _as_held_by(case, piece)
            act.write(own)
            given.append(SharedMaterial(source=one.source, evidence=own, **told))
        for original in one.papers:
            paper = make(act, COPY, record_copy(act, one.source, original))
            given.append(SharedMaterial(source=one.source, original=original, paper=paper, **told))
    return given


def _as_held_by(case: Case, piece: Evidence) -> Evidence:
    """Return a piece for this case; what its own offender said elsewhere is his own statement."""
    own = evidence_from(piece, case)
    if piece.kind == EvidenceKind.TESTIMONY and piece.obtained_from == case.party.name:
        own.kind = EvidenceKind.PARTY_STATEMENT
    return own
