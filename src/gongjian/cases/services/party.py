"""What the party does itself, with its code and no account, and how it is answered."""

import hmac
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gongjian.cases.agents import agent_behind, agents_on
from gongjian.cases.choices import AgentTask, CodeHolder, FilingKind
from gongjian.cases.models import Agent, PartyFiling, QueryCode
from gongjian.cases.public_order.models import Victim
from gongjian.cases.queries import (
    any_unheard,
    case_number,
    case_of,
    latest_notice,
    waiting_filings,
)
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.crypto import blind_index
from gongjian.common.db.prepared import prepared
from gongjian.common.errors import InvalidInput
from gongjian.matters.definitions import process_of
from gongjian.matters.limits import running_of
from gongjian.matters.models import Matter
from gongjian.matters.services import renew_inbox
from gongjian.orgs.authority import PARTY

from .people import certified

# Nothing that reads like something else: no 0, 1, I, L, O, U.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
VICTIM = "victim"
DOOR = "desk"
STATE = "cases.record_statement"
# The police answer an application for recusal within a time; elsewhere the law sets none.
RECUSAL_LIMIT = "police.recusal"
ANSWER_RECUSAL = "决定并答复回避申请"


def new_code() -> str:
    """Return a code that nobody can guess: twelve signs, about 59 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def hash_of(code: str) -> str:
    """Return the keyed hash of a code, however it was typed (blanks, dashes, small letters)."""
    kept = "".join(sign for sign in code.upper() if sign in ALPHABET)
    return blind_index("query-code", kept) or blind_index("query-code", "-")


def same(code: QueryCode, hashed: str) -> bool:
    """Compare in a time that tells nothing."""
    return hmac.compare_digest(code.code_hash, hashed)


def grouped(code: str) -> str:
    """Return a code as it is printed: three groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def holder_of(code: QueryCode) -> Actor:
    """Return whom a code stands for, as who acts: this one case and no other right."""
    role = VICTIM if code.holder == CodeHolder.VICTIM else PARTY
    return Actor(
        name=code.name,
        roles=frozenset({role}),
        door=DOOR,
        own_matter=code.matter_id,
        by_code=code.pk,
    )


@dataclass(frozen=True)
class IssueQueryCode:
    holder: str = fields.choice("交给", CodeHolder.choices)
    victim: UUID | None = fields.ref(
        "被侵害人", of="cases.victim", required=False, help="交给被侵害人的，选择是哪一位"
    )
    agent: UUID | None = fields.ref(
        "委托代理人", of="cases.agent", required=False, help="交给代理人的，选择是哪一位"
    )


@act("cases.issue_query_code", title="发放案件查询码", step=False)
def issue_query_code(*, act: Act, cmd: IssueQueryCode) -> QueryCode:
    """Make the code for whom the case concerns; one issued before is worth nothing any more.

    The code itself is not kept: it stands on the returned row as `plain`, this once.

    Raises:
        InvalidInput: no victim or agent of this case was chosen where one must be.

    Source: HN7; KM2.1.2(3); XM4.1.5; 治安管理处罚法 第一百一十六条第二款.
    """
    matter: Matter = act.matter
    victim, agent = _victim(matter, cmd), _agent(act, cmd)
    standing = QueryCode.objects.filter(
        matter=matter, holder=cmd.holder, victim=victim, agent=agent
    )
    for old in standing.filter(ended_at__isnull=True):
        old.ended_at = act.now
        act.write(old)
    plain = new_code()
    code = QueryCode(
        matter=matter,
        holder=cmd.holder,
        victim=victim,
        agent=agent,
        name=next((who.name for who in (victim, agent) if who), matter.party_name),
        number=case_number(matter),
        code_hash=hash_of(plain),
        issued_by_id=act.officer,
        issued_at=act.now,
    )
    act.write(code)
    code.__dict__["plain"] = plain
    return code


issue_query_code.requires(certified)


@issue_query_code.requires
def _may_be_followed(actor: Actor, matter: Matter, clock: Clock) -> str:
    if case_of(matter).state_secret:
        return "案件涉及国家秘密或者工作秘密，不开通网上查询"
    return "" if case_number(matter) else "案件还没有编号，立案后才能发放查询码"


@issue_query_code.prefilled
def _to_the_party(actor: Actor, matter: Matter) -> Mapping[str, Any]:
    return {"holder": CodeHolder.PARTY.value}


def _victim(matter: Matter, cmd: IssueQueryCode) -> Victim | None:
    if cmd.holder != CodeHolder.VICTIM:
        return None
    known = Victim.objects.filter(case__matter=matter)
    found = known.filter(uid=cmd.victim).first() if cmd.victim else None
    if found is None:
        raise InvalidInput({"victim": "请选择本案登记的被侵害人"})
    return found


