"""The facts on which the guards of a penalty procedure are decided, read anew in every act."""

from collections.abc import Mapping
from typing import Any

from gongjian.common.clock import Clock
from gongjian.matters.models import Matter

from .choices import ReviewOutcome
from .queries import (
    case_of,
    latest_draft,
    latest_notice,
    latest_review,
    noticed_weights,
    statement_time,
    still_true,
    within_limitation,
)
from .rules import heavier, weight_of


def penalty_facts(matter: Matter, clock: Clock) -> Mapping[str, Any]:
    """Return the facts named in `processes/penalty-ordinary.toml`; at most seven queries."""
    case = case_of(matter)
    draft = latest_draft(case)
    notice = latest_notice(case) if draft else None
    review = latest_review(case) if notice else None
    served = notice is not None and notice.served_on is not None
    weights = noticed_weights(case) if served else []
    weight = weight_of(draft.items) if draft else None
    return {
        "within_limitation": within_limitation(case, clock.today()),
        "has_draft": draft is not None,
        "review_required": draft is not None and draft.review_required,
        "statement_over": statement_time(matter, notice, clock.today()).over,
        "draft_is_noticed": served
        and draft is not None
        and notice is not None
        and notice.facts_hash == draft.facts_hash
        and still_true(case, draft)
        and weight is not None
        and not any(heavier(weight, told) for told in weights),
        "draft_is_reviewed": review is not None
        and draft is not None
        and review.outcome == ReviewOutcome.PASSED
        and review.draft_hash == draft.draft_hash,
        "two_officers": matter.second_id is not None and matter.second_id != matter.lead_id,
    }
