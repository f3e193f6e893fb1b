"""Whether the party was fined for the act of a case already (一事不再罚款)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongjian.common.acts import Actor
from gongjian.common.db.prepared import prepared, prepared_any
from gongjian.common.reads import once
from gongjian.matters.definitions import process_of
from gongjian.matters.queries import may_see

from .choices import PenaltyKind
from .daily import daily_of
from .models import Case, Decision, PriorFine

ON_SPOT = "penalty-summary"
NO_SECOND = "同一违法行为不得给予两次以上罚款（行政处罚法 第二十九条、第三十五条第二款）"


@dataclass(frozen=True, slots=True)
class Fined:
    """Earlier fines of the party as they concern a case.

    `barring`: those for this very act. `open`: decisions that may have been for it, as the time of
    the acts does not tell them apart, and of which nobody has said anything yet.
    """

    answers: tuple[PriorFine, ...] = ()
    barring: tuple[PriorFine, ...] = ()
    open: tuple[Decision, ...] = ()


def fines_before(case: Case) -> Fined:
    """Return what the party was fined already; one query where there is nothing to look at.

    A penalty by the day is the same fine anew by law: its base is no second one.

    Source: 行政处罚法 第二十九条.
    """
    if daily_of(case) is not None or not _anything(case.pk):
        return Fined()
    answers = tuple(_answers(case))
    newest = {row.decision_id or -row.pk: row for row in answers}
    maybe = _standing_fines(case.party_id).exclude(case=case).filter(_same_time(case))
    unanswered = maybe.exclude(pk__in=newest).order_by("-decided_on", "-id")
    return Fined(
        answers,
        tuple(row for row in newest.values() if _bars(row)),
        tuple(unanswered.select_related("case__matter", "draft")) if _askable(case) else (),
    )


def _askable(case: Case) -> bool:
    """Tell whether somebody can say of a fine what it was for, or may go the ordinary way."""
    known = process_of(case.matter)
    return known.code == ON_SPOT or "cases.record_prior_fine" in known.acts()


def fined_twice(fined: Fined, items: Iterable[Mapping[str, Any]]) -> str:
    """Return why penalty items would fine one act a second time; "" where they do not."""
    acts = {item.get("act") or 1 for item in items if item["kind"] == PenaltyKind.FINE}
    barring = [row for row in fined.barring if row.act_number in acts]
    if barring:
        told = "、".join(f"{row.imposed_by}{row.number}" for row in barring)
        return f"{NO_SECOND}：{told}已经罚款，请删去罚款"
    if acts and fined.open:
        told = f"当事人同一时间的行为已有 {len(fined.open)} 件罚款决定"
        return f"{told}，请先“登记此前的罚款”，逐件写明是不是同一违法行为（行政处罚法 第二十九条）"
    return ""


def earlier_fines(actor: Actor, case: Case) -> QuerySet[Decision]:
    """Return the standing fines of the party in this agency that a person may see, newest first."""
    seen = _standing_fines(case.party_id).exclude(case=case).filter(may_see(actor, "case__matter"))
    return seen.select_related("draft", "case").order_by("-decided_on", "-id")


def asked_of(actor: Actor, case: Case) -> list[Decision]:
    """Return the fines that wait for an answer and that a person may see; most cases have none."""
    waiting = fines_before(case).open
    if not waiting:
        return []
    return list(earlier_fines(actor, case).filter(pk__in=[decision.pk for decision in waiting]))


def _bars(row: PriorFine) -> bool:
    return row.same_act and row.fell_on is None and (row.decision is None or _stands(row.decision))


def _stands(decision: Decision) -> bool:
    return not decision.void and not hasattr(decision, "overturn")


def _standing_fines(party: Any) -> QuerySet[Decision]:
    """Return the fines of a party that are in force; a case that became secret is on paper."""
    return Decision.objects.filter(
        case__party=party,
        void=False,
        overturn__isnull=True,
        draft__fine_fen__gt=0,
        case__matter__secret_since__isnull=True,
    )


def _same_time(case: Case) -> Q:
    """Return what the time of an act leaves open: an act that goes on has no day."""
    if case.act_ended_on is None:
        return Q()
    undated = Q(case__act_ended_on__isnull=True)
    return undated | Q(case__act_ended_on=case.act_ended_on)


@prepared
def _answers(case: Case) -> QuerySet[PriorFine]:
    return PriorFine.objects.filter(case=case).select_related("decision__overturn").order_by("id")


@once
@prepared_any
def _anything(case: int) -> QuerySet[Case]:
    fines = _standing_fines(OuterRef("party")).exclude(case=OuterRef("pk"))
    undated = Q(case__act_ended_on__isnull=True)
    then = fines.filter(undated | Q(case__act_ended_on=OuterRef("act_ended_on")))
    answered = PriorFine.objects.filter(case=OuterRef("pk"))
    asked = Exists(then) | Q(act_ended_on__isnull=True) & Exists(fines)
    return Case.objects.filter(Exists(answered) | asked, pk=case)
