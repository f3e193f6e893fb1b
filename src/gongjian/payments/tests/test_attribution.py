"""Where money goes, by hand and for every schedule: parts of the fine, the gain in one sum."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.payments.attribution import Account, Plan, Received, account
from gongjian.payments.rules import Debt, Part

DUE = date(2026, 3, 17)
FINE, GAIN = 1_000, 500


def day(n: int) -> date:
    return DUE + timedelta(n)


NOTICE = Plan((Part(DUE, FINE),))
# Approved ten days before the notice's day: 400 thirty days after it, 600 sixty days after it.
PARTS = Plan((Part(day(30), 400), Part(day(60), 600)), day(-10))


def stands(
    *received: Received, plans: tuple[Plan, ...] = (NOTICE,), fine: int = FINE, gain: int = GAIN
) -> Account:
    return account(plans, Part(DUE, gain), fine, received)


# plans, money as (day after the notice's, fen, named) -> what each paid of (fine, gain, beyond)
TABLE = [
    # Both due on one day: the fine first, for it bears a surcharge.
    ((NOTICE,), [(-5, 300, "")], [(300, 0, 0)]),
    ((NOTICE,), [(3, 1_200, "")], [(1_000, 200, 0)]),
    ((NOTICE,), [(3, 1_700, "")], [(1_000, 500, 200)]),
    # Named by the payer: there first, the rest as the order has it.
    ((NOTICE,), [(3, 300, "gain"), (4, 300, "")], [(0, 300, 0), (300, 0, 0)]),
    ((NOTICE,), [(3, 700, "gain")], [(200, 500, 0)]),
    ((NOTICE,), [(3, 1_100, "fine")], [(1_000, 100, 0)]),
    # A fine in parts: the gain is due first, on its own day, and gets the money.
    ((NOTICE, PARTS), [(-5, 300, "")], [(0, 300, 0)]),
    ((NOTICE, PARTS), [(3, 600, "")], [(100, 500, 0)]),
    ((NOTICE, PARTS), [(3, 400, "fine")], [(400, 0, 0)]),
    # The first part is due, the gain long since: of what is due the fine comes first.
    ((NOTICE, PARTS), [(30, 600, "")], [(400, 200, 0)]),
    ((NOTICE, PARTS), [(30, 1_000, "")], [(500, 500, 0)]),
    ((NOTICE, PARTS), [(31, 400, ""), (61, 700, "")], [(400, 0, 0), (600, 100, 0)]),
    # What came before the approval keeps its place.
    ((NOTICE, PARTS), [(-10, 300, ""), (-9, 300, "")], [(300, 0, 0), (0, 300, 0)]),
]


@pytest.mark.parametrize(("plans", "money", "expected"), TABLE)
def test_money_goes_where_a_hand_puts_it(
    plans: tuple[Plan, ...],
    money: list[tuple[int, int, str]],
    expected: list[tuple[int, int, int]],
) -> None:
    found = stands(*(Received(day(n), fen, named) for n, fen, named in money), plans=plans)

    assert [(s.fine_fen, s.gain_fen, s.beyond_fen) for s in found.shares] == expected


# plans, what came on the day of the notice -> what is late on the day after, and on day 31 and 61
LATE = [
    ((NOTICE,), 0, (1_000, 500), (1_000, 500), (1_000, 500)),
    ((NOTICE, PARTS), 0, (0, 500), (400, 500), (1_000, 500)),
    ((NOTICE, PARTS), 500, (0, 0), (400, 0), (1_000, 0)),
    ((NOTICE, PARTS), 1_000, (0, 0), (0, 0), (500, 0)),
]


@pytest.mark.parametrize(("plans", "fen", "first", "second", "third"), LATE)
def test_the_gain_is_late_on_its_day_and_the_fine_part_by_part(
    plans: tuple[Plan, ...],
    fen: int,
    first: tuple[int, int],
    second: tuple[int, int],
    third: tuple[int, int],
) -> None:
    found = stands(*([Received(DUE, fen)] if fen else []), plans=plans)

    assert [found.late(day(n)) for n in (1, 31, 61)] == [first, second, third]
    assert found.late(DUE) == (0, 0)


def test_the_next_day_to_pay_follows_the_money() -> None:
    plans = (NOTICE, PARTS)

    assert stands(plans=plans).next_due == DUE
    assert stands(Received(DUE, 500), plans=plans).next_due == day(30)
    assert stands(Received(DUE, 900), plans=plans).next_due == day(60)
    assert stands(Received(DUE, 1_500), plans=plans).next_due == day(60)
    assert stands(Received(DUE, 1_500)).next_due == DUE


def test_a_fine_that_was_lessened_loses_its_last_parts_and_gives_the_rest_to_the_gain() -> None:
    found = stands(Received(day(31), 700), plans=(NOTICE, PARTS), fine=500)

    assert [(p.due_on, p.amount_fen, p.left_fen) for p in found.parts] == [
        (day(30), 400, 0),
        (day(60), 100, 100),
    ]
    assert (found.fine_left_fen, found.gain_left_fen) == (100, 200)


# outstanding, paid -> what is left of fine, gain and surcharge
DEBTS = [
    (1_500, 0, Debt(1_000, 500, 0)),
    (1_800, 0, Debt(1_000, 500, 300)),
    (1_400, 400, Debt(600, 500, 300)),
    (600, 1_200, Debt(0, 300, 300)),
    (300, 1_500, Debt(0, 0, 300)),
    (0, 1_800, Debt(0, 0, 0)),
]


@pytest.mark.parametrize(("left", "paid", "expected"), DEBTS)
def test_what_is_owed_is_told_apart(left: int, paid: int, expected: Debt) -> None:
    found = stands(*([Received(day(1), paid)] if paid else []))

    assert found.debt(left) == expected


days = st.integers(-30, 120).map(day)
money = st.lists(
    st.builds(Received, days, st.integers(1, 2_000), st.sampled_from(["", "fine", "gain"])),
    max_size=5,
)


@st.composite
def schedules(draw: st.DrawFn) -> tuple[int, tuple[Plan, ...]]:
    """Return a fine, and its plans: the notice's, and up to two schedules approved since."""
    fine = draw(st.integers(1, 3_000))
    plans = [Plan((Part(DUE, fine),))]
    for approved in sorted(draw(st.lists(st.integers(-20, 60), max_size=2, unique=True))):
        cuts = sorted(draw(st.sets(st.integers(1, fine), max_size=3)) | {0, fine})
        parts = [b - a for a, b in pairwise(cuts)]
        due = sorted(
            draw(
                st.lists(
                    st.integers(approved, 120),
                    min_size=len(parts),
                    max_size=len(parts),
                    unique=True,
                )
            )
        )
        dated = tuple(Part(day(n), fen) for n, fen in zip(due, parts, strict=True))
        plans.append(Plan(dated, day(approved)))
    return fine, tuple(plans)


