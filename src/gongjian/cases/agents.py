"""Who acts for the party of a case on a day (委托代理人)."""

from datetime import date

from gongjian.common.acts import Actor

from .models import Agent, Case, QueryCode


def agents_on(case: Case, on: date) -> list[Agent]:
    """Return the agents whose letter of authority holds on a day, oldest first; one query."""
    return [agent for agent in Agent.objects.filter(case=case) if agent.acts_on(on)]


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
