"""Changes that are written once do what the plain queryset does, and nothing else."""

from datetime import datetime
from typing import Annotated, Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongjian.common import reads
from gongjian.common.db.changing import Change, prepared_delete, prepared_update
from gongjian.common.db.prepared import FIXED, prepared
from gongjian.common.db.statements import Remembered
from gongjian.jobs.models import Job
from gongjian.matters.models import Matter
from gongjian.orgs.models import Agency

pytestmark = pytest.mark.django_db


@prepared_update
def done(kind: str, at: datetime) -> Change:
    return Job.objects.filter(kind=kind, done_at=None), {"done_at": at, "state": "done"}


@prepared_update
def tried(kind: str, column: Annotated[str, FIXED], more: Annotated[int, FIXED]) -> Change:
    return Job.objects.filter(kind=kind), {column: F(column) + more}


@prepared_delete
def gone(kind: str) -> QuerySet[Job]:
    return Job.objects.filter(kind=kind)


@prepared
def kinds(state: str) -> QuerySet[Job, str]:
    return Job.objects.filter(state=state).order_by("pk").values_list("kind", flat=True)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture(autouse=True)
def jobs(now: datetime) -> None:
    Job.objects.bulk_create([Job(kind=kind, ids={}, run_at=now) for kind in ("a", "a", "b")])


def test_it_changes_the_rows_that_are_meant_and_counts_them(now: datetime) -> None:
    assert [done("a", now), done("a", now), done("b", now)] == [2, 0, 1]

    assert set(Job.objects.values_list("state", "done_at")) == {("done", now)}


def test_what_decides_the_statement_is_known_by_its_value() -> None:
    assert [tried("a", "attempts", 1), tried("b", "attempts", 5), tried("a", "attempts", 1)]

    assert list(Job.objects.order_by("pk").values_list("attempts", flat=True)) == [2, 2, 5]


def test_it_takes_the_rows_away_that_are_meant_and_counts_them() -> None:
    assert [gone("a"), gone("a"), gone("nothing")] == [2, 0, 0]

    assert kinds("waiting") == ["b"]


def test_it_is_one_statement() -> None:
    with CaptureQueriesContext(connection) as told:
        gone("a")

    assert len(told) == 1


def test_what_was_read_before_a_change_is_asked_again() -> None:
    asked = reads.once(kinds)
    with reads.shared():
        assert asked("waiting") == ["a", "a", "b"]
        gone("a")
        assert asked("waiting") == ["b"]


def test_nothing_is_no_value() -> None:
    with pytest.raises(ValueError, match="None"):
        gone(None)  # type: ignore[arg-type]


def test_after_a_refused_change_the_transaction_can_only_be_taken_back() -> None:
    with transaction.atomic():
        gone("b")
        with pytest.raises(DatabaseError):
            tried("a", "attempts", -99)
        assert connection.needs_rollback

    assert kinds("waiting") == ["a", "a", "b"]


def test_a_change_of_two_tables_or_of_some_rows_is_refused() -> None:
    @prepared_update
    def of_agency(code: str) -> Change:
        return Matter.objects.filter(agency__code=code), {"title": "x"}

    @prepared_delete
    def first(kind: str) -> QuerySet[Job]:
        return Job.objects.filter(kind=kind)[:1]

    with pytest.raises(TypeError, match="one table"):
        of_agency("a")
    with pytest.raises(TypeError, match="one table"):
        first("a")


def test_rows_on_which_others_hang_are_left_to_django() -> None:
    @prepared_delete
    def all_of(code: str) -> QuerySet[Agency]:
        return Agency.objects.filter(code=code)

    with pytest.raises(TypeError, match="hang"):
        all_of("a")


def test_a_function_that_looks_at_a_value_is_found_out() -> None:
    """With `proving` a statement that depends on more than its open places is refused."""
    calls: list[Any] = []

    @prepared_delete
    def some(kind: str) -> QuerySet[Job]:
        calls.append(kind)
        return Job.objects.filter(kind=kind, state="waiting" if len(calls) > 1 else "done")

    assert Remembered.proving
    with pytest.raises(AssertionError, match="differs"):
        some("a")