@given(schedules(), st.integers(0, 2_000), money, st.integers(0, 3_000))
def test_every_sum_adds_up_and_no_schedule_moves_the_gain(
    schedule: tuple[int, tuple[Plan, ...]], gain: int, received: list[Received], off: int
) -> None:
    whole, plans = schedule
    fine = max(whole - off, 0)

    found = account(plans, Part(DUE, gain), fine, received)

    came = sum(one.amount_fen for one in received)
    assert sum(s.fine_fen + s.gain_fen + s.beyond_fen for s in found.shares) == came
    assert all(min(s.fine_fen, s.gain_fen, s.beyond_fen) >= 0 for s in found.shares)
    assert 0 <= found.fine_left_fen <= fine
    assert 0 <= found.gain_left_fen <= gain
    # Nothing lies beyond both debts while one of them is open.
    beyond = sum(s.beyond_fen for s in found.shares)
    assert beyond == max(came - fine - gain, 0)
    assert sum(part.amount_fen for part in found.parts) == fine
    assert sum(part.left_fen for part in found.parts) == found.fine_left_fen
    # The gain is due in full on the day of the notice, whatever was approved for the fine.
    assert (found.gain.due_on, found.late(day(1))[1]) == (DUE, found.gain_left_fen)
    if found.gain_left_fen:
        assert found.next_due <= DUE


@given(schedules(), st.integers(0, 2_000), money, st.integers(0, 1_000), st.integers(0, 4_000))
def test_the_sums_of_a_debt_are_what_is_outstanding(
    schedule: tuple[int, tuple[Plan, ...]],
    gain: int,
    received: list[Received],
    surcharge: int,
    off: int,
) -> None:
    fine, plans = schedule
    found = account(plans, Part(DUE, gain), fine, received)
    came = sum(one.amount_fen for one in received)
    outstanding = max(fine + gain + surcharge - came, 0)

    whole = found.debt(outstanding)
    written_off = found.debt(max(outstanding - off, 0))

    assert whole.total_fen == outstanding
    assert (whole.fine_fen, whole.confiscated_fen) == (found.fine_left_fen, found.gain_left_fen)
    assert whole.surcharge_fen <= surcharge
    assert written_off.total_fen == max(outstanding - off, 0)
    assert min(written_off.fine_fen, written_off.confiscated_fen, written_off.surcharge_fen) >= 0


@given(schedules(), st.integers(0, 2_000), money)
def test_a_gain_beside_the_fine_never_lets_more_of_the_fine_be_paid(
    schedule: tuple[int, tuple[Plan, ...]], gain: int, received: list[Received]
) -> None:
    fine, plans = schedule

    beside = account(plans, Part(DUE, gain), fine, received)
    alone = account(plans, Part(DUE, 0), fine, received)

    assert beside.fine_paid_fen <= alone.fine_paid_fen
