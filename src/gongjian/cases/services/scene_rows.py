"""The rows that a penalty on the spot writes, in the order of the law (当场处罚)."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from gongjian.cases import papers
from gongjian.cases.choices import DeliveryWay, PenaltyKind
from gongjian.cases.citing import of_the_law
from gongjian.cases.facts import SUMMARY
from gongjian.cases.models import (
    Case,
    Decision,
    Delivery,
    Draft,
    Evidence,
    Notice,
    OnSpot,
    Statement,
)
from gongjian.cases.public_order.models import Victim
from gongjian.cases.rules import by_kind, draft_hash, facts_hash, weight_columns
from gongjian.cases.weighing import bound
from gongjian.common.acts import Act
from gongjian.common.clock import local_date
from gongjian.common.errors import RuleBroken
from gongjian.documents.services import make
from gongjian.intake.choices import ClueSource
from gongjian.matters.models import Matter
from gongjian.matters.services import open_matter, process_in_force
from gongjian.matters.tables import table
from gongjian.orgs.models import Agency, Officer
from gongjian.parties.models import Party

from .filing import PUBLIC_ORDER, by_police
from .limitation import ActEnd, act_end
from .scene_cause import weighed
from .scope import Scope, fine_of

if TYPE_CHECKING:
    from .scene import PenalizeOnSpot


def opened(act: Act, cmd: "PenalizeOnSpot", party: Party, second: Officer | None) -> Matter:
    """Open the matter under the procedure in force."""
    if act.actor.unit is None:
        raise RuleBroken("您尚未编入内设机构，不能办理。请联系管理员设置任职")
    agency = Agency.objects.get(pk=act.agency)
    if cmd.public_order:
        by_police(agency)
    matter = Matter(
        kind="penalty",
        title=cmd.cause,
        party_name=party.name,
        agency=agency,
        unit_id=act.actor.unit,
        lead_id=act.officer,
        second=second,
        profile=agency.profile,
        domain=PUBLIC_ORDER if cmd.public_order else agency.domain,
        process=process_in_force(SUMMARY),
    )
    return open_matter(act, matter)


def case_with_evidence(act: Act, matter: Matter, party: Party, cmd: "PenalizeOnSpot") -> Case:
    """Write the case and what proves it."""
    ended = ActEnd(local_date(cmd.acted_at), False, False, "", None, "")
    case = act_end(matter, ended).put_on(
        Case(
            matter=matter,
            party=party,
            cause=cmd.cause,
            cause_code=cmd.cause_code,
            source=ClueSource.INSPECTION,
            public_order=cmd.public_order,
        )
    )
    evidence = Evidence(
        case=case,
        kind=cmd.evidence_kind,
        name=cmd.evidence,
        proves="当事人的上述违法行为",
        obtained_on=act.today,
        obtained_from="执法人员现场取得",
        registered_by_id=act.officer,
        not_by_device=cmd.self_recorded == "no",
    )
    act.write(case, evidence)
    return case


def items_of(cmd: "PenalizeOnSpot") -> list[dict[str, Any]]:
    kinds = (PenaltyKind.WARNING, PenaltyKind.FINE) if cmd.penalty == "both" else (cmd.penalty,)
    return [
        {
            "kind": str(kind),
            "amount_fen": cmd.amount_fen if kind == PenaltyKind.FINE else None,
            "detail": "",
        }
        for kind in kinds
    ]


def draft_of(act: Act, case: Case, cmd: "PenalizeOnSpot") -> Draft:
    """Return the only version of the proposal, not written yet: the law has not been asked."""
    items = items_of(cmd)
    kept = weighed(case, cmd, items, act.today)
    facts = facts_hash(
        party=str(case.party.uid),
        name=case.party.name,
        facts=cmd.facts,
        violated=cmd.violated,
        basis=cmd.basis,
    )
    found = ("public_interest", "social_risk", "major_rights", "complex")
    return Draft(
        case=case,
        version=1,
        facts=cmd.facts,
        evidence_summary=cmd.evidence,
        violated=cmd.violated,
        basis=cmd.basis,
        items=items,
        review_required=False,
        review_source=_no_review(case, items),
        facts_hash=facts,
        draft_hash=draft_hash(facts, items, kept["discretion"], bound(kept)),
        drafted_by_id=act.officer,
        drafted_at=act.now,
        **(kept | weight_columns(items)),
        **of_the_law(case, act.today),
        **{name: getattr(cmd, name) for name in found},
    )


def _no_review(case: Case, items: list[dict[str, Any]]) -> str:
    """Return the clause by which a penalty on the spot needs no review."""
    nothing = dict.fromkeys(
        ("public_interest", "social_risk", "major_rights", "hearing_held", "complex"), False
    )
    known = {"summary_procedure": True, "party_kind": case.party.kind, **nothing}
    first, *_ = by_kind(items)
    return table("review-scope", case.matter.profile).decide(known | first).source


def spot_of(act: Act, draft: Draft, scope: Scope, cmd: "PenalizeOnSpot") -> OnSpot:
    """Write what makes the penalty lawful here."""
    matter: Matter = act.matter
    spot = OnSpot(
        case=draft.case,
        draft=draft,
        scene=cmd.scene or uuid4(),
        acted_at=cmd.acted_at,
        place=cmd.place,
        decided_at=act.now,
        lead_id=matter.lead_id,
        second_id=matter.second_id,
        public_order=cmd.public_order,
        alone_agreed=cmd.alone_agreed,
        recording=cmd.recording,
        identity_shown=cmd.identity_shown,
        dressed=cmd.dressed,
        unshown_because=cmd.unshown_because,
        told=cmd.told,
        heard=True,
        publication_told=cmd.publication_told,
        minor=scope.minor,
        review_required=scope.review_required,
        hearing_right=scope.hearing_right,
        scope_source=scope.source,
        limit_fen=scope.limit_fen,
        limit_source=scope.limit_source,
        fine_fen=fine_of(draft.items),
        correction=cmd.correction,
        correct_by=(cmd.correct_by or act.today) if cmd.correction else None,
        corrected=cmd.corrected,
        refused=cmd.refused,
        refusal=cmd.refusal,
        victim=cmd.victim,
        needs_interpreter=cmd.needs_interpreter,
        interpreter=cmd.interpreter if cmd.needs_interpreter else "",
    )
    act.write(spot)
    return spot


def name_victim(act: Act, case: Case, cmd: "PenalizeOnSpot") -> None:
    """Register whom a 治安 act harmed: the decision goes there too, before the case is closed.

    Source: 治安管理处罚法 第一百二十条第一款.
    """
    if cmd.public_order and cmd.victim:
        act.write(Victim(case=case, name=cmd.victim, harm="见当场处罚决定书"))


def oral_notice(act: Act, draft: Draft) -> Notice:
    """Write that the party was told by word of mouth, of this very draft."""
    notice = Notice(
        case=draft.case,
        draft=draft,
        oral=True,
        document=None,
        facts_hash=draft.facts_hash,
        hearing_right=False,
        made_at=act.now,
        served_on=act.today,
    )
    act.write(notice)
    return notice


def statement_of(act: Act, notice: Notice, cmd: "PenalizeOnSpot") -> Statement:
    """Write what the party said and how it was checked, or that it had nothing to say."""
    silent = cmd.spoke == "none"
    statement = Statement(
        case=notice.case,
        notice=notice,
        waived=silent,
        given_on=act.today,
        content="当事人明确表示没有陈述、申辩" if silent else cmd.said,
        checked="" if silent else cmd.checked,
        adopted=not silent and cmd.adopted,
    )
    act.write(statement)
    return statement


def decision_of_spot(act: Act, spot: OnSpot, notice: Notice, statement: Statement) -> Decision:
    """Make the numbered decision."""
    matter, draft = act.matter, spot.draft
    paper = make(act, "on-the-spot-decision", papers.on_the_spot_decision(act, spot, statement))
    decision = Decision(
        case=draft.case,
        draft=draft,
        draft_hash=draft.draft_hash,
        facts_hash=draft.facts_hash,
        notice=notice,
        noticed_facts_hash=notice.facts_hash,
        notice_served_on=act.today,
        review_required=False,
        document=paper,
        number=paper.number,
        decided_on=act.today,
        decided_by_id=act.officer,
        drafted_by_id=draft.drafted_by_id,
        on_spot=spot,
    )
    act.write(decision)
    matter.number = paper.number
    matter.decided_on = act.today
    return decision


def handed_over(act: Act, decision: Decision, cmd: "PenalizeOnSpot") -> Delivery:
    """Record that the decision was handed over: signed on itself, or the refusal noted on it."""
    party = decision.case.party
    delivery = Delivery(
        case=decision.case,
        document=decision.document,
        receipt=decision.document,
        way=DeliveryWay.ON_THE_SPOT,
        served_on=act.today,
        place=cmd.place,
        receiver=cmd.receiver or party.legal_representative or party.name,
        refused=cmd.refused,
        note=cmd.refusal,
    )
    act.write(delivery)
    return delivery
