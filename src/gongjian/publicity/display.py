"""How long a penalty stays on the portal: by the profile's tables and the agency's own rule."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongjian.cases.models import Decision
from gongjian.cases.rules import by_kind
from gongjian.cases.standing import items_now
from gongjian.jurisdiction.errors import UnknownParameter
from gongjian.jurisdiction.limits import add_months
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.tables import table
from gongjian.orgs.models import Agency

from .models import DisplayRule

OPEN_ENDED = "open_ended"
# Answers of the table `display-period` → the parameter that holds the months.
MONTHS = {
    "minor": "credit.minor_max",
    "general": "credit.general_max",
    "serious": "credit.serious_max",
    "months_3": "credit.enterprise_low",
    "months_36": "credit.enterprise_other",
}


def display_until(decision: Decision) -> date | None:
    """Return the last day of a decision on the portal; None where nothing sets an end.

    Counted from the day of the decision; of several penalties the one shown longest decides.

    Source: the tables `credit-class` and `display-period`; the agency's own rule.
    """
    agency = decision.case.matter.agency
    rule = DisplayRule.objects.filter(agency=agency).order_by("-id").first()
    months = [_months(facts, decision, rule) for facts in _facts(decision)]
    if not months or any(m is None for m in months):
        return None
    return add_months(decision.decided_on, max(m for m in months if m is not None))


def _facts(decision: Decision) -> list[dict[str, Any]]:
    matter = decision.case.matter
    domains = table("credit-class", matter.profile).inputs["domain"].values
    known = {
        "domain": matter.domain if matter.domain in domains else "other",
        "procedure": "summary" if decision.on_spot_id is not None else "ordinary",
        "party_kind": decision.case.party.kind,
    }
    return [known | row for row in by_kind(items_now(decision))]


def _months(facts: Mapping[str, Any], decision: Decision, rule: DisplayRule | None) -> int | None:
    agency: Agency = decision.case.matter.agency
    credit_class = str(table("credit-class", agency.profile).decide(facts).value)
    asked = {
        "channel": "portal",
        "credit_class": credit_class,
        "penalty_kind": facts["penalty_kind"],
    }
    answer = str(table("display-period", agency.profile).decide(asked).value)
    if answer == OPEN_ENDED:
        own: int | None = getattr(rule, credit_class, None)
        return own
    if answer not in MONTHS:
        return None
    rules = profile(agency.profile)
    try:
        found = rules.parameter(MONTHS[answer], decision.case.matter.domain, on=decision.decided_on)
    except UnknownParameter:
        return None
    return int(found.number)
