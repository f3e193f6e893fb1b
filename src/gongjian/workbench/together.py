"""What each party of a decision was told and said, as its signer must know it before he signs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gongjian.cases.checking import decision_findings
from gongjian.cases.joint import joint_parties
from gongjian.cases.models import Case, Draft, Hearing, HearingRequest, Notice, Statement
from gongjian.cases.papers import proposal_lines
from gongjian.cases.queries import final_hearing, latest_draft, latest_notice, statements_on
from gongjian.common import clock as clocks
from gongjian.common.acts import Actor
from gongjian.documents.checking import Finding
from gongjian.matters.models import Matter
from gongjian.matters.queries import visible_matters


@dataclass(frozen=True, slots=True)
class Heard:
    """The notice of a case, what the party said to it, and what became of its hearing."""

    draft: Draft | None
    notice: Notice | None
    statements: list[Statement]
    request: HearingRequest | None
    hearing: Hearing | None


@dataclass(frozen=True, slots=True)
class Other:
    """A party decided on together with that of a case; only its name where it is out of sight."""

    name: str
    matter: Matter | None = None
    share: str = ""
    items: list[str] = field(default_factory=list)
    heard: Heard | None = None
    findings: Sequence[Finding] = ()


def heard_of(case: Case) -> Heard:
    """Return what the party of a case was told and said; four to six queries."""
    notice = latest_notice(case)
    request = case.hearing_requests.order_by("-id").first()
    return Heard(
        latest_draft(case),
        notice,
        statements_on(notice) if notice else [],
        request,
        final_hearing(case) if request else None,
    )


def others_of(actor: Actor, case: Case) -> list[Other]:
    """Return the other parties of the one decision; no query where a case stands alone."""
    others = [row for row in joint_parties(case) if row.case_id != case.pk]
    if not others:
        return []
    seen = visible_matters(actor).filter(pk__in=[row.case.matter_id for row in others])
    open_to = {matter.pk: matter for matter in seen}
    return [_other(row.case, row.share, open_to.get(row.case.matter_id)) for row in others]


def _other(case: Case, share: str, matter: Matter | None) -> Other:
    if matter is None:
        return Other(case.party.name)
    heard = heard_of(case)
    items = proposal_lines(heard.draft) if heard.draft else []
    findings = decision_findings(matter, clocks.current().today())
    return Other(case.party.name, matter, share, items, heard, findings)
