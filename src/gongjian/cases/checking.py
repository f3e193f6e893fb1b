"""The check of a decision before it is signed: the paper as it would be, beside its case."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongjian.common.clock import local_date
from gongjian.common.db.prepared import prepared
from gongjian.documents.catalogue import definition, definitions
from gongjian.documents.checking import Beside, Finding, Paper, Severity, check
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.documents.paper.binding import BlankFields, WrongFields, freeze
from gongjian.documents.services.making import agency_values
from gongjian.matters.models import Matter

from . import papers, papers_ending
from .choices import Proposal
from .citing import laws_of
from .daily import daily_of
from .models import Case, Draft, Notice
from .queries import case_of, latest_draft, latest_notice, still_true

Builder = Callable[[Matter, date, Case, Draft, Notice], Mapping[str, Any]]
Sparing = Callable[[Matter, date, Case, Draft], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Kinds:
    """The papers by which a procedure decides, and what each would say as things stand.

    `sparing` leaves out what only the signer adds: that is checked with what he typed.
    """

    penalty: str = "penalty-decision"
    penalty_fields: Builder = papers.penalty_decision
    sparing: str = "no-penalty-decision"
    sparing_fields: Sparing = papers_ending.no_penalty


def decision_findings(matter: Matter, on: date, kinds: Kinds = Kinds()) -> tuple[Finding, ...]:
    """Return every fault of the decision that would be signed on a day.

    () as long as there is none to sign: a penalty until a notice of this very draft has reached
    the party. Asked once for each matter object; some fifteen queries.

    Source: 国办发〔2018〕118号 三（八）; 行政处罚法 第五十九条; 治安管理处罚法 第一百一十五条.
    """
    known: dict[date, tuple[Finding, ...]] = matter.__dict__.setdefault("_findings", {})
    if on not in known:
        known[on] = _as_it_stands(matter, on, kinds)
    return known[on]


def _as_it_stands(matter: Matter, on: date, kinds: Kinds) -> tuple[Finding, ...]:
    case = case_of(matter)
    draft = latest_draft(case)
    if draft is None or not still_true(case, draft):
        return ()
    if draft.proposal == Proposal.NO_PENALTY:
        given = kinds.sparing_fields(matter, on, case, draft)
        return sparing_findings(matter, on, kinds.sparing, given, draft)
    notice = latest_notice(case)
    if notice is None or not notice.served_on or notice.facts_hash != draft.facts_hash:
        return ()
    given = kinds.penalty_fields(matter, on, case, draft, notice)
    return _findings(matter, on, kinds.penalty, given, notice, draft)


def sparing_findings(
    matter: Matter, on: date, kind: str, given: Mapping[str, Any], draft: Draft
) -> tuple[Finding, ...]:
    """Return every fault of a decision not to punish that says what is `given`.

    No notice has told its facts, so none is held against it.
    Source: 国办发〔2018〕118号 三（八）; 行政处罚法 第五十七条第一款第二项、第三项.
    """
    return _findings(matter, on, kind, given, None, draft)


def _findings(
    matter: Matter,
    on: date,
    kind: str,
    given: Mapping[str, Any],
    notice: Notice | None,
    draft: Draft,
) -> tuple[Finding, ...]:
    if notice is not None and notice.document is None:  # by word of mouth: a paper of its own
        return ()
    form = definition(kind)
    agency = agency_values(form, matter.agency)
    filled = {**agency, **given}
    try:
        values = freeze(form, {code: value for code, value in filled.items() if value})
    except BlankFields as error:
        return tuple(_blank(form.name, label) for label in error.labels)
    except WrongFields as error:
        return tuple(_wrong(form.name, message) for message in error.messages.values())
    told = [_paper(notice.document)] if notice is not None and notice.document else []
    # Where no act is proven nothing was violated: there is no provision to hold.
    proven = notice is not None or values.get("violated")
    beside = Beside(
        party=case_of(matter).party.name,
        short_name=matter.agency.short_name,
        expected=_expected(matter, on, agency),
        told=told[0] if told else None,
        told_on=notice.served_on if notice else None,
        others=[*told, *(_paper(document) for document in _others(matter, notice))],
        rests_on=_base(case_of(matter)),
        laws=laws_of(draft, on) if proven else (),
        reason=draft.citation_reason,
    )
    return check(Paper(form, values, on), beside)


def _others(matter: Matter, notice: Notice | None) -> list[Document]:
    """Return what else goes out to the party: what it reads there must agree."""
    known, own = definitions(), notice.document_id if notice else None
    return [o for o in _sent(matter) if o.pk != own and o.kind in known]


def _base(case: Case) -> frozenset[str]:
    """Return the number of the decision whose fine is imposed again for every day."""
    daily = daily_of(case)
    return frozenset({daily.decision.number}) if daily else frozenset()


@prepared
def _sent(matter: Matter) -> QuerySet[Document]:
    sent = Document.objects.filter(matter=matter, outward=True)
    return sent.exclude(state=DocumentState.VOID).order_by("id")


def _paper(document: Document) -> Paper:
    data = json.loads(document.data)
    made_on = local_date(document.made_at)
    return Paper(definition(document.kind), data["fields"], made_on, document.number)


def _expected(matter: Matter, on: date, agency: Mapping[str, Any]) -> dict[str, str]:
    """Return what the rules of the place and the agency's own data say these fields must read."""
    return {
        "payment_term": papers.term_of(matter, "payment-limit", on),
        "review_term": papers.term_of(matter, "remedy.review", on),
        "court_term": papers.term_of(matter, "remedy.litigation", on),
        "review_body": agency["review_body"],
        "court": agency["court"],
    }


def _blank(name: str, label: str) -> Finding:
    where = f"《{name}》的“{label}”"
    return Finding("mandatory", Severity.ERROR, where, "没有内容", "请补充后再签发")


def _wrong(name: str, message: str) -> Finding:
    return Finding("unprintable", Severity.ERROR, f"《{name}》", message, "请改正后再签发")
