"""Keeping `CountedDecision`: after every act on a decision or its publication, and every night."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from gongjian.cases.choices import PenaltyKind, Proposal
from gongjian.cases.models import Decision, StandingItems
from gongjian.cases.rules import weight_of
from gongjian.cases.standing import Item, forget_items, items_now, with_items
from gongjian.common.acts import Act
from gongjian.common.clock import Clock
from gongjian.common.db.writing import insert_or_replace
from gongjian.jobs.registry import job
from gongjian.matters.events import ActDone
from gongjian.matters.models import Matter
from gongjian.publicity.choices import ItemState
from gongjian.publicity.models import PublicItem

from .choices import Share
from .models import CountedDecision

TOLD = ("agency_uid", "decided_on", "share", "kinds", "procedure", "fen")
EVERY = timedelta(hours=24)
BATCH = 500
Rows = Mapping[int, CountedDecision | None]


def follow(act: Act, event: ActDone) -> None:
    """Count anew the decisions that this act wrote, or whose publication it wrote."""
    written = [row for rows in act.written.values() for row in rows]
    shown = {row.decision_id: row.decision for row in written if isinstance(row, PublicItem)}
    shown |= {row.decision_id: row.decision for row in written if isinstance(row, StandingItems)}
    made = {row.pk: row for row in written if isinstance(row, Decision)}
    # Changed are only decisions that were delivered, and of these no row is written any more.
    rows = {pk: closed(one, one.draft.items) for pk, one in made.items() if pk not in shown}
    for one in shown.values():
        forget_items(one)  # what this act read before it changed them
    if shown:
        rows |= reckoned(list(shown.values()))
    if rows:
        _keep(rows)


def closed(
    decision: Decision, items: Sequence[Item], share: Share = Share.CLOSED
) -> CountedDecision | None:
    """Return how a decision counts that is not public now, with what of it stands.

    None where it does not count.
    """
    draft = decision.draft
    if decision.void or draft.proposal != Proposal.PENALTY:
        return None
    if decision.common_with_id is not None:  # the leading agency counts it
        return None
    weight = weight_of(items)
    kinds = ",".join(dict.fromkeys(item["kind"] for item in items))
    if not kinds:
        return None
    return CountedDecision(
        decision=decision,
        agency_uid=decision.case.matter.agency.uid,
        decided_on=decision.decided_on,
        share=share,
        kinds=kinds,
        procedure="ordinary" if decision.on_spot_id is None else "summary",
        fen=weight.sum_of(PenaltyKind.FINE) + weight.confiscated_fen,
    )


def public(item: PublicItem) -> CountedDecision | None:
    """Return how a decision counts that is public now: as its rendition tells anyone."""
    data = item.data
    kinds = ",".join(data["kinds"])
    if not kinds:
        return None
    return CountedDecision(
        decision_id=item.decision_id,
        agency_uid=item.agency_uid,
        decided_on=item.decided_on,
        share=Share.PUBLIC,
        kinds=kinds,
        procedure=data["procedure"],
        fen=data["fine_fen"] + data["confiscated_fen"],
    )


def reckoned(decisions: Sequence[Decision]) -> Rows:
    """Return how each of these counts, by id; two queries besides those of the decisions.

    One more for each that is not public, unless it was read with what of it stands.
    """
    items = PublicItem.objects.filter(decision__in=[d.pk for d in decisions])
    live = {i.decision_id: i for i in items.filter(state=ItemState.LIVE).defer("searchable")}
    known = set(items.order_by().values_list("decision", flat=True))
    return {
        d.pk: public(live[d.pk])
        if d.pk in live
        else closed(d, items_now(d), Share.GONE if d.pk in known else Share.CLOSED)
        for d in decisions
    }


def recount() -> int:
    """Compare every decision with its row and put right what differs; return how many did."""
    return sum(_recounted(batch) for batch in _batches())


@job("insight.recount_decisions", every=EVERY, lease=timedelta(hours=4))
def recount_decisions(*, clock: Clock) -> None:
    """Compare what the yearly report counts with the decisions, and put right what differs."""
    recount()


def _recounted(batch: Sequence[Decision]) -> int:
    """Compare without locks first: as a rule nothing differs."""
    known = CountedDecision.objects.in_bulk([d.pk for d in batch], field_name="decision_id")
    stale = [pk for pk, row in reckoned(batch).items() if _told(known.get(pk)) != _told(row)]
    if stale:
        with transaction.atomic():
            matters = Matter.objects.filter(
                pk__in=[d.case.matter_id for d in batch if d.pk in stale]
            )
            list(matters.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
            _keep(reckoned(list(_decisions().filter(pk__in=stale))))
    return len(stale)


def _keep(rows: Rows) -> None:
    """Let the rows be these; where there is None, none."""
    if counting := [row for row in rows.values() if row]:
        insert_or_replace(counting, by=("decision",))
    if none := [pk for pk, row in rows.items() if row is None]:
        CountedDecision.objects.filter(decision__in=none).delete()


def _told(row: CountedDecision | None) -> tuple[object, ...] | None:
    return tuple(getattr(row, name) for name in TOLD) if row else None


def _decisions() -> QuerySet[Decision]:
    rows = with_items(Decision.objects.select_related("draft", "case__matter__agency"))
    return rows.order_by("pk")


def _batches() -> Iterator[list[Decision]]:
    after = 0
    while batch := list(_decisions().filter(pk__gt=after)[:BATCH]):
        yield batch
        after = batch[-1].pk
