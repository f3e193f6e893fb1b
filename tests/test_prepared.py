"""Reads that are written once answer like the plain ones, whoever and whatever is asked for."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, connections, models
from django.db.models import F, QuerySet, signals
from django.db.transaction import TransactionManagementError, atomic, set_rollback
from django.test.utils import CaptureQueriesContext

from gongjian.cases import testing as story
from gongjian.cases.testing import Cast, make_cast
from gongjian.common.acts import Actor
from gongjian.common.db.prepared import FIXED, prepared, prepared_any, prepared_first
from gongjian.common.db.statements import Remembered
from gongjian.matters.models import Deadline, Matter, Recusal, Step
from gongjian.matters.queries import visible_matters
from gongjian.orgs.models import Agency

pytestmark = pytest.mark.django_db


@prepared
def steps_of(matter: Matter) -> QuerySet[Step]:
    return Step.objects.filter(matter=matter).order_by("seq")


@prepared_first
def newest(matter: Matter, before: int) -> QuerySet[Step]:
    return Step.objects.filter(matter=matter, seq__lt=before).order_by("-seq")


@prepared_any
def recused(matter: Matter) -> QuerySet[Recusal]:
    return Recusal.objects.filter(matter=matter)


@prepared
def open_to(actor: Actor, uid: UUID) -> QuerySet[Matter, str]:
    return visible_matters(actor).filter(uid=uid).values_list("title", flat=True)


@prepared
def running(on: date, since: datetime, closed: bool) -> QuerySet[Deadline]:
    found = Deadline.objects.filter(due_on__gte=on, matter__opened_at__lte=since)
    return found.filter(matter__closed_at__isnull=not closed).order_by("pk")


@prepared
def some(matter: Matter, most: Annotated[int, FIXED]) -> QuerySet[Step]:
    return Step.objects.filter(matter=matter).order_by("seq")[:most]


@prepared
def told(matter: Matter) -> QuerySet[Step]:
    """Read some columns, of a row beside as well, and one that is no column of the row."""
    some = Step.objects.filter(matter=matter).select_related("officer", "matter__reviewer")
    shown = some.only("code", "at", "data", "officer__name", "matter__title", "matter__reviewer")
    return shown.annotate(unit_name=F("officer__unit__name")).order_by("-seq")


@prepared
def without_objects(matter: Matter) -> QuerySet[Step, Any]:
    return Step.objects.filter(matter=matter).order_by("seq").values("uid", "at", "data")


@prepared
def of_units(matter: Matter) -> QuerySet[Step, tuple[str]]:
    """Order by what is not asked for: the statement has a column more than its rows."""
    rows = Step.objects.filter(matter=matter).distinct().order_by("code", "seq")
    return rows.values_list("officer__unit__name")


@prepared
def nobody(matter: Matter) -> QuerySet[Step]:
    return Step.objects.filter(matter=matter, pk__in=[])


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def filed(cast: Cast) -> Matter:
    return story.file_case(cast, story.open_case(cast))


def test_each_row_asked_about_has_its_own_answer(cast: Cast) -> None:
    one, other = filed(cast), story.open_case(cast)

    for _ in range(3):
        assert steps_of(one) == list(one.steps.order_by("seq"))
        assert steps_of(other) == list(other.steps.order_by("seq"))

    assert newest(matter=one, before=1) == one.steps.get(seq=0)
    assert newest(one, 0) is None
    assert not recused(one)


def test_it_asks_anew_each_time(cast: Cast) -> None:
    matter = story.open_case(cast)
    known = len(steps_of(matter))

    story.file_case(cast, matter)

    assert len(steps_of(matter)) > known


def test_a_row_knows_the_one_it_was_asked_for(cast: Cast) -> None:
    matter = filed(cast)

    with CaptureQueriesContext(connection) as seen:
        assert all(step.matter is matter for step in steps_of(matter))

    assert len(seen) == 1


def test_its_rows_are_those_of_the_plain_read_and_what_was_not_read_is_read_when_asked_for(
    cast: Cast,
) -> None:
    matter = filed(cast)

    def all_of(rows: Iterable[Any]) -> list[Any]:
        return [_seen(row) for row in rows]

    plain = all_of(told.__wrapped__(matter))  # type: ignore[attr-defined]  # functools.wraps
    for _ in range(2):
        rows = told(matter)
        assert all_of(rows) == plain
        assert {row.matter_id for row in rows} == {matter.pk}
        assert [row.name for row in rows] == [s.name for s in matter.steps.order_by("-seq")]


@pytest.mark.parametrize("read", [without_objects, of_units, nobody])
def test_rows_that_are_no_objects_are_those_of_the_plain_read(cast: Cast, read: Any) -> None:
    matter = filed(cast)

    for _ in range(2):
        assert read(matter) == list(read.__wrapped__(matter))


def test_rows_read_beside_them_come_along(cast: Cast) -> None:
    @prepared
    def with_deadlines(agency: Agency) -> QuerySet[Matter]:
        return Matter.objects.filter(agency=agency).prefetch_related("deadlines").order_by("pk")

    one, other = filed(cast), story.open_case(cast)
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            rows = with_deadlines(cast.agency)
            found = [list(row.deadlines.all()) for row in rows]
        assert found == [list(m.deadlines.all()) for m in (one, other)]
        assert len(seen) == 2


def test_rows_of_another_kind_are_refused(cast: Cast) -> None:
    @prepared
    def named(matter: Matter) -> QuerySet[Step, Any]:
        return Step.objects.filter(matter=matter).values_list("code", named=True)

    with pytest.raises(TypeError, match="prepared read"):
        named(filed(cast))


def test_rows_of_records_are_those_that_django_makes(cast: Cast) -> None:
    matter = filed(cast)
    names = [field.attname for field in Matter._meta.concrete_fields]
    values = Matter.objects.filter(pk=matter.pk).values_list(*names).get()

    read = Matter.objects.get(pk=matter.pk)
    some = Matter.objects.only("title").get(pk=matter.pk)

    assert _seen(read) == _seen(models.Model.from_db.__func__(Matter, "default", names, values))  # type: ignore[attr-defined]  # a class method
    assert some.get_deferred_fields() == {*names} - {"id", "title"}
    assert some.party_name == matter.party_name
    assert not [*signals.pre_init.receivers, *signals.post_init.receivers]


def test_a_read_is_heard_by_whoever_listens(cast: Cast) -> None:
    matter, heard = filed(cast), []

    def listen(execute: Any, sql: Any, *rest: Any) -> Any:
        heard.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        steps_of(matter)

    assert len(heard) == 1
    assert 'FROM "matters_step"' in heard[0]


def test_nothing_is_read_in_a_transaction_that_is_broken(cast: Cast) -> None:
    matter = filed(cast)

    with atomic():
        set_rollback(True)
        with pytest.raises(TransactionManagementError):
            steps_of(matter)


def test_an_error_of_the_database_is_told_as_one(cast: Cast) -> None:
    matter = filed(cast)
    engine: Any = connections["default"]

    with pytest.raises(DatabaseError, match="nowhere"), atomic():
        engine.rows('SELECT * FROM "nowhere" WHERE "id" = %s', (matter.pk,))


def _seen(row: Any) -> dict[str, Any]:
    """Return what an object knows without asking the database, rows beside it included."""
    known = {name: value for name, value in vars(row).items() if name != "_state"}
    beside = {n: b and _seen(b) for n, b in row._state.fields_cache.items()}
    return {**known, "beside": beside, "adding": row._state.adding, "db": row._state.db}


def test_who_asks_is_never_taken_for_another(cast: Cast) -> None:
    matter = filed(cast)
    mine, nobodys = cast.actor("handler"), Actor(name="无职务的人")

    for _ in range(2):
        assert open_to(mine, matter.uid) == [matter.title]
        assert open_to(nobodys, matter.uid) == []
        assert open_to(mine, uuid4()) == []


def test_days_and_moments_stand_open_and_a_switch_does_not(cast: Cast) -> None:
    matter = filed(cast)
    everything = list(matter.deadlines.order_by("pk"))

    assert running(date(2000, 1, 1), matter.opened_at, closed=False) == everything
    assert running(date(2000, 1, 1), matter.opened_at, closed=True) == []
    assert running(date(9000, 1, 1), matter.opened_at, closed=False) == []


def test_what_decides_the_statement_is_known_by_its_value(cast: Cast) -> None:
    matter = filed(cast)

    assert [len(some(matter, number)) for number in (1, 2, 1, 0)] == [1, 2, 1, 0]


def test_nothing_is_no_value() -> None:
    with pytest.raises(ValueError, match="None"):
        newest(Matter(), 3)


def test_a_function_that_looks_at_a_value_is_found_out(cast: Cast) -> None:
    """With `proving` a statement that depends on more than its open places is refused."""
    calls: list[Any] = []

    @prepared
    def late(before: int) -> QuerySet[Step]:
        calls.append(before)
        return Step.objects.filter(seq__lt=before, code="open" if len(calls) > 1 else "other")

    assert Remembered.proving
    with pytest.raises(AssertionError, match="differs"):
        late(3)
