"""The facts on which the guards of a penalty procedure are decided, read anew in every act."""

from collections.abc import Mapping
from typing import Any

from gongjian.common.clock import Clock
from gongjian.matters.choices import DeadlineState
from gongjian.matters.definitions import process_of
from gongjian.matters.limits import deadlines_of
from gongjian.matters.models import Matter

from .beside import assistance_facts, told_alone
from .choices import OPENING, FurtherState, Proposal
from .common_name import invited, served_in_common, signed_by_all
from .correcting import corrections_checked
from .deciders import beyond_power
from .joint import everybody_served
from .measures import confirmed, kept, lifted, seized
from .models import Case, OnSpot
from .monitoring import recordings_checked
from .on_record import on_record
from .public_order.queries import victims_without_copy
from .queries import (
    adopted_discussion,
    case_of,
    execution_of,
    further_of,
    hearing_state,
    latest_draft,
    latest_notice,
    latest_review,
    noticed_weights,
    opinion_owed,
    statement_time,
    statements_on,
    still_true,
    within_limitation,
)
from .recorded import recorded
from .rules import heavier, weight_of
from .scopes import discussion_scope, review_of
from .taken import goods_registered

SUMMARY = "penalty-summary"


def penalty_facts(matter: Matter, clock: Clock) -> Mapping[str, Any]:
    """Return the facts that the procedure of a penalty case names; at most eleven queries.

    Three more where the case is decided together with others."""
    if process_of(matter).code == SUMMARY:
        return _on_spot_facts(matter, case_of(matter))
    return _ordinary_facts(matter, clock)


def _ordinary_facts(matter: Matter, clock: Clock) -> Mapping[str, Any]:
    """Return the facts named in `processes/penalty-ordinary.toml`."""
    case = case_of(matter)
    draft = latest_draft(case)
    notice = latest_notice(case) if draft else None
    unpunished = draft is not None and draft.proposal == Proposal.NO_PENALTY
    review = latest_review(case) if notice or unpunished else None
    served = notice is not None and notice.served_on is not None
    weights = noticed_weights(case) if served else []
    weight = weight_of(draft.items) if draft else None
    execution = execution_of(matter)
    hearing = hearing_state(matter, case, notice, clock.today())
    held = hearing.held
    return {
        **assistance_facts(case, clock.today()),
        "review_paused": any(
            limit.code == "review-limit" and limit.state == DeadlineState.PAUSED
            for limit in deadlines_of(matter)
        ),
        "proposal": draft.proposal if draft else Proposal.PENALTY.value,
        "hearing_settled": hearing.settled,
        "discussion_required": draft is not None
        and discussion_scope(matter, case, draft, hearing_held=held).required,
        "draft_is_discussed": draft is not None and adopted_discussion(case, draft) is not None,
        "within_limitation": within_limitation(case, clock.today()),
        "money_settled": execution.settled,
        "execution_over": execution.over,
        "fine_open": execution.fine_open,
        "ordered_remade": case.ordered_anew,
        "may_refuse_again": case.may_refuse_again,
        "split_off": case.split_from_id is not None,
        "parties_settled": all(f.state != FurtherState.BESIDE for f in further_of(case)),
        "all_served": everybody_served(case),
        "decides_here": not invited(case),
        "all_signed": signed_by_all(case),
        "served_in_common": served_in_common(case),
        "corrections_checked": corrections_checked(matter, case),
        "goods_registered": goods_registered(matter),
        # Without a draft nothing goes on anyhow.
        "recordings_checked": draft is None or recordings_checked(matter, case),
        "on_record": on_record(matter, case),
        "has_draft": draft is not None,
        "within_power": draft is None or not beyond_power(matter, case, draft),
        "seizure_confirmed": confirmed(matter),
        "seizures_on_record": recorded(matter),
        "measures_lifted": lifted(matter),
        "goods_seized": seized(matter),
        "evidence_kept": kept(matter),
        "police_received": "at_police" not in matter.marking or _received(case),
        "entry_settled": not opinion_owed(case),
        "review_required": draft is not None
        and review_of(matter, case, draft, hearing_held=held, today=clock.today()).required,
        "statement_over": statement_time(matter, notice, clock.today()).over,
        "draft_is_noticed": served
        and draft is not None
        and notice is not None
        and notice.facts_hash == draft.facts_hash
        and still_true(case, draft)
        and not told_alone(case, notice)
        and weight is not None
        and not any(heavier(weight, told) for told in weights),
        "draft_is_reviewed": review is not None
        and draft is not None
        and review.outcome in OPENING
        and review.draft_hash == draft.draft_hash,
        "two_officers": matter.second_id is not None and matter.second_id != matter.lead_id,
    }


def _received(case: Case) -> bool:
    """Tell whether the police acknowledged the last transfer; one query."""
    days = case.crime_transfers.order_by("-id").values_list("received_on", flat=True)
    return days.first() is not None


def _on_spot_facts(matter: Matter, case: Case) -> Mapping[str, Any]:
    """Return the facts named in `processes/penalty-summary.toml`: what the scene's rows tell."""
    spot = OnSpot.objects.select_related("draft").filter(case=case).first()
    notice = latest_notice(case) if spot else None
    two = spot is not None and spot.second_id is not None and spot.second_id != spot.lead_id
    alone = spot is not None and spot.public_order and spot.alone_agreed and bool(spot.recording)
    execution = execution_of(matter)
    return {
        "money_settled": execution.settled,
        "execution_over": execution.over,
        "corrections_checked": corrections_checked(matter, case),
        "victims_served": spot is None
        or not (spot.public_order and spot.victim)
        or not victims_without_copy(case).exists(),
        "enough_officers": two or alone,
        "identity_shown": spot is not None and bool(spot.identity_shown),
        "interpreter_ready": spot is None or not spot.needs_interpreter or bool(spot.interpreter),
        "party_told": spot is not None and spot.told and notice is not None and notice.oral,
        "party_heard": spot is not None
        and spot.heard
        and notice is not None
        and bool(statements_on(notice)),
        "suitable": spot is not None
        and not (spot.minor or spot.review_required or spot.hearing_right),
        "within_limit": spot is not None and spot.fine_fen <= spot.limit_fen,
        "as_told": spot is not None
        and notice is not None
        and notice.facts_hash == spot.draft.facts_hash
        and not heavier(weight_of(spot.draft.items), weight_of(notice.draft.items)),
        "only_warning": spot is None or spot.fine_fen == 0,
    }
