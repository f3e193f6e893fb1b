"""The outcome of legal review, written by `review` through here."""

from uuid import UUID

from gongjian.cases.choices import ReviewOutcome
from gongjian.cases.models import Discussion, Draft, Review
from gongjian.cases.queries import case_of
from gongjian.common.acts import Act
from gongjian.matters.models import Matter


def record_review(act: Act, draft: Draft, outcome: str, opinion: UUID) -> Review:
    """Write the outcome of a review of exactly this draft, inside the running act."""
    matter: Matter = act.matter
    outcome_row = Review(
        case=case_of(matter),
        draft=draft,
        draft_hash=draft.draft_hash,
        outcome=outcome,
        opinion=opinion,
        reviewer_id=act.officer,
        drafted_by_id=draft.drafted_by_id,
        at=act.now,
    )
    act.write(outcome_row)
    return outcome_row


def record_resolution(
    act: Act,
    draft: Draft,
    *,
    opinion: UUID,
    reviewer: int,
    consultation: UUID,
    discussion: Discussion,
) -> Review:
    """Write that the leaders resolved, after a consultation, what the review had not passed.

    Source: DZ11(2); XM4.3.4; 国办发〔2018〕118号 （十四）.
    """
    outcome_row = Review(
        case=draft.case,
        draft=draft,
        draft_hash=draft.draft_hash,
        outcome=ReviewOutcome.RESOLVED,
        opinion=opinion,
        consultation=consultation,
        discussion=discussion,
        discussion_adopted=discussion.adopted,
        discussed_hash=discussion.draft_hash,
        reviewer_id=reviewer,
        drafted_by_id=draft.drafted_by_id,
        at=act.now,
    )
    act.write(outcome_row)
    return outcome_row
