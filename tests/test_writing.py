"""Rows put with remembered statements: what is written is what Django would write."""

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongjian.common.db.writing import (
    MOST_ROWS,
    insert,
    insert_missing,
    insert_or_replace,
    put,
)
from gongjian.jobs.models import Job
from gongjian.ledger.models import Entry, Stream
from gongjian.publicity.models import PublicSeries

pytestmark = pytest.mark.django_db


def columns(row: Any) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


def rendering(ids: dict[str, Any]) -> Job:
    return Job(kind="documents.render", ids=ids, run_at="2026-03-02T01:02:03Z")


def test_rows_are_inserted_with_one_statement_and_know_their_keys() -> None:
    rows = [Stream(kind=f"kind-{n}") for n in range(3)]

    with CaptureQueriesContext(connection) as told:
        insert(rows)

    assert len(told) == 1
    assert [row.pk for row in rows] == list(
        Stream.objects.order_by("pk").values_list("pk", flat=True)[:3]
    )
    for row in rows:
        assert not row._state.adding
        assert columns(Stream.objects.get(pk=row.pk)) == columns(row) | {"head": b""}


def test_more_rows_than_an_act_writes_are_left_to_django() -> None:
    insert([Stream(kind="many") for _ in range(MOST_ROWS + 1)])

    assert Stream.objects.filter(kind="many").count() == MOST_ROWS + 1


def test_values_of_every_kind_come_back_as_they_were() -> None:
    job = rendering({"document": "甲", "n": 1})

    put(job)

    kept = Job.objects.get(pk=job.pk)
    assert (kept.ids, kept.run_at.isoformat()) == (job.ids, "2026-03-02T01:02:03+00:00")


def test_a_row_is_changed_in_all_its_columns() -> None:
    put(rendering({}))
    job = Job.objects.get()
    job.ids, job.attempts = {"n": 2}, 3

    put(job)

    assert columns(Job.objects.get()) == columns(job)


def test_a_row_that_is_gone_cannot_be_changed() -> None:
    job = rendering({})
    put(job)
    Job.objects.all().delete()

    with pytest.raises(DatabaseError), transaction.atomic():
        put(job)


def test_an_unsaved_row_behind_a_row_is_refused() -> None:
    entry = Entry(stream=Stream(kind="unsaved"), seq=1, payload="", salt=b"", leaf="")

    with pytest.raises(ValueError, match="unsaved related object"):
        insert([entry])


def test_after_a_refused_row_the_transaction_can_only_be_taken_back() -> None:
    first = Stream(kind="twice")
    insert([first])

    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Stream(kind="twice", uid=first.uid)])

    assert Stream.objects.filter(kind="twice").count() == 1


def series(serial: int, **values: Any) -> PublicSeries:
    known = {"agency_uid": UUID(int=serial), "series": "罚", "year": 2026}
    return PublicSeries(**{**known, "agency_name": "甲", "title": "甲罚", **values})


@pytest.mark.parametrize("further", [0, MOST_ROWS])
def test_a_row_that_is_there_stays_where_only_missing_ones_are_inserted(further: int) -> None:
    insert_missing([series(1)])

    insert_missing([series(n, agency_name="乙") for n in range(1, 3 + further)])

    names = PublicSeries.objects.order_by("pk").values_list("agency_name", flat=True)
    assert list(names) == ["甲", *["乙"] * (1 + further)]


@pytest.mark.parametrize("further", [0, MOST_ROWS])
def test_a_row_that_is_there_takes_the_new_values_where_it_is_to_be_replaced(further: int) -> None:
    by = ("agency_uid", "series", "year")
    insert_or_replace([series(1)], by=by)
    known = PublicSeries.objects.get()

    insert_or_replace(
        [series(n, agency_name="乙", given=7, pending=7) for n in range(1, 3 + further)], by=by
    )

    rows = PublicSeries.objects.order_by("pk")
    assert {(row.agency_name, row.given) for row in rows} == {("乙", 7)}
    assert len(rows) == 2 + further
    assert rows[0].pk == known.pk