def _agent(act: Act, cmd: IssueQueryCode) -> Agent | None:
    if cmd.holder != CodeHolder.AGENT:
        return None
    acting = agents_on(case_of(act.matter), act.today)
    found = next((agent for agent in acting if agent.uid == cmd.agent), None)
    if found is None:
        raise InvalidInput({"agent": "请选择本案正在代理的委托代理人"})
    return found


def covered(actor: Actor, task: AgentTask, clock: Clock) -> str:
    """Ask that an agent who came by a code was given this task, and still acts."""
    agent = agent_behind(actor)
    if agent is None:
        return ""
    if not agent.acts_on(clock.today()):
        return "您的委托期限已满，不能再代为办理；请由当事人重新委托或者自行办理"
    named = {AgentTask.STATE: agent.may_state, AgentTask.HEARING: agent.may_attend}
    if named.get(task, False):
        return ""
    return f"您的授权委托书没有写明“{task.label}”，请由当事人自行办理或者补充授权"


def receipt_for(
    act: Act, kind: FilingKind, content: str, *, due_on: date | None = None, officer: Any = None
) -> PartyFiling:
    """Keep what the party handed in in the running act, with the number of its receipt."""
    code = QueryCode.objects.get(pk=act.actor.by_code or 0, matter=act.matter)
    filing = PartyFiling(
        matter=act.matter,
        code=code,
        kind=kind,
        officer=officer,
        content=content,
        receipt=f"{act.today:%Y%m%d}-{secrets.randbelow(10**8):08d}",
        given_at=act.now,
        given_on=act.today,
        due_on=due_on,
    )
    act.write(filing)
    return filing


@dataclass(frozen=True)
class SubmitStatement:
    content: str = fields.text(
        "陈述、申辩的内容",
        max_length=5000,
        help="写明您对拟作出的处罚有什么意见、事实和理由；有证据的，写明是什么、怎样交来",
    )


@act("cases.submit_statement", title="提交陈述申辩", step=False)
def submit_statement(*, act: Act, cmd: SubmitStatement) -> PartyFiling:
    """Take the party's own statement; nothing goes on before an officer has checked it.

    Source: 行政处罚法 第四十五条第一款.
    """
    newest = act.matter.deadlines.filter(code="statement-limit").order_by("-id").first()
    due_on = newest.due_on if newest else None
    filing = receipt_for(act, FilingKind.STATEMENT, cmd.content, due_on=due_on)
    renew_inbox(act)
    return filing


@submit_statement.requires
def _can_be_heard(actor: Actor, matter: Matter, clock: Clock) -> str:
    notice = latest_notice(case_of(matter))
    step = process_of(matter).acts().get(STATE)
    if notice is None or notice.served_on is None or step is None:
        return "告知书还没有送达，现在不能提交陈述申辩"
    if step.preset_in(frozenset(matter.marking)) is None:
        return "案件已进入下一环节，不能再在这里提交陈述申辩；有新的意见，请联系承办人员"
    return covered(actor, AgentTask.STATE, clock)


def answered(act: Act, filing: PartyFiling, words: str, *, granted: bool | None = None) -> None:
    """Note in the running act what was answered to something the party handed in."""
    filing.answered_at = act.now
    filing.answered_by_id = act.officer
    filing.answer = words
    filing.granted = granted
    act.write(filing)


def all_heard(actor: Actor, matter: Matter, clock: Clock) -> str:
    """Ask that everything the party handed in by itself was checked.

    Source: 行政处罚法 第四十五条（应当充分听取当事人的意见）.
    """
    if any_unheard(matter):
        return "当事人通过查询页面提交的陈述申辩还没有复核，请先办理“记录陈述申辩”"
    return ""


def recusal_limited(matter: Matter) -> bool:
    """Tell whether the time runs in which an application for recusal is answered."""
    return any(one.code == RECUSAL_LIMIT for one in running_of(matter))


def waits(matter: Matter) -> Iterator[tuple[str, str, date]]:
    """Yield for whom what the party handed in waits; one query."""
    names = {
        FilingKind.STATEMENT.value: ("handler", "复核当事人提交的陈述申辩"),
        FilingKind.RECUSAL.value: ("agency_head", ANSWER_RECUSAL),
        FilingKind.GOODS.value: ("handler", "答复当事人退还财物的要求"),
    }
    room = "archivist" if matter.closed_at else "handler"
    names[FilingKind.READING.value] = (room, "办理当事人查阅案卷的申请")
    for kind, given_on in _waiting(matter):
        if kind == FilingKind.RECUSAL and recusal_limited(matter):
            continue  # its limit stands in the inbox
        if kind in names:
            role, name = names[kind]
            yield role, name, given_on


@prepared
def _waiting(matter: Matter) -> QuerySet[PartyFiling, tuple[str, date]]:
    return waiting_filings(matter).values_list("kind", "given_on")
