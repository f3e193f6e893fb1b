"""Reads of a penalty case. Every caller starts from a matter it was allowed to see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongjian.common.acts import Actor
from gongjian.common.db.built import built_once
from gongjian.common.db.prepared import prepared, prepared_any, prepared_first
from gongjian.common.reads import once
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.jurisdiction.profiles import profile
from gongjian.matters.limits import deadlines_of
from gongjian.matters.models import Matter
from gongjian.matters.queries import visible_matters
from gongjian.parties.models import Party

from .choices import (
    ExclusionState,
    FilingKind,
    FurtherState,
    HearingAnswer,
    HearingOutcome,
    LineKind,
)
from .models import (
    AccountLine,
    Agent,
    Case,
    Decision,
    Discussion,
    Draft,
    EntryReview,
    Evidence,
    ExclusionProposal,
    FurtherParty,
    Guardian,
    Hearing,
    HearingRequest,
    Interpreter,
    NoPenalty,
    Notice,
    Overturn,
    PartyFiling,
    Review,
    Statement,
)
from .one_event import companions_of
from .rules import Balance, Weight, balance, facts_hash, weight_of
from .standing import items_now, with_items
from .widening import has_widened

FALLEN = Q(excluded_on__isnull=False) | Q(origin__excluded_on__isnull=False)
PAID = (LineKind.RECEIVED, LineKind.COLLECTED)


def case_of(matter: Matter) -> Case:
    """Return the case of a matter with party and entry review; one query for a matter object."""
    known: Case | None = matter.__dict__.get("_case")
    if known is None:
        known = matter.__dict__["_case"] = _case_behind(matter)
        if known is None:
            raise Case.DoesNotExist
    return known


@prepared_first
def _case_behind(matter: Matter) -> QuerySet[Case]:
    beside = ("party", "entry_review", "joint", "common", "daily")
    found = Case.objects.filter(matter=matter).select_related(*beside)
    return found.annotate(widened=has_widened("matter__agency"))


def entry_of(case: Case) -> EntryReview | None:
    """Return why a case is major or sensitive, with the opinion of review; None where it is not."""
    entry: EntryReview | None = getattr(case, "entry_review", None)
    return entry


def opinion_owed(case: Case) -> bool:
    """Tell whether review has still to speak of a major or sensitive case."""
    entry = entry_of(case)
    return entry is not None and entry.opined_at is None


def within_limitation(case: Case, today: date) -> bool:
    """Tell whether the case may be filed today; not while the end of the act is unknown.

    What justice handed back was discovered in time, when it was filed first.

    Source: 行政处罚法 第二十七条第一款、第三十六条.
    """
    if case.act_goes_on or case.returned_from_id is not None:
        return True
    return case.limitation_until is not None and today <= case.limitation_until


def parties_in_reach(actor: Actor, parties: QuerySet[Party]) -> QuerySet[Party]:
    """Keep the parties of cases this person may see, and those of no case at all."""
    cases = Case.objects.filter(party=OuterRef("pk"))
    beside = FurtherParty.objects.filter(party=OuterRef("pk"))
    reach = visible_matters(actor)
    seen = Exists(cases.filter(matter__in=reach)) | Exists(beside.filter(case__matter__in=reach))
    return parties.filter(seen | (~Exists(cases) & ~Exists(beside)))


def parties_beside(case: Case) -> QuerySet[FurtherParty]:
    """Return the further parties still in a case, oldest first."""
    beside = case.further_parties.filter(state=FurtherState.BESIDE)
    return beside.select_related("party").order_by("id")


def further_of(case: Case) -> list[FurtherParty]:
    """Return the further parties of a case, oldest first; one query for each case object.

    Who changes them forgets what is known (`forget_further`).
    """
    known: list[FurtherParty] | None = case.__dict__.get("_further")
    if known is None:
        known = case.__dict__["_further"] = _further(case)
    return known


@prepared
def _further(case: Case) -> QuerySet[FurtherParty]:
    rows = FurtherParty.objects.filter(case=case).order_by("id")
    return rows.select_related("party", "own_case")


def forget_further(case: Case) -> None:
    """Ask the database again next time."""
    case.__dict__.pop("_further", None)


def others_involved(case: Case) -> list[Party]:
    """Return the parties of a case, of what was split from or beside it, and of its event.

    Its own is not among them.
    """
    first = case.split_from_id or case.pk
    rows = FurtherParty.objects.filter(case__in={first, case.pk}).select_related("party")
    found = {row.party_id: row.party for row in rows}
    if case.split_from is not None:
        found[case.split_from.party_id] = case.split_from.party
    found |= {one.party_id: one.party for one in companions_of(case)}
    return [party for pk, party in found.items() if pk != case.party_id]


def people_beside(case: Case) -> list[str]:
    """Return the names of who stood beside the party: guardians, interpreters, agents."""
    rows = (model.objects.filter(case=case) for model in (Guardian, Interpreter, Agent))
    return [name for names in rows for name in names.values_list("name", flat=True)]


def found_on_scene(matter: Matter) -> Mapping[str, Any]:
    """Return what was typed on the scene of a case that could not be settled there; else {}."""
    opened = matter.steps.filter(seq=0, act="cases.turn_to_ordinary").first()
    return opened.data if opened else {}


@once
@prepared_first
def latest_draft(case: Case) -> QuerySet[Draft]:
    """Return the newest version of the proposed decision."""
    return Draft.objects.filter(case=case).order_by("-version")


def still_true(case: Case, draft: Draft) -> bool:
    """Tell whether a draft still names the party as it is: a name corrected later is told anew."""
    return draft.facts_hash == facts_hash(
        party=str(case.party.uid),
        name=case.party.name,
        facts=draft.facts,
        violated=draft.violated,
        basis=draft.basis,
    )


@once
@prepared_first
def latest_notice(case: Case) -> QuerySet[Notice]:
    """Return the newest prior notice, delivered or not, with its draft; a void one is none."""
    standing = Notice.objects.filter(case=case, void=False)
    return standing.select_related("draft", "document").order_by("-id")


@once
@prepared_first
def latest_review(case: Case) -> QuerySet[Review]:
    """Return the newest outcome of legal review."""
    return Review.objects.filter(case=case).order_by("-id")


@once
def noticed_weights(case: Case) -> list[Weight]:
    """Return what each delivered notice threatened: a decision may outweigh none of them.

    Where a decision is made anew because the party asked for review, the old one counts as well, as
    it stood last: what a first review took off does not come back because the party went on to
    court. One that did not punish leaves no room for a penalty.

    Source: 行政处罚法 第四十五条第二款; 行政复议法 第六十三条第二款.
    """
    told = _items_noticed(case)
    if told and case.ceiling and case.remakes_id is not None:
        old = with_items(Decision.objects.filter(pk=case.remakes_id).select_related("draft"))
        told += [items_now(decision) for decision in old]
    if told and case.ceiling and case.instead_of_id is not None:
        told.append([])
    return [weight_of(items) for items in told]


@prepared
def _items_noticed(case: Case) -> QuerySet[Notice, Any]:
    served = Notice.objects.filter(case=case, served_on__isnull=False, void=False)
    return served.values_list("draft__items", flat=True)


@once
@prepared
def statements_on(notice: Notice) -> QuerySet[Statement]:
    """Return what the party said to a notice, oldest first."""
    return Statement.objects.filter(notice=notice).order_by("id")


@once
@prepared_first
def decision_of(case: Case) -> QuerySet[Decision]:
    """Return the decision, if it was made and not taken back."""
    standing = with_items(Decision.objects.filter(case=case, void=False))
    return standing.select_related("draft", "document", "decided_by", "review__reviewer")


@once
@prepared_first
def spared_by(case: Case) -> QuerySet[NoPenalty]:
    """Return the decision not to punish, if it was made and not taken back."""
    return NoPenalty.objects.filter(case=case, void=False).select_related("document")


def balance_of(decision: Decision) -> Balance:
    """Return what a decision owes and what was paid; one query."""
    lines = AccountLine.objects.filter(decision=decision).values_list("kind", "amount_fen")
    return balance(weight_of(decision.draft.items).owed_fen, lines)


def last_payment(decision: Decision) -> AccountLine | None:
    """Return the newest money that reached a decision, by its day at the bank."""
    paid = AccountLine.objects.filter(decision=decision, kind__in=PAID)
    return paid.order_by("-happened_on", "-id").first()


@prepared_first
def overturn_of(case: Case) -> QuerySet[Overturn]:
    """Return why and since when a case's decision is out of force, newest; None where it stands."""
    return Overturn.objects.filter(decision__case=case).order_by("-id")


