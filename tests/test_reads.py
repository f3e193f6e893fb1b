"""Reads are remembered until something is written, locked or taken back, and never outside."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, connections, transaction

from gongjian.common import reads
from gongjian.jobs.models import Job, JobState

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@reads.once
def kinds(state: str) -> list[str]:
    return list(Job.objects.filter(state=state).order_by("id").values_list("kind", flat=True))


@reads.once
def kind_of(row: Job) -> str:
    return Job.objects.values_list("kind", flat=True).get(pk=row.pk)


def job(kind: str) -> Job:
    return Job(kind=kind, state=JobState.WAITING, run_at=START)


def write(kind: str) -> Job:
    made = job(kind)
    made.save()
    return made


def write_in_vain(kind: str) -> None:
    with transaction.atomic():
        write(kind)
        assert kinds("waiting") == [kind]
        raise ZeroDivisionError


def test_a_block_asks_once_and_nothing_is_remembered_outside(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(2):
        kinds("waiting"), kinds("waiting")
    with django_assert_num_queries(2), reads.shared():
        kinds("waiting"), kinds("waiting"), kinds("done")
        with reads.shared():
            kinds("waiting")
    with django_assert_num_queries(1):
        kinds("waiting")


def test_an_answer_of_nothing_is_remembered_too(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1), reads.shared():
        assert kinds("failed") == kinds("failed") == []


def test_every_write_is_seen_at_once() -> None:
    with reads.shared():
        assert kinds("waiting") == []
        made = write("a")
        assert kinds("waiting") == ["a"]
        Job.objects.filter(pk=made.pk).update(kind="b")
        assert kinds("waiting") == ["b"]
        Job.objects.bulk_create([job("c")])
        assert kinds("waiting") == ["b", "c"]
        with connection.cursor() as cursor:
            cursor.execute("UPDATE jobs_job SET kind = 'd' WHERE kind = 'c'")
        assert kinds("waiting") == ["b", "d"]
        Job.objects.filter(kind="d").delete()
        assert kinds("waiting") == ["b"]


def test_what_was_taken_back_is_not_remembered() -> None:
    with reads.shared():
        with pytest.raises(ZeroDivisionError):
            write_in_vain("a")
        assert kinds("waiting") == []


class Engine:
    def __init__(self) -> None:
        self.execute_wrappers: list[Any] = []

    def _commit(self) -> None: ...
    def _rollback(self) -> None: ...


class WatchedEngine(reads.Watched, Engine): ...


@pytest.mark.parametrize("end", ["_commit", "_rollback"])
def test_nothing_outlives_a_transaction(end: str) -> None:
    assert isinstance(connections["default"], reads.Watched)
    engine = WatchedEngine()
    assert engine.execute_wrappers == [reads.watch]
    with reads.shared():
        kinds("waiting")
        getattr(engine, end)()
        assert not reads._memory.get()


def test_a_failed_read_is_asked_again() -> None:
    gone = Job(pk=write("a").pk + 1)
    with reads.shared():
        for _ in range(2):
            with pytest.raises(Job.DoesNotExist):
                kind_of(gone)


def test_two_objects_of_one_row_are_asked_apart(django_assert_num_queries: Any) -> None:
    one = write("a")
    with django_assert_num_queries(2), reads.shared():
        kind_of(one), kind_of(one)
        kind_of(Job(pk=one.pk))


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "a" FROM "t" FOR UPDATE',
        'SELECT "a" FROM "t" FOR NO KEY UPDATE OF "t"',
        "SELECT pg_advisory_xact_lock(1)",
        'INSERT INTO "t" SELECT "a" FROM "u"',
        'WITH x AS (DELETE FROM "t") SELECT "a" FROM "x"',
        "ROLLBACK TO SAVEPOINT s",
    ],
)
def test_whatever_is_no_plain_read_makes_forget(sql: str) -> None:
    asked: list[str] = []
    with reads.shared():
        kinds("waiting")
        known = reads._memory.get()
        assert known
        reads.watch(lambda *told: asked.append(told[0]), sql, (), False, {})
        assert not known
        assert asked == [sql]
