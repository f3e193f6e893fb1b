"""The surcharge by hand, what always holds of it, codes and schedules."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.payments.rules import (
    Paid,
    Part,
    Surcharge,
    code_of,
    payment_code,
    surcharge,
    valid_code,
)

DUE = date(2026, 3, 17)
DAILY, CAP = Fraction("0.03"), Fraction(1)


def reckon(
    fine: int,
    late: int,
    *,
    paid: tuple[Paid, ...] = (),
    spans: tuple[tuple[date, date], ...] = (),
    parts: tuple[Part, ...] = (),
) -> Surcharge:
    until = DUE + timedelta(late)
    return surcharge(
        fine, parts or (Part(DUE, fine),), paid, until, daily=DAILY, cap=CAP, spans=spans
    )


# fine in fen, late days, surcharge in fen: 3 % a day, whole fen, halves up, the fine at most.
VECTORS = [
    (5_212_000, 0, 0),
    (5_212_000, 1, 156_360),
    (5_212_000, 33, 5_159_880),
    (5_212_000, 34, 5_212_000),
    (5_212_000, 400, 5_212_000),
    (50, 1, 2),  # 1.5 fen
    (17, 1, 1),  # 0.51 fen
    (16, 1, 0),  # 0.48 fen
    (101, 7, 21),  # 21.21 fen
    (350, 1, 11),  # 10.5 fen
]


@pytest.mark.parametrize(("fine", "late", "fen"), VECTORS)
def test_the_surcharge_is_what_a_hand_reckons(fine: int, late: int, fen: int) -> None:
    found = reckon(fine, late)

    assert (found.amount_fen, found.late_days) == (fen, late)


def test_the_cap_is_reached_on_the_thirty_fourth_day() -> None:
    assert not reckon(1_000_000, 33).capped
    assert reckon(1_000_000, 34).capped
    assert any("以罚款数额10,000.00元为限" in line for line in reckon(1_000_000, 34).explanation)


def test_days_of_review_and_litigation_do_not_count_and_overlap_once() -> None:
    review = (DUE + timedelta(3), DUE + timedelta(6))
    lawsuit = (DUE + timedelta(5), DUE + timedelta(9))

    found = reckon(1_000_000, 12, spans=(review, lawsuit))

    assert found.late_days == 12 - 7
    assert found.amount_fen == 5 * 30_000
    assert any("不计入" in line for line in found.explanation)


def test_a_span_that_began_before_the_last_day_stops_the_first_late_days() -> None:
    found = reckon(1_000_000, 5, spans=((DUE - timedelta(10), DUE + timedelta(2)),))

    assert found.late_days == 3


def test_what_was_paid_in_part_bears_nothing_from_the_next_day() -> None:
    found = reckon(1_000_000, 4, paid=(Paid(DUE + timedelta(2), 400_000),))

    # Two days on the whole, two on what was left: the day of payment still counts in full.
    assert found.amount_fen == 2 * 30_000 + 2 * 18_000


def test_money_paid_on_the_last_day_is_in_time() -> None:
    assert reckon(1_000_000, 30, paid=(Paid(DUE, 1_000_000),)).amount_fen == 0


def test_each_part_is_late_from_its_own_day() -> None:
    parts = (Part(DUE, 300_000), Part(DUE + timedelta(10), 700_000))

    found = reckon(1_000_000, 12, parts=parts, paid=(Paid(DUE, 300_000),))

    assert (found.late_days, found.amount_fen) == (2, 2 * 21_000)


def test_the_reckoning_names_each_day_and_sum() -> None:
    head, run, total = reckon(1_000_000, 2).explanation

    assert (
        head == "缴款期限最后一日为2026年3月17日（周二），自次日起计算，算至2026年3月19日（周四）"
    )
    assert run == "3月18日至3月19日共2日：未缴罚款10,000.00元×每日3%×2日＝600.00元"
    assert total == "加处罚款600.00元"


days = st.integers(-40, 200).map(lambda n: DUE + timedelta(n))
spans_ = st.lists(
    st.tuples(days, st.integers(0, 60)).map(lambda p: (p[0], p[0] + timedelta(p[1]))), max_size=3
)
payments_ = st.lists(st.builds(Paid, days, st.integers(1, 400_000)), max_size=3)
fines = st.integers(1, 1_000_000)


@given(fines, st.integers(0, 300), payments_, spans_)
def test_it_is_never_above_the_fine(
    fine: int, late: int, paid: list[Paid], spans: list[tuple[date, date]]
) -> None:
    found = reckon(fine, late, paid=tuple(paid), spans=tuple(spans))

    assert 0 <= found.amount_fen <= fine


@given(fines, st.integers(0, 120), payments_, spans_)
def test_a_day_later_it_is_no_less(
    fine: int, late: int, paid: list[Paid], spans: list[tuple[date, date]]
) -> None:
    now = reckon(fine, late, paid=tuple(paid), spans=tuple(spans))
    then = reckon(fine, late + 1, paid=tuple(paid), spans=tuple(spans))

    assert now.amount_fen <= then.amount_fen <= now.amount_fen + fine * 3 // 100 + 1
    assert now.late_days <= then.late_days <= now.late_days + 1


@given(fines, st.integers(0, 120), spans_)
def test_no_day_inside_a_span_counts(fine: int, late: int, spans: list[tuple[date, date]]) -> None:
    found = reckon(fine, late, spans=tuple(spans))

    late_on = [DUE + timedelta(n) for n in range(1, late + 1)]
    counted = [d for d in late_on if not any(first <= d <= last for first, last in spans)]
    assert found.late_days == len(counted)
    exact = Fraction(fine) * 3 * len(counted) / 100
    assert found.amount_fen == min(int(exact + Fraction(1, 2)), fine)


@given(st.integers(0, 10**18 - 1), st.integers(0, 19), st.integers(1, 9))
def test_one_wrong_digit_of_a_code_is_always_found(body: int, place: int, shift: int) -> None:
    code = payment_code(f"{body:018}")
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]

    assert valid_code(code)
    assert not valid_code(wrong)


@given(st.integers(0, 10**18 - 1), st.integers(0, 18))
def test_two_digits_exchanged_are_found(body: int, place: int) -> None:
    code = payment_code(f"{body:018}")
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert valid_code(swapped) == (swapped == code)


def test_a_code_is_read_through_spaces_dashes_and_full_width() -> None:
    assert code_of(" １２34-5 ") == "12345"
    assert not valid_code("")
    assert not valid_code("12345")