@dataclass(frozen=True, slots=True)
class Execution:
    """Whether a decision is paid (`settled`), or nothing more is to be executed (`over`).

    `fine_open`: it imposes a fine, and nothing was paid, let off or added since.
    """

    settled: bool = False
    over: bool = False
    fine_open: bool = False


def execution_of(matter: Matter) -> Execution:
    """Return how the execution of a matter's decision stands; two queries, none before it."""
    if matter.decided_on is None:
        return Execution()
    found = Decision.objects.filter(case__matter=matter, void=False)
    decision = found.select_related("draft", "overturn").first()
    if decision is None:
        return Execution()
    money = balance_of(decision)
    if hasattr(decision, "overturn"):
        return Execution(over=True)
    sums = weight_of(decision.draft.items)
    return Execution(
        settled=money.settled,
        over=not money.settled and not money.outstanding_fen,
        fine_open=sums.sum_of("fine") > 0
        and not money.paid_fen
        and money.outstanding_fen == sums.owed_fen,
    )


@dataclass(frozen=True, slots=True)
class StatementTime:
    """Whether the party's time to state and defend itself has run out (`over`), and until when."""

    over: bool
    until: date | None
    waived: bool


def statement_time(matter: Matter, notice: Notice | None, today: date) -> StatementTime:
    """Return how the party's time for statement and defence stands; three queries.

    It is over on the day after its last day, or once the party has clearly waived it; never while
    something that the party itself handed in has not been checked.

    Source: 行政处罚法 第四十四条、第四十五条、第六十二条、第六十四条.
    """
    if notice is None or notice.served_on is None:
        return StatementTime(over=False, until=None, waived=False)
    waived = any(statement.waived for statement in statements_on(notice))
    if any_unheard(matter):
        return StatementTime(over=False, until=None, waived=waived)
    dues = [limit.due_on for limit in deadlines_of(matter) if limit.code == "statement-limit"]
    until = dues[-1] if dues else None
    return StatementTime(waived or (until is not None and today > until), until, waived)


