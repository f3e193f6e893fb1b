"""Statements of reads are written once and asked with other values."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from gongjian.common.acts import Actor
from gongjian.common.db.statements import MOST_LISTED, Remembered, UnknownShape, shape_of
from gongjian.matters.models import Deadline, Matter, Recusal, Step
from gongjian.matters.queries import visible_matters

pytestmark = pytest.mark.django_db


def shape(rows: QuerySet[Any]) -> Any:
    return shape_of(rows.query.get_compiler("default"))[0]


def recused(officer: int, **more: Any) -> Exists:
    return Exists(Recusal.objects.filter(matter=OuterRef("pk"), officer=officer, **more))


def test_who_else_asks_is_the_same_shape_of_exists() -> None:
    one, other = (Matter.objects.filter(Q(lead=n), ~recused(n), seq=n) for n in (3, 7))
    assert shape(one) == shape(other)
    values = shape_of(other.query.get_compiler("default"))[1]
    assert values == other.query.get_compiler("default").as_sql()[1]


@pytest.mark.parametrize(
    "other",
    [
        Matter.objects.filter(recused(1)),
        Matter.objects.exclude(~recused(1)),
        Matter.objects.filter(~recused(1, reason="x")),
        Matter.objects.filter(~recused(1), ~recused(2)),
        Matter.objects.filter(Q(~recused(1)) | Q(seq=1)),
        Matter.objects.filter(~Exists(Recusal.objects.filter(matter=OuterRef("agency")))),
        Matter.objects.filter(
            ~Exists(Recusal.objects.filter(matter=OuterRef("agency"), officer=1))
        ),
        Matter.objects.filter(
            ~Exists(Recusal.objects.filter(officer=1).filter(matter=OuterRef("pk")))
        ),
        Matter.objects.filter(~Exists(Step.objects.filter(matter=OuterRef("pk"), officer=1))),
        Matter.objects.filter(~Exists(Recusal.objects.exclude(matter=OuterRef("pk"), officer=1))),
    ],
)
def test_another_exists_is_another_shape(other: QuerySet[Any]) -> None:
    usual = Matter.objects.filter(~recused(1))
    with suppress(UnknownShape):  # compiled each time, which is as good
        assert shape(other) != shape(usual)
    assert str(other.query) != str(usual.query)


@pytest.mark.parametrize("stands_in", [False, True])
def test_the_statement_of_what_a_person_may_see_is_written_once(stands_in: bool) -> None:
    absent = Actor(name="乙", officer=9, agency=2, unit=3, roles=frozenset({"agency_head"}))

    def seen(officer: int, agency: int) -> QuerySet[Matter]:
        roles = frozenset({"handler", "unit_head", "finance"})
        person = Actor(name="甲", user=1, officer=officer, agency=agency, unit=4, roles=roles)
        return visible_matters(replace(person, stands_for=(absent,) if stands_in else ()))

    one, other = seen(1, 2), seen(5, 6)
    assert shape(one) == shape(other)
    compiler = other.query.get_compiler("default")
    assert shape_of(compiler)[1] == compiler.as_sql()[1]


def test_who_stands_in_for_somebody_without_office_sees_no_more() -> None:
    handler = Actor(name="乙", officer=9, agency=2, unit=3, roles=frozenset({"handler"}))
    person = Actor(name="甲", user=1, officer=1, agency=2, unit=4, roles=frozenset({"handler"}))
    alone, standing = (
        visible_matters(person),
        visible_matters(replace(person, stands_for=(handler,))),
    )
    assert str(alone.query) == str(standing.query)


def test_other_values_are_the_same_shape() -> None:
    one, other = Step.objects.filter(matter=1, seq__gt=2), Step.objects.filter(matter=7, seq__gt=9)
    assert shape(one) == shape(other)


@pytest.mark.parametrize(
    "other",
    [
        Matter.objects.filter(number="1", seq=2),
        Matter.objects.filter(title="1"),
        Matter.objects.filter(number="1").order_by("seq"),
        Matter.objects.filter(number="1").order_by("-seq"),
        Matter.objects.filter(number="1").select_related("agency"),
        Matter.objects.filter(number="1").select_related("agency", "lead__unit"),
        Matter.objects.filter(number="1").only("number"),
        Matter.objects.filter(number="1").defer("number"),
        Matter.objects.filter(number="1").values("seq"),
        Matter.objects.filter(number="1").values_list("seq", "title"),
        Matter.objects.filter(number="1").distinct(),
        Matter.objects.filter(number="1").order_by("title", "seq"),
        Matter.objects.filter(number="1")[:3],
        Matter.objects.filter(number="1")[2:3],
        Matter.objects.exclude(number="1"),
        Matter.objects.filter(number__in=["1"]),
        Matter.objects.filter(number__in=["1", "2"]),
        Matter.objects.filter(agency__code="1"),
        Matter.objects.filter(lead__name="1"),
        Matter.objects.filter(number="1", secret_since=None),
        Matter.objects.filter(number="1", secret_since__isnull=False),
        Matter.objects.filter(number=F("title")),
        Matter.objects.filter(number="1").annotate(called=F("title")),
        Matter.objects.filter(agency__in=Step.objects.values("officer")),
    ],
)
def test_another_text_is_another_shape(other: QuerySet[Any]) -> None:
    usual = Matter.objects.filter(number="1")
    assert shape(other) != shape(usual)
    assert str(other.query) != str(usual.query)


@pytest.mark.parametrize(
    "rows",
    [
        Matter.objects.annotate(taken=Count("steps")),
        Matter.objects.filter(title__contains="1"),
        Matter.objects.filter(seq=F("agency_id") + 1),
        Matter.objects.filter(agency__in=Step.objects.filter(name__contains="1").values("id")),
        Matter.objects.order_by(F("seq").desc()),
        Matter.objects.extra(where=["1 = 1"]),
        Matter.objects.filter(number__in=[str(n) for n in range(MOST_LISTED + 1)]),
        Matter.objects.filter(seq=1) | Matter.objects.filter(seq=F("id") + 1),
    ],
)
def test_what_a_shape_cannot_tell_is_compiled_each_time(rows: QuerySet[Any]) -> None:
    with pytest.raises(UnknownShape):
        shape(rows)


def together(*numbers: int, all: bool = False, **more: Any) -> QuerySet[Any]:
    one, *others = [Matter.objects.filter(seq=n, **more).order_by().values("pk") for n in numbers]
    return one.union(*others, all=all)


def test_lists_united_are_written_once() -> None:
    inside = [Matter.objects.filter(pk__in=together(n, n + 1)).filter(seq=n) for n in (1, 4)]
    for one, other in ((together(1, 2), together(3, 4)), inside):
        compiler = other.query.get_compiler("default")
        assert shape(one) == shape(other)
        assert shape_of(compiler)[1] == compiler.as_sql()[1]


@pytest.mark.parametrize(
    "other",
    [
        together(1),
        together(1, 2, 3),
        together(1, 2, all=True),
        together(1, 2, number="1"),
        together(1, 2)[:3],
        Matter.objects.filter(seq=1).order_by().values("pk").intersection(together(2)),
    ],
)
def test_other_lists_united_are_another_shape(other: QuerySet[Any]) -> None:
    usual = together(1, 2)
    assert shape(other) != shape(usual)
    assert str(other.query) != str(usual.query)


def test_a_count_is_written_once_and_apart_from_its_rows() -> None:
    rows = Matter.objects.filter(seq__gte=0)[:3]
    assert [rows.count(), len(rows), rows.count()] == [0, 0, 0]
    assert [together(1, 2).count(), list(together(1, 2)), together(3, 4).count()] == [0, [], 0]


def test_a_query_with_an_attribute_nobody_knows_is_compiled_each_time() -> None:
    rows = Matter.objects.filter(seq=1)
    rows.query.__dict__["window"] = "new in some release"
    with pytest.raises(UnknownShape):
        shape(rows)


def test_a_wrong_memory_is_found_by_the_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Deadline.objects.filter(matter=1, code="x").order_by("due_on")
    compiler: Any = rows.query.get_compiler("default")
    # The memory of a long run is full: a new one.
    monkeypatch.setattr(type(compiler), "statements", {})
    list(rows.all())
    known = compiler.statements[shape(rows), False]
    monkeypatch.setattr(Remembered, "proving", True)
    monkeypatch.setattr(known, "uses", 0)
    monkeypatch.setattr(known, "text", known.text.replace("AND", "OR"))
    with pytest.raises(AssertionError, match="remembered wrongly"):
        list(rows.all())


def test_rows_are_read_the_same_the_second_time() -> None:
    assert connection.vendor in {"sqlite", "postgresql"}
    first = list(Matter.objects.select_related("agency").filter(seq__gte=0, secret_since=None)[:5])
    again = list(Matter.objects.select_related("agency").filter(seq__gte=0, secret_since=None)[:5])
    assert first == again
