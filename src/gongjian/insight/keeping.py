"""Keeping `CountedAct`: after every act on a matter, and compared with its sources every night."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from gongjian.cases.choices import Proposal
from gongjian.cases.goods import SEIZING
from gongjian.cases.models import Decision, Inspection, Recheck
from gongjian.common.acts import Act
from gongjian.common.clock import Clock, local_date
from gongjian.common.db.changing import Change, prepared_update
from gongjian.common.db.writing import insert_or_replace
from gongjian.common.records import Record
from gongjian.documents.choices import DocumentState
from gongjian.documents.models import Document
from gongjian.jobs.registry import job
from gongjian.matters.events import ActDone
from gongjian.matters.models import Matter

from .models import CountedAct
from .sources import SOURCES, Found, Source
from .visits import FOLLOWED, left_behind

EVERY = timedelta(hours=24)
BATCH = 500
TOLD = ("matter_id", "agency_uid", "counted_on", "once")
VISITS = tuple(source for source in SOURCES if source.model in (Inspection, Recheck))
BY_MODEL = {source.model: source for source in SOURCES}


def follow(act: Act, event: ActDone) -> None:
    """Count what this act wrote; what it took back counts no more."""
    written = {id(row): row for rows in act.written.values() for row in rows}
    counting: dict[Source, list[int]] = defaultdict(list)
    fallen: dict[Source, list[int]] = defaultdict(list)
    for row in written.values():
        source = BY_MODEL.get(type(row))
        if source is not None and source.concerns(row):
            (fallen if _void(row) else counting)[source].append(row.pk)
    for source, rows in fallen.items():
        CountedAct.objects.filter(source=source.code, row_id__in=rows).delete()
    for source, rows in counting.items():
        _keep(source, source.found(source.model._default_manager.filter(pk__in=rows)))
    for row in written.values():
        if isinstance(row, Decision | Document) and _ends_visits(row):
            _leave_visits(row)


def _ends_visits(row: Decision | Document) -> bool:
    """Tell whether what came of a visit is counted itself: a penalty, a measure on property."""
    if isinstance(row, Document):
        return row.kind in SEIZING
    return row.draft.proposal == Proposal.PENALTY


def _void(row: Record) -> bool:
    return getattr(row, "void", False) or (
        isinstance(row, Document) and row.state == DocumentState.VOID
    )


def _leave_visits(row: Decision | Document) -> None:
    """Let the visits before a decision or a measure count no more; taken back, they count again."""
    if isinstance(row, Document):
        matter, day, behind = row.matter_id, local_date(row.made_at), Q()
    else:
        matter, day = row.case.matter_id, row.decided_on
        daily = getattr(row.case, "daily", None)
        behind = Q(source="recheck", row_id=daily.recheck_id) if daily else Q()
    if not _void(row):
        _follow(matter, day)
        if behind:
            CountedAct.objects.filter(behind).update(kind=FOLLOWED)
        return
    for source in VISITS:
        recount_rows(source, _visits_of(source, matter, behind))


@prepared_update
def _follow(matter: int, day: date) -> Change:
    return CountedAct.objects.filter(left_behind(day), matter=matter), {"kind": FOLLOWED}


def _visits_of(source: Source, matter: int, behind: Q) -> list[int]:
    known = CountedAct.objects.filter(Q(matter=matter) | behind if behind else Q(matter=matter))
    return list(known.filter(source=source.code).values_list("row_id", flat=True))


def recount_acts() -> int:
    """Compare every source with its rows and put right what differs; return how many did."""
    return sum(_recounted(source, batch) for source in SOURCES for batch in _batches(source))


@job("insight.recount_acts", every=EVERY, lease=timedelta(hours=4))
def recount_every_act(*, clock: Clock) -> None:
    """Compare what the yearly report counts beside penalties with its sources, and mend it."""
    recount_acts()


def _recounted(source: Source, batch: Sequence[int]) -> int:
    """Compare without locks first: as a rule nothing differs."""
    stale = _differing(source, batch)
    if not stale:
        return 0
    with transaction.atomic():
        rows = source.model._default_manager.filter(pk__in=stale)
        matters = {one.matter_id for one in source.found(rows)}
        list(
            Matter.objects.filter(pk__in=matters)
            .order_by("pk")
            .select_for_update(of=("self",))
            .values_list("pk")
        )
        recount_rows(source, stale)
    return len(stale)


def recount_rows(source: Source, rows: Sequence[int]) -> None:
    """Count these rows of a source anew, whatever was kept of them."""
    CountedAct.objects.filter(source=source.code, row_id__in=rows).delete()
    _keep(source, source.found(source.model._default_manager.filter(pk__in=rows)))


def _differing(source: Source, batch: Sequence[int]) -> list[int]:
    found = {_line(one) for one in source.found(source.model._default_manager.filter(pk__in=batch))}
    known = CountedAct.objects.filter(source=source.code, row_id__range=(batch[0], batch[-1]))
    return sorted({row_id for row_id, _ in found ^ {_line(one) for one in known}})


def _line(one: Found | CountedAct) -> tuple[int, tuple[object, ...]]:
    return one.row_id, (one.kind, *(getattr(one, name) for name in TOLD))


def _keep(source: Source, found: Iterable[Found]) -> None:
    rows = [
        CountedAct(
            source=source.code,
            row_id=one.row_id,
            kind=one.kind,
            matter_id=one.matter_id,
            agency_uid=one.agency_uid,
            counted_on=one.counted_on,
            once=one.once,
        )
        for one in found
    ]
    if rows:
        insert_or_replace(rows, by=("source", "row_id", "kind"))


def _batches(source: Source) -> Iterator[list[int]]:
    """Yield the ids of a source, in order; of papers only those that order a measure."""
    rows: QuerySet[Any] = source.model._default_manager.order_by("pk")
    if source.model is Document:
        rows = rows.filter(kind__in=SEIZING)
    after = 0
    while batch := list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]):
        yield batch
        after = batch[-1]