# The papers that give a case its number before there is a decision.
OPENERS = ("filing-approval", "case-acceptance-form")


def case_number(matter: Matter) -> str:
    """Return the number under which a case was filed (案号), else that of its decision; or ""."""
    return _filed_as(matter) or matter.number


@prepared_first
def _filed_as(matter: Matter) -> QuerySet[Document, str]:
    opened = Document.objects.filter(matter=matter, kind__in=OPENERS).exclude(number="")
    standing = opened.exclude(state=DocumentState.VOID).order_by("id")
    return standing.values_list("number", flat=True)


def case_numbers(matters: Iterable[Matter]) -> dict[int, str]:
    """Return the number by which each matter is called in a list, or ""; one query, none for none.

    The decision's, since that is what is asked for once it exists; before it that of the filing.
    """
    listed = list(matters)
    if not listed:
        return {}
    filed = dict(_openers().filter(matter__in=[m.pk for m in listed]))
    return {matter.pk: matter.number or filed.get(matter.pk, "") for matter in listed}


@built_once
def _openers() -> QuerySet[Document, tuple[int, str]]:
    opened = Document.objects.filter(kind__in=OPENERS).exclude(number="")
    standing = opened.exclude(state=DocumentState.VOID).order_by("-id")
    return standing.values_list("matter", "number")


def unheard(matter: Matter) -> QuerySet[PartyFiling]:
    """Return the statements that the party handed in and nobody has checked yet, oldest first."""
    handed_in = PartyFiling.objects.filter(matter=matter, kind=FilingKind.STATEMENT)
    return handed_in.filter(answered_at__isnull=True).order_by("id")


any_unheard = prepared_any(unheard)


@once
@prepared_any
def recusal_open(matter: Matter) -> QuerySet[PartyFiling]:
    """Tell whether the party asked that somebody keep away and nobody has decided on it yet."""
    asked = PartyFiling.objects.filter(matter=matter, kind=FilingKind.RECUSAL)
    return asked.filter(answered_at__isnull=True)


def waiting_filings(matter: Matter) -> QuerySet[PartyFiling]:
    """Return what the party handed in and nobody has answered yet, oldest first."""
    return PartyFiling.objects.filter(matter=matter, answered_at__isnull=True).order_by("id")


@prepared
def filings_of(matter: Matter) -> QuerySet[PartyFiling]:
    """Return all that the party handed in, oldest first."""
    return PartyFiling.objects.filter(matter=matter).select_related("officer").order_by("id")


def hearing_limit(matter: Matter, served_on: date) -> date:
    """Return the last day on which the party may ask for a hearing.

    Source: 行政处罚法 第六十四条第一项.
    """
    return profile(matter.profile).due("hearing-request-limit", served_on, matter.domain).due_on


@once
@prepared_first
def live_hearing_request(case: Case) -> QuerySet[HearingRequest]:
    """Return the demand for a hearing that is not answered to the end."""
    live = [HearingAnswer.WAITING, HearingAnswer.CALLED]
    return HearingRequest.objects.filter(case=case, answer__in=live)


@once
@prepared_first
def latest_hearing_request(case: Case) -> QuerySet[HearingRequest]:
    """Return what the party last asked for; None where it never asked for a hearing."""
    return HearingRequest.objects.filter(case=case).order_by("-id")


