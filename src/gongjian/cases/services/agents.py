"""Agents of the party: registered with their letter, acting within it, ended (委托代理人)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongjian.cases.agents import agents_on, forget_agents
from gongjian.cases.choices import AgentAuthority, AgentTask
from gongjian.cases.models import Agent, Case, QueryCode
from gongjian.cases.papers import details
from gongjian.cases.queries import case_of
from gongjian.common import fields
from gongjian.common.acts import Act, Actor, act
from gongjian.common.clock import Clock
from gongjian.common.errors import InvalidInput, NotFound
from gongjian.documents.services import make
from gongjian.matters.models import Matter

from .people import certified

LETTER = "power-of-attorney"


@dataclass(frozen=True, kw_only=True)
class RegisterAgent:
    name: str = fields.line("受委托人姓名", max_length=100)
    id_number: str = fields.line(
        "证件种类和号码", max_length=100, secret=True, help="身份证件或者律师执业证"
    )
    unit: str = fields.line("工作单位", required=False, help="律师写律师事务所")
    phone: str = fields.line("联系电话", max_length=30, secret=True)
    may_state: bool = fields.check(AgentTask.STATE.label)
    may_attend: bool = fields.check(AgentTask.HEARING.label)
    may_receive: bool = fields.check(AgentTask.RECEIVE.label)
    authority: str = fields.choice("委托权限", AgentAuthority.choices)
    special: str = fields.only_for(
        "authority",
        (AgentAuthority.SPECIAL,),
        fields.text(
            "特别授权的内容",
            max_length=1000,
            required=False,
            help="承认违法事实、放弃陈述申辩或者听证等，须特别授权并逐项写明",
        ),
        needed="特别授权的必填",
    )
    signed_on: date = fields.day("授权委托书的日期")
    valid_to: date | None = fields.day(
        "委托期限至", required=False, future=True, help="不填的，至本案办结"
    )


@act("cases.register_agent", title="收取授权委托书")
def register_agent(*, act: Act, cmd: RegisterAgent) -> Agent:
    """Take the letter of authority of an agent; nobody acts for the party without one.

    Raises:
        InvalidInput: no task; a special authority that says nothing; it ended before it began.

    Source: 行政处罚法 第四十五条、第六十四条第五项; 民法典 第一百六十五条.
    """
    problems: dict[str, str] = {}
    if not (cmd.may_state or cmd.may_attend or cmd.may_receive):
        problems["may_state"] = "请至少选择一项委托事项"
    if cmd.authority == AgentAuthority.SPECIAL and not cmd.special:
        problems["special"] = "特别授权的，请逐项写明内容"
    if cmd.valid_to and cmd.valid_to < cmd.signed_on:
        problems["valid_to"] = "委托期限早于授权委托书的日期，请核对"
    if problems:
        raise InvalidInput(problems)
    case = case_of(act.matter)
    special = cmd.special if cmd.authority == AgentAuthority.SPECIAL else ""
    agent = Agent(
        case=case,
        letter=make(act, LETTER, _letter(case, cmd, special)),
        name=cmd.name,
        id_number=cmd.id_number,
        unit=cmd.unit,
        phone=cmd.phone,
        authority=cmd.authority,
        special=special,
        may_state=cmd.may_state,
        may_attend=cmd.may_attend,
        may_receive=cmd.may_receive,
        signed_on=cmd.signed_on,
        valid_to=cmd.valid_to,
    )
    act.write(agent)
    forget_agents(case)
    return agent


register_agent.requires(certified)


def _letter(case: Case, cmd: RegisterAgent, special: str) -> dict[str, object]:
    """授权委托书. Source: 行政处罚法 第六十四条第五项."""
    asked = {
        AgentTask.STATE: cmd.may_state,
        AgentTask.HEARING: cmd.may_attend,
        AgentTask.RECEIVE: cmd.may_receive,
    }
    return {
        "party_name": case.party.name,
        "party_details": details(case.party),
        "agent": cmd.name,
        "agent_id": cmd.id_number,
        "agent_unit": cmd.unit,
        "agent_phone": cmd.phone,
        "cause": case.cause,
        "scope": [task.label for task, given in asked.items() if given],
        "authority": AgentAuthority(cmd.authority).label,
        "special": special,
        "valid_to": cmd.valid_to.isoformat() if cmd.valid_to else "至本案办结",
        "signed_on": cmd.signed_on,
    }


@dataclass(frozen=True)
class EndAgency:
    agent: UUID = fields.ref("委托代理人", of="cases.agent")
    reason: str = fields.text(
        "终止的情况", max_length=1000, help="解除、辞去委托，或者代理人死亡等"
    )


@act("cases.end_agency", title="终止委托代理", final=True)
def end_agency(*, act: Act, cmd: EndAgency) -> Agent:
    """Note that an agent acts no more; the code it was given opens nothing from now on.

    Raises:
        NotFound: no agent of this case acts under that name.

    Source: 民法典 第一百七十三条.
    """
    case = case_of(act.matter)
    agent = _named(case, cmd.agent, act.today)
    if agent is None:
        raise NotFound("本案没有这名正在代理的人，请从列表中选择")
    agent.ended_on, agent.ended_reason = act.today, cmd.reason
    act.write(agent)
    forget_agents(case)
    for code in QueryCode.objects.filter(agent=agent, ended_at__isnull=True):
        code.ended_at = act.now
        act.write(code)
    return agent


end_agency.requires(certified)


@end_agency.requires
def _somebody_acts(actor: Actor, matter: Matter, clock: Clock) -> str:
    return "" if agents_on(case_of(matter), clock.today()) else "本案没有正在代理的委托代理人"


def _named(case: Case, uid: UUID, on: date) -> Agent | None:
    return next((a for a in agents_on(case, on) if a.uid == uid), None)


def acting(
    case: Case, uid: UUID | None, task: AgentTask, on: date, *, waives: bool = False
) -> Agent | None:
    """Return the agent chosen to act for the party on a day; None where none is chosen.

    Raises:
        InvalidInput: no letter of authority covers this, at the field `agent`.

    Source: 行政处罚法 第六十四条第五项; 民法典 第一百六十二条、第一百六十五条.
    """
    if uid is None:
        return None
    agent = _named(case, uid, on)
    if agent is None:
        raise InvalidInput({"agent": "所选的人当日没有代理本案，请先办理“收取授权委托书”"})
    if not may(agent, task):
        raise InvalidInput({"agent": f"{agent.name}的授权委托书没有写明“{task.label}”"})
    if waives and agent.authority != AgentAuthority.SPECIAL:
        told = f"{agent.name}没有特别授权，不能代当事人放弃权利；请由当事人本人表示"
        raise InvalidInput({"agent": told})
    return agent


def all_acting(case: Case, uids: Iterable[UUID], on: date) -> list[Agent]:
    """Return the agents chosen to take part in a hearing.

    Raises:
        InvalidInput: no letter of authority covers one of them, at the field `agents`.
    """
    try:
        found = [acting(case, uid, AgentTask.HEARING, on) for uid in dict.fromkeys(uids)]
    except InvalidInput as error:
        raise InvalidInput({"agents": error.fields["agent"]}) from None
    return [agent for agent in found if agent is not None]


def may(agent: Agent, task: AgentTask) -> bool:
    """Tell whether a letter of authority names a task."""
    named = {
        AgentTask.STATE: agent.may_state,
        AgentTask.HEARING: agent.may_attend,
        AgentTask.RECEIVE: agent.may_receive,
    }
    return named[task]
