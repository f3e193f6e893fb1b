"""Which cases are decided on together, in one decision for several parties (一并决定)."""

from django.db.models import QuerySet

from gongjian.matters.models import Matter

from .models import Case, Decision, Delivery, JointParty
from .queries import case_of, latest_draft
from .rules import digest


def joint_of(case: Case) -> JointParty | None:
    """Return how a case is joined to others; None where it stands alone. No query of its own."""
    row: JointParty | None = getattr(case, "joint", None)
    return row if row is not None and row.left_on is None else None


def leads(case: Case) -> bool:
    """Tell whether the decision for several parties is made in this very case."""
    row = joint_of(case)
    return row is not None and row.lead_id == case.pk


def joint_parties(case: Case) -> list[JointParty]:
    """Return all parties that are decided on together with this one, the leading case first.

    Two queries once a case is joined, none before.
    """
    row = joint_of(case)
    if row is None:
        return []
    standing = JointParty.objects.filter(lead=row.lead_id, left_on__isnull=True)
    rows = list(standing.select_related("case__party", "case__matter__agency").order_by("id"))
    return sorted(rows, key=lambda one: one.case_id != row.lead_id)


def joinable(case: Case) -> QuerySet[Case]:
    """Return the cases split from this one that could still be decided on together with it."""
    open_ones = case.split_off.filter(
        matter__decided_on__isnull=True,
        matter__closed_at__isnull=True,
        matter__secret_since__isnull=True,
        matter__agency=case.matter.agency_id,
    )
    free = open_ones.exclude(joint__isnull=False, joint__left_on__isnull=True)
    free = free.exclude(common__isnull=False, common__left_on__isnull=True)
    return free.select_related("party", "matter").order_by("id")


def joint_hash(case: Case) -> str:
    """Return the hash of what the head is shown: the draft, or those of all parties together."""
    if not leads(case):
        draft = latest_draft(case)
        return draft.draft_hash if draft else ""
    drafts = {str(one.case.uid): latest_draft(one.case) for one in joint_parties(case)}
    return digest({uid: draft.draft_hash if draft else "" for uid, draft in drafts.items()})


def everybody_served(case: Case) -> bool:
    """Tell whether the decision has reached every party that it names; no query if it is alone."""
    row = joint_of(case)
    if row is None:
        return True
    joined = JointParty.objects.filter(lead=row.lead_id, left_on__isnull=True).values("case")
    standing = Decision.objects.filter(case__in=joined, void=False)
    papers = list(standing.values_list("document", flat=True))
    return Delivery.objects.filter(document__in=papers).count() == joined.count()


def led_elsewhere(matter: Matter) -> str:
    """Return which leading case a person must turn to; "" where the case stands alone or leads."""
    row = joint_of(case_of(matter))
    if row is None or row.lead_id == row.case_id:
        return ""
    return f"本案与{row.lead.party.name}一案一并作出决定，请在该案中办理"