@once
@prepared_first
def running_hearing(case: Case) -> QuerySet[Hearing]:
    """Return the hearing that was called and has not ended."""
    running = Hearing.objects.filter(case=case, outcome="")
    return running.select_related("notice", "request")


@once
@prepared_first
def final_hearing(case: Case) -> QuerySet[Hearing]:
    """Return the latest hearing that was held, or given up by staying away."""
    over = [HearingOutcome.HELD, HearingOutcome.ABSENT]
    ended = Hearing.objects.filter(case=case, outcome__in=over)
    return ended.select_related("host", "record").order_by("-id")


def was_heard(case: Case) -> bool:
    """Tell whether a hearing of the case was really held."""
    ended = final_hearing(case)
    return ended is not None and ended.outcome == HearingOutcome.HELD


@dataclass(frozen=True, slots=True)
class HearingState:
    """Whether the party asked, whether all it asked for was granted, and whether it was heard."""

    asked: bool
    settled: bool
    hearing: Hearing | None

    @property
    def held(self) -> bool:
        return self.hearing is not None and self.hearing.outcome == HearingOutcome.HELD


def hearing_state(matter: Matter, case: Case, notice: Notice | None, today: date) -> HearingState:
    """Return how the party's demand for a hearing stands, across all notices; two or three queries.

    Settled: refused, withdrawn by the party, held (or missed) and reported; or never asked, and the
    time to ask ran out or was given up. To waive the statement is not to waive the hearing, and
    what became of one notice's hearing settles nothing for a later one that opens the right anew.

    Source: 行政处罚法 第六十三条至第六十五条.
    """
    request = latest_hearing_request(case)
    if request is None:
        return HearingState(False, hearing_time_over(matter, notice, today), None)
    ended = final_hearing(case)
    dropped = request.answer in (HearingAnswer.REFUSED, HearingAnswer.WITHDRAWN)
    heard = request.answer == HearingAnswer.HEARD
    reported = ended is not None and ended.report_id is not None
    asked = not dropped or ended is not None
    answered = dropped or (heard and reported)
    same = notice is None or notice.pk == request.notice_id
    return HearingState(
        asked, answered and (same or hearing_time_over(matter, notice, today)), ended
    )


def hearing_time_over(matter: Matter, notice: Notice | None, today: date) -> bool:
    """Tell whether nobody can ask for a hearing any more: no right, given up, or time run out."""
    if notice is None or notice.served_on is None or not notice.hearing_right:
        return True
    if any(statement.hearing_waived for statement in statements_on(notice)):
        return True
    return today > hearing_limit(matter, notice.served_on)


@once
@prepared_first
def latest_discussion(case: Case) -> QuerySet[Discussion]:
    """Return the latest discussion of the leaders, whatever it adopted."""
    return Discussion.objects.filter(case=case).order_by("-id")


def adopted_discussion(case: Case, draft: Draft) -> Discussion | None:
    """Return the latest discussion, if it adopted exactly this draft."""
    latest = latest_discussion(case)
    if latest is None or not latest.adopted or latest.draft_hash != draft.draft_hash:
        return None
    return latest


def standing_evidence(case: Case) -> QuerySet[Evidence]:
    """Return the evidence on which a decision may rest, oldest first: none that was excluded.

    Source: 行政处罚法 第四十六条第三款.
    """
    return _standing(case.evidence.all())


def _standing(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    standing = evidence.filter(excluded_on__isnull=True, exclusion__isnull=True)
    standing = standing.filter(origin__excluded_on__isnull=True, origin__exclusion__isnull=True)
    return standing.order_by("id")


@once
def evidence_held(case: Case) -> Sequence[Evidence]:
    """Return the rows of the evidence on which a decision may rest, oldest first."""
    return _evidence_held(case)


@prepared
def _evidence_held(case: Case) -> QuerySet[Evidence]:
    return _standing(Evidence.objects.filter(case=case))


def excluded_evidence(case: Case) -> QuerySet[Evidence]:
    """Return what was excluded, here or in the case it was taken from, oldest first."""
    return case.evidence.filter(FALLEN).order_by("id")


@once
def exclusions_of(case: Case) -> int:
    """Return how many pieces of evidence were excluded, here or in the case they come from."""
    return len(_excluded(case))


@prepared
def _excluded(case: Case) -> QuerySet[Evidence, int]:
    return Evidence.objects.filter(FALLEN, case=case).values_list("pk", flat=True)


@once
@prepared_first
def open_exclusion(case: Case) -> QuerySet[ExclusionProposal]:
    """Return the proposal to exclude evidence that waits for the leader."""
    found = ExclusionProposal.objects.filter(evidence__case=case, state=ExclusionState.OPEN)
    return found.select_related("evidence", "proposed_by").order_by("id")
