"""The facts of a 治安 case, beside those of every penalty case; read anew in every act."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from gongjian.cases.beside import assistance_facts
from gongjian.cases.facts import penalty_facts
from gongjian.cases.models import Case, Draft
from gongjian.cases.queries import case_of, decision_of, latest_draft
from gongjian.common.clock import Clock
from gongjian.matters.definitions import process_of
from gongjian.matters.models import Matter

from .choices import SuspensionState
from .fast import excluded, fast_of, fast_reviewed, unfit
from .models import DetentionSuspension, Offender
from .permitting import detention_barred, unpermitted, unreported
from .queries import (
    PROCESS,
    deposit_standing,
    foreigner_unreported,
    known_minor,
    latest_offender,
    official_unsettled,
    other_evidence,
    power_of,
    punishable_from,
    unsupported_in,
    victims_without_copy,
)
from .rules import STATION_DECIDES, detention_days
from .supporting import Proposed


def facts_of_case(matter: Matter, clock: Clock) -> Mapping[str, Any]:
    """Return the facts of a penalty case, by the procedure under which it runs."""
    facts = penalty_facts(matter, clock)
    if process_of(matter).code != PROCESS:
        return facts
    return {
        **facts,
        **_person(matter, clock),
        **_execution(case_of(matter), clock.today()),
    }


def _fast(
    case: Case, offender: Offender | None, draft: Draft | None, now: datetime
) -> Mapping[str, bool]:
    running = fast_of(case.matter, case)
    asked = running is None and "investigating" in case.matter.marking and offender is not None
    return {
        "fast_allowed": asked and not excluded(case, offender, draft, now),
        "fast_running": running is not None,
        "fast_fits": running is None or not unfit(running, offender, draft, now),
        "fast_reviewed": fast_reviewed(running, draft),
    }


def _person(matter: Matter, clock: Clock) -> Mapping[str, Any]:
    case = case_of(matter)
    offender, draft = latest_offender(case), latest_draft(case)
    natural, today = case.party.natural, clock.today()
    minor = natural and known_minor(case, offender, today)
    old_enough = offender is None or offender.age >= punishable_from(matter, today)
    return {
        **_fast(case, offender, draft, clock.now()),
        "person_known": not natural or offender is not None,
        **assistance_facts(case, today, minor=minor),
        "victims_known": "investigating" not in matter.marking or case.victims.exists(),
        "official_unsettled": official_unsettled(case, offender),
        **_deputy(case, offender, draft),
        "nationality_known": offender is None
        or not offender.foreigner
        or offender.nationality != "",
        "foreigner_unreported": foreigner_unreported(case, offender),
        "punishable_age": not natural or old_enough,
        "more_than_own_statement": other_evidence(case) > 0,
        "grounds_stand": draft is None or not _unsupported(case, draft, offender, today),
        "within_station_power": draft is not None
        and bool(draft.items)
        and power_of(matter, case, draft).value == STATION_DECIDES,
    }


def _deputy(case: Case, offender: Offender | None, draft: Draft | None) -> Mapping[str, bool]:
    detains = draft is not None and detention_days(draft.items) > 0
    return {
        "detention_permitted": not detains or not detention_barred(case, offender),
        "permit_awaited": detains and bool(unpermitted(case)),
        "deputy_unreported": detains and bool(unreported(case, decision_of(case))),
    }


def _unsupported(case: Case, draft: Draft, offender: Offender | None, on: date) -> bool:
    proposed = Proposed(draft.grounds, draft.no_penalty_ground, draft.discretion)
    return bool(unsupported_in(case, proposed, offender, on))


def _is(asked: DetentionSuspension | None, state: SuspensionState, *, leave: bool) -> bool:
    return asked is not None and asked.leave == leave and asked.state == state


def _execution(case: Case, today: date) -> Mapping[str, Any]:
    stands = deposit_standing(case)
    order, asked = stands.order, stands.open
    return {
        "detention_executable": order is not None and order.executable and not stands.fallen,
        "detention_settled": order is None
        or not order.executable
        or stands.fallen
        or stands.executed
        or stands.revoked,
        "guarantor_liable": stands.liable is not None,
        "deposit_due": stands.due,
        "guarantee_ready": stands.guaranteed,
        "deposit_forfeitable": stands.forfeitable is not None,
        "deposit_forfeited": stands.forfeited is not None,
        "deposit_returnable": stands.returnable is not None,
        "deposit_settled": not stands.held and stands.forfeited is None,
        "suspension_asked": _is(asked, SuspensionState.ASKED, leave=False),
        "detention_suspended": _is(asked, SuspensionState.GRANTED, leave=False),
        "in_the_house": asked is None
        and not stands.fallen
        and stands.joined_by is None
        and stands.until_on is not None
        and today <= stands.until_on,
        "leave_asked": _is(asked, SuspensionState.ASKED, leave=True),
        "on_leave": _is(asked, SuspensionState.GRANTED, leave=True),
        "victims_served": not victims_without_copy(case).exists(),
    }
