"""The facts on which the guards of a penalty procedure are decided, read anew in every act."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from gongjian.common.clock import Clock
from gongjian.matters.choices import DeadlineState
from gongjian.matters.definitions import process_of
from gongjian.matters.facts import Facts
from gongjian.matters.limits import deadlines_of
from gongjian.matters.models import Matter

from .ages import found_younger
from .beside import assistance_facts, told_alone
from .choices import OPENING, FurtherState, Proposal
from .common_name import invited, served_in_common, signed_by_all
from .correcting import corrections_checked
from .deciders import beyond_power
from .executing import execution_settled
from .fined import fined_twice, fines_before
from .guardians import guardian_named
from .joint import everybody_served
from .measures import confirmed, kept, lifted, may_seize, seized
from .models import Draft, Notice, OnSpot, Review
from .monitoring import recordings_checked
from .on_record import on_record
from .public_order.queries import victims_without_copy
from .public_order.rules import never_on_spot
from .queries import (
    Execution,
    HearingState,
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
    recusal_open,
    statement_time,
    statements_on,
    still_true,
    within_limitation,
)
from .recorded import recorded
from .rules import Weight, heavier, weight_of
from .scopes import discussion_scope, review_of
from .taken import goods_registered

SUMMARY = "penalty-summary"


def penalty_facts(matter: Matter, clock: Clock) -> Mapping[str, Any]:
    """Return the facts that the procedure of a penalty case names."""
    if process_of(matter).code == SUMMARY:
        return Facts(ON_SPOT, AtScene(matter, clock))
    return Facts(ORDINARY, Standing(matter, clock))


class Standing:
    """How a case stands: what its facts are told from, each row read once and only when asked."""

    def __init__(self, matter: Matter, clock: Clock) -> None:
        self.matter = matter
        self.clock = clock
        self.today = clock.today()
        self.case = case_of(matter)

    @cached_property
    def assistance(self) -> Mapping[str, bool]:
        return assistance_facts(self.case, self.today)

    @cached_property
    def draft(self) -> Draft | None:
        return latest_draft(self.case)

    @cached_property
    def notice(self) -> Notice | None:
        return latest_notice(self.case) if self.draft else None

    @property
    def served(self) -> bool:
        return self.notice is not None and self.notice.served_on is not None

    @cached_property
    def review(self) -> Review | None:
        unpunished = self.draft is not None and self.draft.proposal == Proposal.NO_PENALTY
        return latest_review(self.case) if self.notice or unpunished else None

    @cached_property
    def hearing(self) -> HearingState:
        return hearing_state(self.matter, self.case, self.notice, self.today)

    @cached_property
    def execution(self) -> Execution:
        return execution_of(self.matter)

    @cached_property
    def weights(self) -> list[Weight]:
        return noticed_weights(self.case) if self.served else []


Rules = Mapping[str, Callable[[Standing], Any]]


def _review_paused(at: Standing) -> bool:
    limits = deadlines_of(at.matter)
    return any(x.code == "review-limit" and x.state == DeadlineState.PAUSED for x in limits)


def _discussion_required(at: Standing) -> bool:
    if at.draft is None:
        return False
    held = at.hearing.held
    return discussion_scope(at.matter, at.case, at.draft, hearing_held=held).required


def _discussed(at: Standing) -> bool:
    return at.draft is not None and adopted_discussion(at.case, at.draft) is not None


def _review_required(at: Standing) -> bool:
    if at.draft is None:
        return False
    held = at.hearing.held
    return review_of(at.matter, at.case, at.draft, hearing_held=held, today=at.today).required


def _noticed(at: Standing) -> bool:
    """Tell whether the party was told of this draft, of no less, and with the help it needs."""
    draft, notice = at.draft, at.notice
    if draft is None or notice is None or not at.served:
        return False
    same = notice.facts_hash == draft.facts_hash and still_true(at.case, draft)
    if not same or told_alone(at.case, notice) or found_younger(at.case, draft, at.today):
        return False
    weight = weight_of(draft.items)
    return not any(heavier(weight, told) for told in at.weights)


def _reviewed(at: Standing) -> bool:
    review, draft = at.review, at.draft
    if review is None or draft is None:
        return False
    return review.outcome in OPENING and review.draft_hash == draft.draft_hash


def _received(at: Standing) -> bool:
    """Tell whether the police acknowledged the last transfer; one query while the case is there."""
    if "at_police" not in at.matter.marking:
        return True
    days = at.case.crime_transfers.order_by("-id").values_list("received_on", flat=True)
    return days.first() is not None


def _settled(at: Standing) -> bool:
    return all(one.state != FurtherState.BESIDE for one in further_of(at.case))


def _fined_once(at: Standing) -> bool:
    return at.draft is None or not fined_twice(fines_before(at.case), at.draft.items)


def _guardian_named(at: Standing) -> bool:
    return guardian_named(at.case, at.draft.no_penalty_ground if at.draft else "")


# The facts named in `processes/penalty-ordinary.toml`.
ORDINARY: Rules = {
    "guardian_ready": lambda at: at.assistance["guardian_ready"],
    "interpreter_ready": lambda at: at.assistance["interpreter_ready"],
    "review_paused": _review_paused,
    "proposal": lambda at: at.draft.proposal if at.draft else Proposal.PENALTY.value,
    "hearing_settled": lambda at: at.hearing.settled,
    "discussion_required": _discussion_required,
    "draft_is_discussed": _discussed,
    "within_limitation": lambda at: within_limitation(at.case, at.today),
    "money_settled": lambda at: at.execution.settled,
    "execution_over": lambda at: at.execution.over,
    "fine_open": lambda at: at.execution.fine_open,
    "ordered_remade": lambda at: at.case.ordered_anew,
    "may_refuse_again": lambda at: at.case.may_refuse_again,
    "split_off": lambda at: at.case.split_from_id is not None,
    "parties_settled": _settled,
    "all_served": lambda at: everybody_served(at.case),
    "decides_here": lambda at: not invited(at.case),
    "all_signed": lambda at: signed_by_all(at.case),
    "served_in_common": lambda at: served_in_common(at.case),
    "corrections_checked": lambda at: corrections_checked(at.matter, at.case),
    "execution_settled": lambda at: execution_settled(at.matter),
    "goods_registered": lambda at: goods_registered(at.matter),
    # Without a draft nothing goes on anyhow.
    "recordings_checked": lambda at: at.draft is None or recordings_checked(at.matter, at.case),
    "on_record": lambda at: on_record(at.matter, at.case),
    "has_draft": lambda at: at.draft is not None,
    "within_power": lambda at: at.draft is None or not beyond_power(at.matter, at.case, at.draft),
    "seizure_confirmed": lambda at: confirmed(at.matter),
    "seizure_allowed": lambda at: may_seize(at.matter),
    "seizures_on_record": lambda at: recorded(at.matter),
    "measures_lifted": lambda at: lifted(at.matter),
    "goods_seized": lambda at: seized(at.matter),
    "evidence_kept": lambda at: kept(at.matter),
    "police_received": _received,
    "entry_settled": lambda at: not opinion_owed(at.case),
    "review_required": _review_required,
    "statement_over": lambda at: statement_time(at.matter, at.notice, at.today).over,
    "draft_is_noticed": _noticed,
    "draft_is_reviewed": _reviewed,
    "fined_once": _fined_once,
    "recusals_decided": lambda at: not recusal_open(at.matter),
    "guardian_named": _guardian_named,
    "two_officers": lambda at: at.matter.second_id not in (None, at.matter.lead_id),
}


class AtScene(Standing):
    """How a case decided on the spot stands: what the rows of the scene tell."""

    @cached_property
    def spot(self) -> OnSpot | None:
        return OnSpot.objects.select_related("draft").filter(case=self.case).first()

    @cached_property
    def notice(self) -> Notice | None:
        return latest_notice(self.case) if self.spot else None


SceneRules = Mapping[str, Callable[[AtScene], Any]]


def _enough_officers(at: AtScene) -> bool:
    spot = at.spot
    if spot is None:
        return False
    two = spot.second_id not in (None, spot.lead_id)
    return two or (spot.public_order and spot.alone_agreed and bool(spot.recording))


def _victims_served(at: AtScene) -> bool:
    harmed = at.spot is not None and at.spot.public_order and bool(at.spot.victim)
    return not harmed or not victims_without_copy(at.case).exists()


def _interpreter_ready(at: AtScene) -> bool:
    return at.spot is None or not at.spot.needs_interpreter or bool(at.spot.interpreter)


def _told(at: AtScene) -> bool:
    return at.spot is not None and at.spot.told and at.notice is not None and at.notice.oral


def _heard(at: AtScene) -> bool:
    spot, notice = at.spot, at.notice
    return spot is not None and spot.heard and notice is not None and bool(statements_on(notice))


def _suitable(at: AtScene) -> bool:
    spot = at.spot
    if spot is None or spot.minor or spot.review_required or spot.hearing_right:
        return False
    return not (spot.public_order and never_on_spot(at.case.cause))


def _as_told(at: AtScene) -> bool:
    spot, notice = at.spot, at.notice
    if spot is None or notice is None:
        return False
    return notice.facts_hash == spot.draft.facts_hash and not heavier(
        weight_of(spot.draft.items), weight_of(notice.draft.items)
    )


# The facts named in `processes/penalty-summary.toml`.
ON_SPOT: SceneRules = {
    "money_settled": lambda at: at.execution.settled,
    "execution_over": lambda at: at.execution.over,
    "corrections_checked": lambda at: corrections_checked(at.matter, at.case),
    "execution_settled": lambda at: execution_settled(at.matter),
    "victims_served": _victims_served,
    "enough_officers": _enough_officers,
    "identity_shown": lambda at: at.spot is not None and bool(at.spot.identity_shown),
    "interpreter_ready": _interpreter_ready,
    "party_told": _told,
    "party_heard": _heard,
    "suitable": _suitable,
    "within_limit": lambda at: at.spot is not None and at.spot.fine_fen <= at.spot.limit_fen,
    "as_told": _as_told,
    "fined_once": lambda at: (
        at.spot is None or not fined_twice(fines_before(at.case), at.spot.draft.items)
    ),
    "only_warning": lambda at: at.spot is None or at.spot.fine_fen == 0,
}
