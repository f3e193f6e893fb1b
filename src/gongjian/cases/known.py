"""What a penalty case already knows, by the codes that fields of documents commonly have."""

from collections.abc import Mapping
from typing import Any

from gongjian.common import clock as clocks
from gongjian.intake.choices import ClueSource
from gongjian.matters.models import Matter
from gongjian.parties.choices import PartyKind

from .choices import PenaltyKind
from .models import Case, Decision, Draft, Notice
from .papers import (
    certificate_number,
    changes_told,
    details,
    evidence_lines,
    handlers,
    item_lines,
    term_of,
)
from .queries import case_of, decision_of, latest_draft, latest_notice
from .rules import weight_of

Values = Mapping[str, Any]
TERMS = {
    "review_term": "remedy.review",
    "court_term": "remedy.litigation",
    "preserve_term": "preserve-limit",
    "seize_term": "seize-limit",
    "seize_extension_term": "seize-extension",
    "announce_term": "delivery.public_notice",
}


def penalty_values(matter: Matter) -> Values:
    """Return the values that fill the forms of typed documents; some ten queries.

    Rows are lists of mappings, lists are lists of texts, dates are dates, sums whole fen. Codes the
    definition does not have are left out by the form; a code that is not known yet is absent.
    """
    case = case_of(matter)
    draft = latest_draft(case)
    known = {
        **_of_matter(matter, case),
        **_of_party(case),
        **_of_handlers(matter),
        **_of_terms(matter),
        **(_of_draft(draft) if draft else {}),
        **_of_notice(latest_notice(case)),
        **_of_decision(decision_of(case)),
        "evidence": evidence_lines(case),
    }
    return {code: value for code, value in known.items() if value not in (None, "", [])}


def _of_matter(matter: Matter, case: Case) -> Values:
    return {
        "cause": case.cause,
        "case_source": ClueSource(case.source).label,
        "matter_number": matter.number,
        "handling_unit": matter.unit.name,
        "filed_on": matter.filed_on,
        "decided_on": matter.decided_on,
    }


def _of_party(case: Case) -> Values:
    party = case.party
    natural = party.kind == PartyKind.NATURAL
    return {
        "party_name": party.name,
        "party_details": details(party),
        "party_address": party.address,
        "party_phone": party.phone,
        "party_id": party.uscc or party.id_number,
        "party_representative": party.legal_representative,
        "person_name": party.name if natural else party.legal_representative,
    }


def _of_handlers(matter: Matter) -> Values:
    people, today = handlers(matter), clocks.current().today()
    return {
        "handlers": [o.name for o in people],
        "handler_changes": changes_told(matter),
        "contact": "、".join(o.name for o in people),
        "officers": [{"name": o.name, "certificate": certificate_number(o, today)} for o in people],
    }


def _of_terms(matter: Matter) -> Values:
    """Return the terms that papers tell, in the words of the place's own rules."""
    today = clocks.current().today()
    return {code: term_of(matter, limit, today) for code, limit in TERMS.items()}


def _of_draft(draft: Draft) -> Values:
    return {
        "facts": draft.facts,
        "violated": draft.violated,
        "basis": draft.basis,
        "discretion": draft.discretion,
        "penalties": item_lines(draft.items),
        "fine": weight_of(draft.items).sum_of(PenaltyKind.FINE),
    }


def _of_notice(notice: Notice | None) -> Values:
    if notice is None:
        return {}
    number = notice.document.number if notice.document else ""
    return {"notice_number": number, "notice_served_on": notice.served_on}


def _of_decision(decision: Decision | None) -> Values:
    return {"decision_number": decision.number} if decision else {}
