"""How long forms take is counted for each kind of form, and never for a person."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from gongjian.common import clock as clocks
from gongjian.ui import burden
from gongjian.ui.burden import ENDS, FEWEST, burdens, forget_old, minutes_at, slot_of
from gongjian.ui.forms import ActForm
from gongjian.ui.models import FormTally

pytestmark = pytest.mark.django_db


def form(token: str = "", *, posted: bool = True, wrong: tuple[str, ...] = ()) -> ActForm:
    told = {burden.CARRIED: [token]} if token else {}
    return cast(
        ActForm,
        SimpleNamespace(typed=told, posted=posted, restored=None, wrong=list(wrong)),
    )


def later(monkeypatch: Any, seconds: int) -> None:
    now = clocks.Clock().now() + timedelta(seconds=seconds)
    monkeypatch.setattr(clocks.Clock, "now", lambda self: now)


def fill(code: str, slot: int, times: int) -> None:
    FormTally.objects.create(
        form=code, month=date(2026, 3, 1), what="took", slot=str(slot), times=times
    )


def test_the_time_runs_from_the_first_showing_through_every_return(monkeypatch: Any) -> None:
    first = burden.first_shown(form(posted=False))
    again = burden.first_shown(form(first))
    later(monkeypatch, 100)

    burden.accepted(form(again), "cases.close_case")

    row = FormTally.objects.get()
    assert again == first
    assert (row.form, row.what, ENDS[int(row.slot)], row.times) == (
        "cases.close_case",
        "took",
        120,
        1,
    )


def test_a_forged_or_missing_beginning_counts_nothing() -> None:
    for token in ("", "1700000000", "x:y:z"):
        burden.accepted(form(token), "cases.close_case")

    assert not FormTally.objects.exists()


def test_what_was_left_for_hours_is_no_time_of_filling_in(monkeypatch: Any) -> None:
    first = burden.first_shown(form(posted=False))
    later(monkeypatch, ENDS[-1] + 60)

    burden.accepted(form(first), "cases.close_case")

    assert FormTally.objects.get().what == "left"


def test_refusals_are_counted_with_their_fields_rows_of_a_list_as_one() -> None:
    for _ in range(FEWEST):
        burden.refused(form(wrong=("items.0.amount", "items.1.amount", "basis")), "cases.x")

    (found,) = burdens()

    assert found.refused == FEWEST
    assert dict(found.fields) == {"items.amount": FEWEST, "basis": FEWEST}


def test_too_few_tell_nothing() -> None:
    fill("cases.x", 3, FEWEST - 1)

    (found,) = burdens()

    assert (found.measured, found.median, found.ninetieth) == (FEWEST - 1, None, None)


def test_median_and_ninetieth_are_read_between_the_ends() -> None:
    fill("cases.x", 4, 8)  # two to three minutes
    fill("cases.x", 8, 2)  # twelve to twenty

    (found,) = burdens()

    assert found.median == round(2 + 5 / 8, 1)
    assert found.ninetieth == 16.0
    assert minutes_at({0: 10}, 0.5) == 0.1


def test_every_length_has_its_place() -> None:
    assert [slot_of(end) for end in ENDS] == list(range(len(ENDS)))
    assert slot_of(ENDS[-1] + 1) == len(ENDS)


def test_old_months_are_forgotten() -> None:
    fill("cases.x", 1, 1)

    assert forget_old(date(2028, 3, 31)) == 0
    assert forget_old(date(2028, 4, 1)) == 1


def test_nothing_of_a_person_has_a_column() -> None:
    names = {field.name for field in FormTally._meta.get_fields()}

    assert names == {"id", "form", "month", "what", "slot", "times"}


def test_only_the_months_asked_for_count() -> None:
    fill("cases.x", 1, 7)

    assert burdens(since=date(2026, 4, 1)) == []
    assert burdens(since=date(2026, 3, 1))[0].measured == 7
