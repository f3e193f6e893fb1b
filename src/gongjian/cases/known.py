"""What a penalty case already knows, by the codes that fields of documents commonly have."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from gongjian.common import clock as clocks
from gongjian.intake.choices import ClueSource
from gongjian.matters.models import Matter
from gongjian.parties.choices import PartyKind
from gongjian.parties.models import Party

from .agents import agents_on, lines_of
from .announcing import announced_for
from .beside import Needs, interpreters_of, latest_guardian, needs_of, standing_beside
from .choices import CertificateShown, PenaltyKind
from .identity import unshown_in_paper
from .models import Case, Decision, Draft, Notice
from .papers import (
    certificate_number,
    changes_told,
    details,
    evidence_lines,
    handlers,
    penalty_lines,
    term_of,
)
from .queries import case_of, decision_of, further_of, latest_draft, latest_notice
from .retention import kept_for, retention_of
from .rules import weight_of
from .standing import Item, items_now

Values = Mapping[str, Any]
WARD = "未成年，或者不能完全辨认自己的行为"
# Each law says for itself who withdraws and who decides on it.
POLICE_RECUSAL = "《中华人民共和国治安管理处罚法》第九十五条"
RECUSAL = "《中华人民共和国行政处罚法》第四十三条"
LANGUAGE, SIGN = "不通晓当地通用的语言文字", "听力或者言语残疾"
TERMS = {
    "review_term": "remedy.review",
    "court_term": "remedy.litigation",
    "preserve_term": "preserve-limit",
    "seize_term": "seize-limit",
    "seize_extension_term": "seize-extension",
}


def penalty_values(matter: Matter) -> Values:
    """Return the values that fill the forms of typed documents; some ten queries.

    Rows are lists of mappings, lists are lists of texts, dates are dates, sums whole fen. Codes the
    definition does not have are left out by the form; a code that is not known yet is absent.
    """
    case = case_of(matter)
    draft, decision = latest_draft(case), decision_of(case)
    stands = items_now(decision) if decision else None
    known = {
        **_of_matter(matter, case),
        **_of_party(case),
        **_of_questioned(case),
        **_of_handlers(matter),
        **_of_terms(matter),
        **(_of_draft(draft, stands) if draft else {}),
        **_of_notice(latest_notice(case)),
        **_of_decision(decision),
        "identity_shown": CertificateShown.SHOWN.label,
        "evidence": evidence_lines(case),
        "retention": kept_for(matter, retention_of(matter)) if matter.decided_on else "",
    }
    return {code: value for code, value in known.items() if value not in (None, "", [])}


def who_stands_beside(matter: Matter) -> Values:
    """Return who stands beside the party, for every paper that has a place for it."""
    case, today = case_of(matter), clocks.current().today()
    everybody, acting = standing_beside(case, today), lines_of(agents_on(case, today))
    helpers = standing_beside(case, today, guardians=False) if everybody else []
    return {"beside": everybody + acting, "helpers": helpers + acting}


def people_of_case(matter: Matter) -> Collection[str]:
    """Return who may sign papers of a case: parties, who speaks for them or helps, victims."""
    case, today = case_of(matter), clocks.current().today()
    parties = _parties(case)
    names = {p.name if p.natural else p.legal_representative for p in parties}
    others = (case.guardians.all(), case.interpreters.all(), case.victims.all())
    names |= {row.name for rows in others for row in rows}
    return (names | {agent.name for agent in agents_on(case, today)}) - {""}


def bodies_of_case(matter: Matter) -> Collection[str]:
    """Return the parties of a case that are no natural persons: somebody signs for them."""
    return {party.name for party in _parties(case_of(matter)) if not party.natural}


def _parties(case: Case) -> list[Party]:
    return [case.party, *(row.party for row in further_of(case))]


def in_person(matter: Matter, given: Values) -> Mapping[str, str]:
    """Tell what the record of a questioning lacks: who stands by the party, how identity was shown.

    Source: 民法典 第二十三条; 治安管理处罚法 第九十八条、第一百零一条; 行政处罚法 第五十五条.
    """
    case = case_of(matter)
    problems = unshown_in_paper(matter, given)
    if given["person_name"] != case.party.name:
        return problems
    needs = needs_of(case, clocks.current().today())
    if needs.guardian and not given["guardian"]:
        problems["guardian"] = "当事人需要监护人（合适成年人）到场，请写明到场的人"
    if needs.interpreters and not given["interpreter"]:
        problems["interpreter"] = "当事人需要翻译，请写明翻译人员"
    return problems


def _of_questioned(case: Case) -> Values:
    """Return whom the party needs beside it when it is questioned itself."""
    needs = needs_of(case, clocks.current().today())
    if not case.party.natural or needs == Needs():
        return {}
    guardian = latest_guardian(case) if needs.guardian else None
    called = interpreters_of(case) if needs.interpreters else {}
    return {
        "ward": WARD if needs.guardian else "",
        "guardian": f"{guardian.name}（{guardian.relation}）" if guardian else "",
        "language": LANGUAGE if needs.language else SIGN if needs.sign else "",
        "interpreter": "、".join(f"{row.name}（{row.language}）" for row in called.values()),
    }


def _of_matter(matter: Matter, case: Case) -> Values:
    return {
        "cause": case.cause,
        "case_source": ClueSource(case.source).label,
        "matter_number": matter.number,
        "handling_unit": matter.unit.name,
        "filed_on": matter.filed_on,
        "decided_on": matter.decided_on,
        "recusal_law": POLICE_RECUSAL if case.public_order else RECUSAL,
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
    posted = announced_for(matter, today, prior_notice="informing" in matter.marking)
    terms = TERMS | {"announce_term": posted}
    return {code: term_of(matter, limit, today) for code, limit in terms.items()}


def _of_draft(draft: Draft, stands: Sequence[Item] | None) -> Values:
    return {
        "facts": draft.facts,
        "violated": draft.violated,
        "basis": draft.basis,
        "discretion": draft.reasons,
        "penalties": penalty_lines(draft, stands),
        "fine": weight_of(draft.items if stands is None else stands).sum_of(PenaltyKind.FINE),
    }


def _of_notice(notice: Notice | None) -> Values:
    if notice is None:
        return {}
    number = notice.document.number if notice.document else ""
    return {"notice_number": number, "notice_served_on": notice.served_on}


def _of_decision(decision: Decision | None) -> Values:
    if decision is None:
        return {}
    return {"decision_number": decision.number, "decision_title": decision.document.title}
