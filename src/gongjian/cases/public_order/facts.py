"""The facts of a 治安 case, beside those of every penalty case; read anew in every act."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from gongjian.cases.beside import assistance_facts
from gongjian.cases.facts import ORDINARY, Standing, penalty_facts
from gongjian.cases.queries import decision_of
from gongjian.common.clock import Clock
from gongjian.matters.definitions import process_of
from gongjian.matters.facts import Facts
from gongjian.matters.models import Matter

from .choices import SuspensionState
from .fast import excluded, fast_of, fast_reviewed, unfit
from .fast_handling import FastHandling
from .mediating import too_often
from .models import DetentionSuspension, Offender
from .permitting import detention_barred, unpermitted, unreported
from .queries import (
    PROCESS,
    DepositStanding,
    deposit_standing,
    family_untold,
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
from .rules import STATION_DECIDES, beyond_mediation, detention_days
from .supporting import Proposed


def facts_of_case(matter: Matter, clock: Clock) -> Mapping[str, Any]:
    """Return the facts of a penalty case, by the procedure under which it runs."""
    if process_of(matter).code != PROCESS:
        return penalty_facts(matter, clock)
    return Facts(PUBLIC_ORDER, PoliceStanding(matter, clock))


class PoliceStanding(Standing):
    """How a 治安 case stands: beside what every case is told from, the person and the detention."""

    @cached_property
    def offender(self) -> Offender | None:
        return latest_offender(self.case)

    @cached_property
    def assistance(self) -> Mapping[str, bool]:
        minor = self.natural and known_minor(self.case, self.offender, self.today)
        return assistance_facts(self.case, self.today, minor=minor)

    @cached_property
    def fast(self) -> FastHandling | None:
        return fast_of(self.matter, self.case)

    @cached_property
    def deposit(self) -> DepositStanding:
        return deposit_standing(self.case)

    @property
    def natural(self) -> bool:
        return self.case.party.natural

    @property
    def detains(self) -> bool:
        return self.draft is not None and detention_days(self.draft.items) > 0

    @property
    def old_enough(self) -> bool:
        found = self.offender
        return found is None or found.age >= punishable_from(self.matter, self.today)


Rules = Mapping[str, Callable[[PoliceStanding], Any]]


def _fast_allowed(at: PoliceStanding) -> bool:
    if at.fast is not None or at.offender is None or "investigating" not in at.matter.marking:
        return False
    return not excluded(at.case, at.offender, at.draft, at.clock.now())


def _fast_fits(at: PoliceStanding) -> bool:
    return at.fast is None or not unfit(at.fast, at.offender, at.draft, at.clock.now())


def _victims_known(at: PoliceStanding) -> bool:
    return "investigating" not in at.matter.marking or at.case.victims.exists()


def _may_mediate(at: PoliceStanding) -> bool:
    grave, case = at.offender is not None and at.offender.grave, at.case
    if beyond_mediation(case.cause, case.cause_code, grave=grave):
        return False
    return "investigating" not in at.matter.marking or not too_often(at.matter, at.today)


def _nationality_known(at: PoliceStanding) -> bool:
    found = at.offender
    return found is None or not found.foreigner or found.nationality != ""


def _permitted(at: PoliceStanding) -> bool:
    return not at.detains or not detention_barred(at.case, at.offender)


def _unreported(at: PoliceStanding) -> bool:
    return at.detains and bool(unreported(at.case, decision_of(at.case)))


def _grounds_stand(at: PoliceStanding) -> bool:
    draft = at.draft
    if draft is None:
        return True
    proposed = Proposed(draft.grounds, draft.no_penalty_ground, draft.discretion)
    return not unsupported_in(at.case, proposed, at.offender, at.today)


def _within_station_power(at: PoliceStanding) -> bool:
    if at.draft is None or not at.draft.items:
        return False
    return power_of(at.matter, at.case, at.draft).value == STATION_DECIDES


PERSON: Rules = {
    "fast_allowed": _fast_allowed,
    "fast_running": lambda at: at.fast is not None,
    "fast_fits": _fast_fits,
    "fast_reviewed": lambda at: fast_reviewed(at.fast, at.draft),
    "person_known": lambda at: not at.natural or at.offender is not None,
    "victims_known": _victims_known,
    "may_mediate": _may_mediate,
    "official_unsettled": lambda at: official_unsettled(at.case, at.offender),
    "detention_permitted": _permitted,
    "permit_awaited": lambda at: at.detains and bool(unpermitted(at.case)),
    "deputy_unreported": _unreported,
    "nationality_known": _nationality_known,
    "foreigner_unreported": lambda at: foreigner_unreported(at.case, at.offender),
    "punishable_age": lambda at: not at.natural or at.old_enough,
    "more_than_own_statement": lambda at: other_evidence(at.case) > 0,
    "grounds_stand": _grounds_stand,
    "within_station_power": _within_station_power,
}


def _settled(at: PoliceStanding) -> bool:
    order, stands = at.deposit.order, at.deposit
    if order is None or not order.executable:
        return True
    return stands.fallen or stands.executed or stands.revoked


def _in_the_house(at: PoliceStanding) -> bool:
    stands = at.deposit
    if stands.open is not None or stands.fallen or stands.joined_by is not None:
        return False
    return stands.until_on is not None and at.today <= stands.until_on


def _executable(at: PoliceStanding) -> bool:
    order = at.deposit.order
    return order is not None and order.executable and not at.deposit.fallen


def _is(asked: DetentionSuspension | None, state: SuspensionState, *, leave: bool) -> bool:
    return asked is not None and asked.leave == leave and asked.state == state


DETENTION: Rules = {
    "family_untold": lambda at: not at.deposit.fallen and family_untold(at.deposit.order),
    "detention_executable": _executable,
    "detention_settled": _settled,
    "guarantor_liable": lambda at: at.deposit.liable is not None,
    "deposit_due": lambda at: at.deposit.due,
    "guarantee_ready": lambda at: at.deposit.guaranteed,
    "deposit_forfeitable": lambda at: at.deposit.forfeitable is not None,
    "deposit_forfeited": lambda at: at.deposit.forfeited is not None,
    "deposit_returnable": lambda at: at.deposit.returnable is not None,
    "deposit_settled": lambda at: not at.deposit.held and at.deposit.forfeited is None,
    "suspension_asked": lambda at: _is(at.deposit.open, SuspensionState.ASKED, leave=False),
    "detention_suspended": lambda at: _is(at.deposit.open, SuspensionState.GRANTED, leave=False),
    "in_the_house": _in_the_house,
    "leave_asked": lambda at: _is(at.deposit.open, SuspensionState.ASKED, leave=True),
    "on_leave": lambda at: _is(at.deposit.open, SuspensionState.GRANTED, leave=True),
    "victims_served": lambda at: not victims_without_copy(at.case).exists(),
}
# The facts named in `processes/public-order.toml`.
PUBLIC_ORDER: Rules = {**ORDINARY, **PERSON, **DETENTION}
