"""Which agencies decide in their common name (共同名义), and how far each of them has come."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from gongjian.common.acts import Actor
from gongjian.common.db.prepared import prepared, prepared_any
from gongjian.matters.models import Matter
from gongjian.orgs.models import Agency

from .models import Case, CommonAgency, CommonSignature, CommonText, Decision, Delivery, Draft
from .queries import case_of, latest_draft
from .rules import digest

# Decisions counted, charged and published for themselves: the others' copies are none of these.
ON_ITS_OWN = Q(common_with__isnull=True)
SAME_WORDS = ("facts", "violated", "basis", "discretion")


def common_of(case: Case) -> CommonAgency | None:
    """Return the row of a case in a common decision; None where it stands alone. No query."""
    row: CommonAgency | None = getattr(case, "common", None)
    return row if row is not None and row.left_on is None else None


def invited(case: Case) -> bool:
    """Tell whether the case is that of an agency that joined another's; it does not lead."""
    row = common_of(case)
    return row is not None and row.lead_id != case.pk


def others_of(case: Case) -> list[CommonAgency]:
    """Return the other agencies of this leading case, invited or joined, oldest first.

    No query for a case that stands alone.
    """
    row = common_of(case)
    if row is None or row.lead_id != case.pk:
        return []
    standing = CommonAgency.objects.filter(lead=case, left_on__isnull=True).exclude(case=case)
    related = ("agency", "lead__matter__stream", "case__matter__stream", "case__matter__agency")
    return list(standing.select_related(*related).order_by("id"))


def decided_with(matter: Matter) -> list[Matter]:
    """Return the matters of the other agencies that decide together with this one.

    One query; none for a case that stands alone.
    """
    own = common_of(case_of(matter))
    if own is None:
        return []
    standing = CommonAgency.objects.filter(lead=own.lead_id, left_on__isnull=True)
    rows = standing.filter(case__isnull=False)
    return [row.case.matter for row in _others(rows, matter) if row.case is not None]


def _others(rows: QuerySet[CommonAgency], matter: Matter) -> QuerySet[CommonAgency]:
    return rows.exclude(case__matter=matter).select_related("case__matter__agency").order_by("id")


def agencies_of(case: Case) -> list[Agency]:
    """Return the agencies in whose name the case is decided, the leading one first; [] for one."""
    row = common_of(case)
    if row is None:
        return []
    joined = CommonAgency.objects.filter(lead=row.lead_id, case__isnull=False, left_on__isnull=True)
    rows = sorted(joined.select_related("agency"), key=lambda one: one.case_id != row.lead_id)
    return [one.agency for one in rows] if len(rows) > 1 else []


def same_words(draft: Draft) -> str:
    """Return the hash of what a draft says, whosever it is."""
    said = {name: getattr(draft, name) for name in SAME_WORDS}
    return digest(said | {"items": draft.items, "proposal": draft.proposal})


def text_of(case: Case) -> CommonText | None:
    """Return the text handed over last, as seen from any case of the common decision; one query."""
    row = common_of(case)
    if row is None:
        return None
    return CommonText.objects.filter(case=row.lead_id).select_related("draft").last()


def may_sign(case: Case) -> str:
    """Return why the text handed over cannot be signed in this case, or ""."""
    row = common_of(case)
    text = text_of(case)
    if row is None or text is None:
        return "主办机关还没有送交共同决定的文本"
    newest = Draft.objects.filter(case=row.lead_id).order_by("-version").first()
    if newest is None or newest.pk != text.draft_id:
        return "主办机关已经重新拟定，请等待其再次送交文本"
    own = latest_draft(case)
    if own is None or same_words(own) != same_words(text.draft):
        return "本案拟定的处罚决定与主办机关送交的文本不一致，请按文本重新拟定并重新告知"
    return ""


def standing_signature(row: CommonAgency) -> CommonSignature | None:
    """Return the signature of an invited agency, unless anything was drafted anew since.

    One that a decision rests on already counts for no second one.
    """
    if row.case is None or row.accepted_at is None:
        return None
    found = row.case.common_signatures.select_related("text", "draft", "signed_by")
    last = found.filter(withdrawn_on__isnull=True, decision__isnull=True).order_by("-id").first()
    if last is None or last.text.case_id != row.lead_id or last.signed_at < row.accepted_at:
        return None
    cases = CommonAgency.objects.filter(lead=row.lead_id, left_on__isnull=True).values("case")
    anew = Draft.objects.filter(case__in=cases, drafted_at__gt=last.signed_at)
    return None if anew.exists() else last


def unsigned(case: Case) -> list[str]:
    """Return the agencies of this leading case whose signature is missing, by name."""
    return [row.agency.name for row in others_of(case) if standing_signature(row) is None]


def lead_decision(case: Case) -> Decision | None:
    """Return the decision of the leading agency of which this invited case holds a copy."""
    own = Decision.objects.filter(case=case, void=False, common_with__isnull=False)
    row = own.select_related("common_with__case__matter__agency").first()
    return row.common_with if row else None


def served_in_common(case: Case) -> bool:
    """Tell whether the leading agency has delivered the decision; no query for a case alone."""
    if not invited(case):
        return False
    decision = lead_decision(case)
    return decision is not None and Delivery.objects.filter(document=decision.document_id).exists()


def signed_by_all(case: Case) -> bool:
    """Tell whether every agency invited has joined and signed; no query for a case alone."""
    return not unsigned(case)


def decided_by_another(matter: Matter) -> str:
    """Return in whose case a person must decide; "" where it is this one."""
    case = case_of(matter)
    if not invited(case):
        return ""
    return f"本案与{case.common.lead.matter.agency.name}以共同名义作出决定，由该机关签发"


def invitable(case: Case) -> QuerySet[Agency]:
    """Return the agencies that may be invited: of the same government and rules of the place.

    Then the body of review and the court are the same for all of them.

    Source: 行政复议法 第十九条第二款、第二十四条第一款; 行政诉讼法 第二十六条第四款.
    """
    agency = case.matter.agency
    return _invitable(
        case, agency.pk, agency.government_name, agency.court_name, agency.profile
    ).order_by("path")


def any_invitable(case: Case) -> bool:
    """Tell whether there is one that may be invited; one query."""
    agency = case.matter.agency
    return _any_invitable(
        case, agency.pk, agency.government_name, agency.court_name, agency.profile
    )


def _invitable(lead: Case, own: int, government: str, court: str, rules: str) -> QuerySet[Agency]:
    here = Agency.objects.filter(
        government_name=government, court_name=court, profile=rules, units__kind="enforcement"
    )
    known = CommonAgency.objects.filter(lead=lead, left_on__isnull=True).values("agency")
    return here.exclude(pk=own).exclude(pk__in=known).distinct()


_any_invitable = prepared_any(_invitable)


def invitations_to(actor: Actor, case: Case) -> Sequence[CommonAgency]:
    """Return the open invitations to the actor's agency that concern the party of this case."""
    if not case.party.id_index:
        return []
    return _invitations(actor.agency or 0, case.party.id_index)


@prepared
def _invitations(to: int, party: str) -> QuerySet[CommonAgency]:
    waiting = CommonAgency.objects.filter(
        agency=to,
        case__isnull=True,
        left_on__isnull=True,
        lead__party__id_index=party,
        lead__matter__decided_on__isnull=True,
        lead__matter__closed_at__isnull=True,
    )
    return waiting.select_related("lead__matter__agency", "lead__matter__stream")
