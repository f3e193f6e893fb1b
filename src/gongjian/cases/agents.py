"""Who acts for the party of a case on a day (委托代理人)."""

from datetime import date

from django.db.models import QuerySet

from gongjian.common.acts import Actor
from gongjian.common.db.prepared import prepared

from .models import Agent, Case, QueryCode


def agents_on(case: Case, on: date) -> list[Agent]:
    """Return the agents whose letter holds on a day, oldest first; one query for a case object."""
    known: list[Agent] | None = case.__dict__.get("_agents")
    if known is None:
        known = case.__dict__["_agents"] = _agents(case)
    return [agent for agent in known if agent.acts_on(on)]


@prepared
def _agents(case: Case) -> QuerySet[Agent]:
    return Agent.objects.filter(case=case)


def forget_agents(case: Case) -> None:
    """Read the agents of a case anew: one came or went just now."""
    case.__dict__.pop("_agents", None)


def agent_behind(actor: Actor) -> Agent | None:
    """Return the agent who came by a code of his own; None for everybody else."""
    if actor.by_code is None:
        return None
    code = QueryCode.objects.select_related("agent").get(pk=actor.by_code)
    return code.agent


def lines_of(agents: list[Agent]) -> list[dict[str, str]]:
    """Return the lines by which a paper names agents."""
    return [
        {"label": "委托代理人", "text": "，".join(filter(None, (a.name, a.unit, _authority(a))))}
        for a in agents
    ]


def _authority(agent: Agent) -> str:
    return str(agent.get_authority_display())
