"""What is known about a decision when the gate is asked, from rows and from people's findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongjian.cases.beside import latest_assistance
from gongjian.cases.choices import PenaltyKind
from gongjian.cases.models import Case, Decision, Delivery
from gongjian.cases.public_order.rules import of_public_order
from gongjian.cases.standing import items_now, with_items
from gongjian.common.clock import local_date
from gongjian.common.db.prepared import prepared_first
from gongjian.common.reads import once
from gongjian.documents.models import Document
from gongjian.matters.models import Matter
from gongjian.matters.tables import table

from .choices import Answer, ItemKind
from .models import Release
from .rules import Verdict, publication_gate, was_minor

PUBLIC_ORDER = "public-order"
BY_ROWS = ("public_order", "minor", "state_secret")
GONE = "行政处罚法 第四十八条第二款"


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision before the gate: the facts, the answer, and when it was delivered."""

    decision: Decision
    facts: Mapping[str, Any]
    verdict: Verdict
    delivered_on: date | None

    @property
    def sealed(self) -> bool:
        return bool(self.facts["public_order"] or self.facts["domain"] == PUBLIC_ORDER)


# What the gate looks at, and what a rendition then tells.
BESIDE = (
    *("case__party", "case__common", "case__on_spot", "case__matter__agency"),
    *("case__matter__lead", "case__matter__second", "case__matter__reviewer"),
    *("draft", "document", "overturn"),
)


@once
@prepared_first
def _decision_in(matter: Matter) -> QuerySet[Decision]:
    made = with_items(Decision.objects.filter(case__matter=matter, void=False))
    return made.select_related(*BESIDE)


@once
@prepared_first
def _delivery_of(document: Document) -> QuerySet[Delivery]:
    return Delivery.objects.filter(document=document)


def standing_of(
    matter: Matter, today: date, findings: Mapping[str, Any] | None = None
) -> Standing | None:
    """Return how the decision of a matter stands before the gate; None without a decision.

    `findings` (of a person, see `Findings`) can only add grounds, never lift one. Two queries; two
    more where the party is a natural person.
    """
    decision = _decision_in(matter)
    if decision is None:
        return None
    facts = with_findings(known_facts(decision, today), findings or {})
    verdict = publication_gate(facts, table("publication-gate", matter.profile))
    if hasattr(decision, "overturn"):
        why = f"处罚决定{decision.overturn.get_ground_display()}"
        verdict = Verdict(Answer.WITHHOLD, GONE, why, verdict.version)
    delivery = _delivery_of(decision.document)
    return Standing(decision, facts, verdict, delivery.served_on if delivery else None)


def known_facts(decision: Decision, today: date) -> dict[str, Any]:
    """Return what the rows tell; findings of people start from "not so"."""
    known = facts_about(decision.case, ItemKind.PENALTY_DECISION, today)
    sealed = of_public_order(decision.draft.violated, decision.draft.basis)
    return known | {
        "public_order": known["public_order"] or sealed,
        "only_warning": all(i["kind"] == PenaltyKind.WARNING for i in items_now(decision)),
    }


def facts_about(case: Case, kind: ItemKind, today: date) -> dict[str, Any]:
    """Return what the rows of a case tell of a decision of any kind that was made in it."""
    matter = case.matter
    domains = table("publication-gate", matter.profile).inputs["domain"].values
    return {
        "act_kind": str(kind),
        "public_order": case.public_order,
        "minor": concerns_minor(case, today),
        "state_secret": secret(case),
        "endangers": False,
        "trade_secret": "none",
        "privacy": "none",
        "only_warning": False,
        "domain": matter.domain if matter.domain in domains else "other",
        "party_kind": case.party.kind,
    }


def closed_by_rows(facts: Mapping[str, Any]) -> bool:
    """Tell whether what the rows tell closes a case, so that nobody has to settle anything."""
    return facts["domain"] == PUBLIC_ORDER or any(facts[name] for name in BY_ROWS)


def secret(case: Case) -> bool:
    """Tell whether a case is a state secret: from its filing, or moved to paper since."""
    return case.state_secret or case.matter.secret_since is not None


def concerns_minor(case: Case, today: date) -> bool:
    """Tell whether the rows show that the party was under age when acting, or is now.

    Papers need not tell the age: what officers found, at any time or on the spot, closes as well.

    Source: 未成年人保护法 第一百零三条; LAW.md 11.3（行为时或者公布时）.
    """
    if not case.party.natural:
        return False
    return was_minor(_born_on(case), *_days_of(case), today) or _found_minor(case)


def latest_release(decision: Decision) -> Release | None:
    """Return the newest round, whatever became of it."""
    rounds = Release.objects.filter(decision=decision).select_related("drafted_by", "checked_by")
    return rounds.order_by("-round").first()


def with_findings(known: dict[str, Any], findings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts with the grounds that a person found: they add, and lift none."""
    added = {
        name: known[name] or bool(findings.get(name))
        for name in ("minor", "state_secret", "endangers")
    }
    chosen = {name: findings.get(name) or "none" for name in ("trade_secret", "privacy")}
    return known | added | chosen


def _born_on(case: Case) -> date | None:
    born = case.party.born_on
    return date.fromisoformat(born) if born else None


def _days_of(case: Case) -> list[date]:
    """Return the days on which the file shows the party acting: the act is over before a case is.

    A case can be opened years after the act.
    """
    acted = [case.act_ended_on] if case.act_ended_on else []
    inspected = [local_date(i.began_at) for i in case.inspections.all()]
    return [*acted, local_date(case.matter.opened_at), *inspected]


def _found_minor(case: Case) -> bool:
    found = latest_assistance(case)
    return bool(found and found.minor) or bool(hasattr(case, "on_spot") and case.on_spot.minor)
