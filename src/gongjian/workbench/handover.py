"""Passing a whole desk on: who leaves, who goes on, what would move and what could not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gongjian.cases.services import TakenBy, TransferDesk, transfer_desk
from gongjian.cases.services.succession import Line, planned
from gongjian.common import acts
from gongjian.common.acts import Actor
from gongjian.common.clock import Clock
from gongjian.matters.models import Matter
from gongjian.orgs.models import Officer
from gongjian.orgs.queries import serving_officers
from gongjian.ui.options import choices

PREFIX = "to-"


def may_transfer(actor: Actor) -> bool:
    """Tell whether this person approves that a desk is passed on."""
    return acts.may(actor, transfer_desk)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked: whose desk, to whom, the exceptions, and what it comes to."""

    leaving: Officer
    successor: Officer
    others: Mapping[UUID, Officer]
    lines: Sequence[Line]

    @property
    def wrong(self) -> int:
        """How many lines cannot be passed on as planned."""
        return sum(bool(line.problem) for line in self.lines)

    def command(self, reason: str) -> TransferDesk:
        """Return the command that does what the plan shows."""
        others = tuple(TakenBy(matter, to.uid) for matter, to in self.others.items())
        return TransferDesk(self.leaving.uid, self.successor.uid, reason, others)


def plan_of(actor: Actor, typed: Mapping[str, Any], clock: Clock) -> Plan | None:
    """Return the plan that a form asks for; None as long as it names no two persons in reach."""
    owners = {uid for uid, _ in choices("cases.desk_owner", actor, None)}
    colleagues = {str(o.uid): o for o in people_of(actor, clock)}
    successor = colleagues.get(str(typed.get("successor", "")))
    if str(typed.get("leaving", "")) not in owners or successor is None:
        return None
    leaving = Officer.objects.select_related("agency", "unit").get(uid=typed["leaving"])
    if leaving.pk == successor.pk:
        return None
    others = {
        UUID(name.removeprefix(PREFIX)): colleagues[uid]
        for name, uid in typed.items()
        if name.startswith(PREFIX) and uid in colleagues and uid != str(successor.uid)
    }
    lines = planned(actor, leaving, successor, others, clock.today())
    known = {line.matter.uid for line in lines}
    return Plan(leaving, successor, {m: o for m, o in others.items() if m in known}, lines)


def people_of(actor: Actor, clock: Clock) -> list[Officer]:
    """Return who may go on with a desk: the serving officers of the agency but the approver."""
    if actor.agency is None:
        return []
    found = serving_officers(actor.agency, clock.today()).exclude(pk=actor.officer or 0)
    return list(found.select_related("unit"))


def field_of(matter: Matter) -> str:
    """Return the form's name of the choice who goes on with one case."""
    return f"{PREFIX}{matter.uid}"
