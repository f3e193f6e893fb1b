"""Jobs: taken once, retried, given up loudly, redone after a worker's death."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from gongjian.common.clock import Clock
from gongjian.common.db.counting import count_tables
from gongjian.jobs import registry, services
from gongjian.jobs.models import Job, JobState, Period
from gongjian.jobs.registry import enqueue, job

pytestmark = pytest.mark.django_db
runs: list[str] = []


@job("test.note")
def note(*, clock: Clock, word: str) -> None:
    runs.append(word)


@job("test.fail", attempts=2)
def fail(*, clock: Clock, word: str) -> None:
    raise ValueError(word)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    runs.clear()


def now_later(**passed: float) -> None:
    """Let the clock of waiting jobs reach their time by moving them back."""
    Job.objects.filter(state=JobState.WAITING).update(
        run_at=Clock().now() - timedelta(**(passed or {"seconds": 1}))
    )


def test_a_job_runs_once_and_is_done() -> None:
    enqueue("test.note", word="a")

    done = services.work_until_idle()

    assert (done, runs) == (1, ["a"])
    assert Job.objects.get(kind="test.note").state == JobState.DONE


def test_a_job_of_a_transaction_that_failed_does_not_exist() -> None:
    @transaction.atomic
    def ask_and_fail() -> None:
        enqueue("test.note", word="a")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        ask_and_fail()

    assert not Job.objects.filter(kind="test.note").exists()


def test_a_leased_job_is_not_taken_twice() -> None:
    enqueue("test.note", word="a")
    now = Clock().now()

    assert services.take("one", now) is not None
    assert services.take("two", now) is None


def test_a_job_whose_worker_died_is_taken_again_when_the_lease_has_run_out() -> None:
    enqueue("test.note", word="a")
    now = Clock().now()
    services.take("dead", now)

    again = services.take("alive", now + timedelta(seconds=61))

    assert again is not None
    assert (again.leased_by, again.attempts) == ("alive", 2)


def test_a_worker_that_lost_its_lease_cannot_say_that_it_is_done() -> None:
    enqueue("test.note", word="a")
    now = Clock().now()
    slow = services.take("slow", now)
    assert slow is not None
    services.take("other", now + timedelta(seconds=61))

    services.run(slow, "slow")

    assert Job.objects.get(pk=slow.pk).state == JobState.RUNNING


def test_a_failing_job_waits_longer_each_time_and_is_then_dead() -> None:
    made = enqueue("test.fail", word="secret words")
    services.work_once()
    first = Job.objects.get(pk=made.pk)
    now_later()

    services.work_once()

    last = Job.objects.get(pk=made.pk)
    assert first.state == JobState.WAITING
    assert first.run_at > Clock().now() + timedelta(seconds=1)
    assert (last.state, last.last_error) == (JobState.DEAD, "ValueError")


def test_a_dead_job_can_be_started_again_by_hand() -> None:
    made = enqueue("test.fail", word="a")
    for _ in range(2):
        now_later()
        services.work_once()

    assert services.retry_dead(made.pk)
    assert not services.retry_dead(made.pk)
    assert Job.objects.get(pk=made.pk).state == JobState.WAITING


def test_a_periodic_kind_runs_once_per_interval() -> None:
    @job("test.every", every=timedelta(minutes=1))
    def every(*, clock: Clock) -> None:
        runs.append("tick")

    start = Clock().now()
    for passed in (0, 30, 61):
        services.start_periodic(start + timedelta(seconds=passed))

    assert runs.count("tick") == 2
    Period.objects.filter(kind="test.every").delete()
    registry._kinds.pop("test.every")


def test_two_kinds_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"test\.note"):
        job("test.note")(note)


def test_a_job_that_takes_no_clock_is_refused() -> None:
    with pytest.raises(ValueError, match="clock"):
        job("test.clockless")(lambda: None)


def test_sqlite_is_told_how_full_its_tables_are() -> None:
    enqueue("test.note", word="a")

    count_tables()

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
            assert ("jobs_job",) in cursor.fetchall()
