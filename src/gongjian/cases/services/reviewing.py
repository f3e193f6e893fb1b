"""The outcome of legal review, written by `review` through here."""

from uuid import UUID

from gongjian.cases.models import Draft, Review
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
