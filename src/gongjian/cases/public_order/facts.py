"""The facts of a 治安 case, beside those of every penalty case; read anew in every act."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongjian.cases.beside import assistance_facts
from gongjian.cases.facts import penalty_facts
from gongjian.cases.models import Case, Draft
from gongjian.cases.queries import case_of, decision_of, latest_draft
from gongjian.common.clock import Clock
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter

from .choices import SuspensionState
from .models import DetentionExecution, DetentionSuspension, Offender
from .queries import (
    PROCESS,
    detention_of,
    known_minor,
    latest_offender,
    open_suspension,
    other_evidence,
    power_of,
    punishable_from,
    unsupported_in,
    victims_without_copy,
)
from .rules import STATION_DECIDES
from .supporting import Proposed


def facts_of_case(matter: Matter, clock: Clock) -> Mapping[str, Any]:
    """Return the facts of a penalty case, by the procedure under which it runs."""
    facts = penalty_facts(matter, clock)
    if process_of(matter).code != PROCESS:
        return facts
    return {**facts, **_person(matter, clock), **_execution(case_of(matter))}


def _person(matter: Matter, clock: Clock) -> Mapping[str, Any]:
    case = case_of(matter)
    offender, draft = latest_offender(case), latest_draft(case)
    natural, today = case.party.natural, clock.today()
    minor = natural and known_minor(case, offender, today)
    old_enough = offender is None or offender.age >= punishable_from(matter, today)
    return {
        "person_known": not natural or offender is not None,
        **assistance_facts(case, today, minor=minor),
        "victims_known": "investigating" not in matter.marking or case.victims.exists(),
        "punishable_age": not natural or old_enough,
        "more_than_own_statement": other_evidence(case) > 0,
        "grounds_stand": draft is None or not _unsupported(case, draft, offender, today),
        "within_station_power": draft is not None
        and bool(draft.items)
        and power_of(matter, case, draft).value == STATION_DECIDES,
    }


def _unsupported(case: Case, draft: Draft, offender: Offender | None, on: date) -> bool:
    proposed = Proposed(draft.grounds, draft.no_penalty_ground, draft.discretion)
    return bool(unsupported_in(case, proposed, offender, on))


def _execution(case: Case) -> Mapping[str, Any]:
    decision = decision_of(case)
    order = detention_of(decision)
    asked = open_suspension(order) if order else None
    return {
        "detention_executable": order is not None and order.executable,
        "detention_settled": order is None
        or not order.executable
        or DetentionExecution.objects.filter(order=order).exists()
        or DetentionSuspension.objects.filter(order=order, state=SuspensionState.REVOKED).exists(),
        "suspension_asked": asked is not None and asked.state == SuspensionState.ASKED,
        "detention_suspended": asked is not None and asked.state == SuspensionState.GRANTED,
        "victims_served": not victims_without_copy(case).exists(),
    }
