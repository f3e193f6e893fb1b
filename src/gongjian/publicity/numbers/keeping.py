"""Keeping the public rows: after every act that moves a number, and every night from the cases."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from gongjian.cases.models import Case, Decision, SecretCase
from gongjian.common.acts import Act
from gongjian.common.db.changing import Change, prepared_update
from gongjian.common.db.prepared import FIXED, prepared, prepared_first
from gongjian.common.db.writing import insert, insert_or_replace
from gongjian.documents.models import Document
from gongjian.matters.events import ActDone
from gongjian.matters.models import Matter
from gongjian.publicity.choices import NumberState
from gongjian.publicity.models import (
    NumberStanding,
    PublicItem,
    PublicNumber,
    PublicRuling,
    PublicSeries,
    Release,
    RulingRound,
)

from .standing import KINDS, PENALTIES, Known, Standing, last_day_of, standing, standings

BATCH = 500


def follow(act: Act, event: ActDone) -> None:
    """Bring the numbers up to date whose decision, publication or paper this act wrote."""
    touched = _touched(row for rows in act.written.values() for row in rows)
    if len(touched) == 1 and (new := _just_given(act, *touched)):
        _give(new, standing(new, act.today))
    elif len(touched) == 1:
        keep(_numbered(*touched), act.today)
    elif touched:
        keep(list(numbered().filter(pk__in=touched)), act.today)


def _just_given(act: Act, document: int) -> Known | None:
    """Return what is known of a number that this very act gave: nothing but its own rows can be.

    None where the act wrote more of it; the limit to publish is asked for, as a decision of the
    same day may have set it first.
    """
    papers = [row for row in act.begun if isinstance(row, Document) and row.pk == document]
    made = [row for row in act.begun if isinstance(row, Decision) and row.document_id == document]
    if len(papers) != 1 or len(made) != 1 or papers[0].copy_of_id or papers[0].serial is None:
        return None
    if any(isinstance(row, Release | PublicItem) for row in act.begun):
        return None
    return Known(
        papers[0], made[0].case, due_on=last_day_of(papers[0].matter_id, made[0].decided_on)
    )


def numbered() -> QuerySet[Document]:
    """Return every numbered decision, in the order they were made.

    A number is that of the agency which gave it: copies in cases of others are none of theirs.
    """
    own = Q(copy_of__isnull=True) | Q(copy_of__agency=F("agency"), kind__in=PENALTIES)
    made = Document.objects.filter(own, kind__in=KINDS, serial__isnull=False).defer("data")
    return made.select_related("agency").order_by("pk")


@prepared
def _numbered(document: int) -> QuerySet[Document]:
    return numbered().filter(pk=document)


def keep(documents: Sequence[Document], today: date) -> int:
    """Let the public rows follow the cases; return how many numbers had changed.

    Called inside a transaction that holds the matters.
    """
    known = {row.document_id: row for row in _known(documents)}
    now = standings(documents, today)
    changed = [d for d in documents if _differs(known.get(d.pk), now[d.pk])]
    for document in changed:
        _write(document, known.get(document.pk), now[document.pk])
    return len(changed)


def _known(documents: Sequence[Document]) -> Iterable[NumberStanding]:
    if len(documents) == 1:
        return _known_of(documents[0])
    return NumberStanding.objects.filter(document__in=[d.pk for d in documents])


@prepared
def _known_of(document: Document) -> QuerySet[NumberStanding]:
    return NumberStanding.objects.filter(document=document)


def recount(today: date) -> int:
    """Compare every number with its case and put right what differs; return how many did."""
    return sum(_recounted(batch, today) for batch in _batches())


def fall_due(today: date) -> int:
    """Let the numbers whose last day has passed become overdue; return how many."""
    late = NumberStanding.objects.filter(state=NumberState.PENDING, due_on__lt=today)
    documents = list(late.values_list("document", flat=True))
    for first in range(0, len(documents), BATCH):
        with transaction.atomic():
            some = list(numbered().filter(pk__in=documents[first : first + BATCH]))
            _hold(some)
            keep(some, today)
    return len(documents)


def _touched(rows: Iterable[object]) -> set[int]:
    found: set[int] = set()
    cases: set[int] = set()
    for row in rows:
        if isinstance(row, Document) and row.kind in KINDS:
            found.add(row.pk)
        elif isinstance(row, Decision):
            found.add(row.document_id)
        elif isinstance(row, Release | PublicItem):
            found.add(row.decision.document_id)
        elif isinstance(row, RulingRound | PublicRuling):
            found.add(row.document_id)
        elif isinstance(row, Case | SecretCase) and row.matter_id is not None:
            cases.add(row.matter_id)
    if cases:
        papers = Document.objects.filter(matter__in=cases, kind__in=KINDS)
        found |= set(papers.values_list("pk", flat=True))
    return found


def _batches() -> Iterator[list[Document]]:
    after = 0
    while batch := list(numbered().filter(pk__gt=after)[:BATCH]):
        yield batch
        after = batch[-1].pk


def _recounted(batch: Sequence[Document], today: date) -> int:
    """Compare without locks first: as a rule nothing differs."""
    known = NumberStanding.objects.in_bulk([d.pk for d in batch], field_name="document_id")
    now = standings(batch, today)
    stale = [d for d in batch if _differs(known.get(d.pk), now[d.pk])]
    if not stale:
        return 0
    with transaction.atomic():
        _hold(stale)
        return keep(stale, today)


def _hold(documents: Sequence[Document]) -> None:
    """Lock the matters, as every act does first."""
    matters = Matter.objects.filter(pk__in={d.matter_id for d in documents}).order_by("pk")
    list(matters.select_for_update(of=("self",)).values_list("pk", flat=True))


def _differs(row: NumberStanding | None, now: Standing) -> bool:
    if row is None:
        return True
    if (row.state, row.ground, row.hidden) != (now.state, now.ground, now.hidden):
        return True
    return (row.due_on, row.token) != (now.due_on, now.token)


def _give(new: Known, now: Standing) -> None:
    """Write the rows of a number that has none yet."""
    document = new.document
    series = _series_of(document)
    _count(series, now, "given", 1)
    insert([_standing_row(document, series, now)])
    if not now.hidden:
        insert([_public_row(document, series, now)])


def _write(document: Document, row: NumberStanding | None, now: Standing) -> None:
    series = row.series if row else _series_of(document)
    before = ("hidden" if row.hidden else row.state) if row else "given"
    # A new number adds to the sum; a known one moves from one place to another.
    _count(series, now, before, -1 if row else 1)
    insert_or_replace([_standing_row(document, series, now)], by=("document",))
    if now.hidden:
        assert document.serial is not None
        PublicNumber.objects.filter(series=series, serial=document.serial).delete()
        return
    insert_or_replace([_public_row(document, series, now)], by=("series", "serial"))


def _count(series: PublicSeries, now: Standing, before: str, step: int) -> None:
    place = "hidden" if now.hidden else now.state.value
    if place != before:
        _moved(series.pk, place, before, step)


@prepared_update
def _moved(
    series: int,
    place: Annotated[str, FIXED],
    before: Annotated[str, FIXED],
    step: Annotated[int, FIXED],
) -> Change:
    return PublicSeries.objects.filter(pk=series), {
        place: F(place) + 1,
        before: F(before) + step,
    }


def _standing_row(document: Document, series: PublicSeries, now: Standing) -> NumberStanding:
    return NumberStanding(
        document=document,
        matter_id=document.matter_id,
        agency=document.agency,
        series=series,
        state=now.state,
        ground=now.ground,
        hidden=now.hidden,
        due_on=now.due_on,
        token=now.token,
    )


def _public_row(document: Document, series: PublicSeries, now: Standing) -> PublicNumber:
    assert document.serial is not None
    return PublicNumber(
        series=series,
        serial=document.serial,
        number=document.number,
        state=now.state,
        ground=now.ground,
        due_on=now.due_on,
        state_on=now.state_on,
        token=now.token,
    )


def _series_of(document: Document) -> PublicSeries:
    assert document.year is not None
    if known := _series(document.agency.uid, document.series, document.year):
        return known
    series, _ = PublicSeries.objects.get_or_create(
        agency_uid=document.agency.uid,
        series=document.series,
        year=document.year,
        defaults={
            "agency_name": document.agency.name,
            "title": f"{document.agency.short_name}{document.series}字〔{document.year}〕",
        },
    )
    return series


@prepared_first
def _series(agency: UUID, series: str, year: int) -> QuerySet[PublicSeries]:
    return PublicSeries.objects.filter(agency_uid=agency, series=series, year=year)
