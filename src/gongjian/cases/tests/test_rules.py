"""Weights of penalties, and the hashes that bind notice, review and decision."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.cases.choices import WITH_AMOUNT, PenaltyKind, Proposal
from gongjian.cases.rules import (
    BEYOND_FEN,
    GOODS,
    SEVERITY,
    Weight,
    balance,
    by_kind,
    draft_hash,
    facts_hash,
    heavier,
    needs_amount,
    weight_columns,
    weight_of,
)


def item(kind: str, amount_fen: int | None = None) -> dict[str, Any]:
    return {"kind": kind, "amount_fen": amount_fen, "detail": ""}


items = st.lists(
    st.builds(item, st.sampled_from(PenaltyKind.values), st.integers(0, 10**9)), min_size=1
)


@given(items)
def test_no_decision_is_heavier_than_itself(told: list[dict[str, Any]]) -> None:
    assert not heavier(weight_of(told), weight_of(told))


@given(items, items)
def test_of_two_one_is_never_heavier_both_ways_in_one_kind(
    left: list[dict[str, Any]], right: list[dict[str, Any]]
) -> None:
    same_kinds = weight_of(left).kinds == weight_of(right).kinds == {left[0]["kind"]}

    if same_kinds:
        both = (
            heavier(weight_of(left), weight_of(right)),
            heavier(weight_of(right), weight_of(left)),
        )
        assert both != (True, True)


@given(items, st.sampled_from(PenaltyKind.values))
def test_a_further_kind_as_heavy_as_one_told_of_is_heavier(
    told: list[dict[str, Any]], kind: str
) -> None:
    known = weight_of(told).kinds
    lightest = min(SEVERITY[k] for k in known)

    more = heavier(weight_of([*told, item(kind)]), weight_of(told))

    assert more == (kind not in known and SEVERITY[kind] >= lightest)


@pytest.mark.parametrize(
    ("decided", "told", "expected"),
    [
        ([item("fine", 5_000_000)], [item("fine", 5_000_000)], False),
        ([item("fine", 5_000_001)], [item("fine", 5_000_000)], True),
        ([item("fine", 20_000_000)], [item("fine", 5_000_000)], True),
        ([item("warning")], [item("fine", 5_000_000)], False),
        ([item("revoke_licence")], [item("fine", 5_000_000)], True),
        ([item("fine", 3_000_000), item("fine", 3_000_000)], [item("fine", 5_000_000)], True),
        ([item("fine", 1), item("confiscate_gain", 1)], [item("fine", 5_000_000)], True),
        ([item("fine", 1)], [item("revoke_licence")], False),
        ([item("warning")], [], True),
        ([], [], False),
    ],
)
def test_heavier_compares_kinds_and_sums(
    decided: list[dict[str, Any]], told: list[dict[str, Any]], expected: bool
) -> None:
    assert heavier(weight_of(decided), weight_of(told)) is expected


def test_the_facts_hash_changes_with_each_part() -> None:
    base = {"party": "p", "name": "n", "facts": "f", "violated": "v", "basis": "b"}

    changed = {facts_hash(**{**base, name: "other"}) for name in base}

    assert len(changed | {facts_hash(**base)}) == 6


def test_the_draft_hash_changes_with_facts_items_and_reasons() -> None:
    hashes = {
        draft_hash("a", [item("fine", 1)], "x"),
        draft_hash("b", [item("fine", 1)], "x"),
        draft_hash("a", [item("fine", 2)], "x"),
        draft_hash("a", [item("fine", 1)], "y"),
    }

    assert len(hashes) == 4


def test_no_penalty_on_another_ground_is_another_draft() -> None:
    penalty = draft_hash("a", [], "x")
    none = draft_hash("a", [], "x", proposal=Proposal.NO_PENALTY, ground="minor")
    other = draft_hash("a", [], "x", proposal=Proposal.NO_PENALTY, ground="evidence")

    assert len({penalty, none, other}) == 3
    # A draft of before there was anything but penalties keeps its hash.
    assert penalty == draft_hash("a", [], "x", ground="minor")


@pytest.mark.parametrize(("days", "expected"), [(4, False), (5, False), (6, True)])
def test_longer_detention_is_heavier(days: int, expected: bool) -> None:
    told = weight_of([{"kind": "detention", "days": 5}])

    assert heavier(weight_of([{"kind": "detention", "days": days}]), told) is expected


def test_a_weight_adds_up_sums_of_a_kind_and_days() -> None:
    weight = weight_of(
        [
            item("warning"),
            item("fine", 3),
            item("fine", 4),
            {"kind": "detention", "days": 5},
            {"kind": "detention", "days": 2},
        ]
    )

    assert weight == Weight(
        frozenset({"warning", "fine", "detention"}),
        (("detention", 0), ("fine", 7), ("warning", 0)),
        days=7,
    )
    assert weight.sum_of("fine") == 7
    assert weight.sum_of("revoke_licence") == 0


def test_only_fines_and_what_is_confiscated_as_gain_are_sums() -> None:
    assert [kind for kind in PenaltyKind.values if needs_amount(kind)] == [
        kind for kind in PenaltyKind.values if kind in WITH_AMOUNT
    ]
    assert needs_amount("fine") is True
    assert needs_amount("warning") is False


# decided 100_00: what is asked, still open, paid too much, settled
@pytest.mark.parametrize(
    ("lines", "owed", "outstanding", "overpaid", "settled"),
    [
        ([], 10_000, 10_000, 0, False),
        ([("received", 9_999)], 10_000, 1, 0, False),
        ([("received", 10_000)], 10_000, 0, 0, True),
        ([("received", 10_001)], 10_000, 0, 1, True),
        ([("received", 6_000), ("collected", 4_000)], 10_000, 0, 0, True),
        ([("received", 6_000), ("received", 4_000)], 10_000, 0, 0, True),
        ([("received", 12_000), ("refunded", 2_000)], 10_000, 0, 0, True),
        ([("surcharged", 500), ("relieved", 200)], 10_300, 10_300, 0, False),
        ([("reduced", 4_000)], 6_000, 6_000, 0, False),
        ([("reduced", 12_000), ("received", 50)], 0, 0, 50, True),
        ([("written_off", 3_000), ("received", 7_000)], 10_000, 0, 0, False),
        ([("written_off", 10_000)], 10_000, 0, 0, False),
    ],
)
def test_the_account_of_a_decision(
    lines: list[tuple[str, int]], owed: int, outstanding: int, overpaid: int, settled: bool
) -> None:
    account = balance(10_000, lines)

    assert account.owed_fen == owed
    assert account.outstanding_fen == outstanding
    assert account.overpaid_fen == overpaid
    assert account.settled is settled


def test_the_database_compares_a_bit_for_each_kind_and_the_sums() -> None:
    items = [
        {"kind": "fine", "amount_fen": 100},
        {"kind": "fine", "amount_fen": 50},
        {"kind": "confiscate_gain", "amount_fen": 7},
        {"kind": "detention", "days": 5},
        *goods(30, None),
    ]

    of = ("fine", "confiscate_gain", "detention", "confiscate_goods")
    kinds = sum(2 ** SEVERITY[PenaltyKind(k)] for k in of)
    told = {"kinds": kinds, "fine_fen": 150, "gain_fen": 7, "days": 5}
    assert weight_columns(items) == told | {"goods_fen": 30, "goods_unvalued": True}
    nothing = {"kinds": 0, "fine_fen": 0, "gain_fen": 0, "days": 0, "goods_fen": 0}
    assert weight_columns([]) == nothing | {"goods_unvalued": False}


def test_a_kind_written_twice_is_asked_about_once_with_all_its_money() -> None:
    rows = [item("fine", 4_000_000), item("warning"), item("fine", 4_000_000)]

    sums = {"confiscated_fen": 0, "total_fen": 8_000_000, "unvalued": False}
    assert by_kind(rows) == [
        {"penalty_kind": "fine", "amount_fen": 8_000_000, **sums},
        {"penalty_kind": "warning", "amount_fen": 0, **sums},
    ]
    assert by_kind([]) == []


def goods(*values: int | None) -> list[dict[str, Any]]:
    return [item(GOODS) | {"value_fen": value} for value in values]


def test_fine_gain_and_goods_are_told_alone_and_together() -> None:
    rows = [item("fine", 4), item("confiscate_gain", 20), *goods(100, 200)]

    sums = {"confiscated_fen": 320, "total_fen": 324, "unvalued": False}
    assert by_kind(rows) == [
        {"penalty_kind": "fine", "amount_fen": 4, **sums},
        {"penalty_kind": "confiscate_gain", "amount_fen": 20, **sums},
        {"penalty_kind": "confiscate_goods", "amount_fen": 300, **sums},
    ]


@pytest.mark.parametrize("rows", [goods(None), goods(100, None), [item(GOODS)]])
def test_goods_without_a_value_reach_every_amount_and_say_so(rows: list[dict[str, Any]]) -> None:
    fined, taken = by_kind([item("fine", 4), *rows])
    known = sum(row.get("value_fen") or 0 for row in rows)

    assert fined == {
        "penalty_kind": "fine",
        "amount_fen": 4,
        "confiscated_fen": known,
        "total_fen": 4 + known,
        "unvalued": False,
    }
    sums = ("amount_fen", "confiscated_fen", "total_fen")
    assert [taken[name] for name in sums] == [BEYOND_FEN] * 3
    assert taken["unvalued"] is True


def test_goods_are_weighed_by_their_value_and_owe_no_money() -> None:
    weight = weight_of([item("confiscate_gain", 7), *goods(100, 200)])

    assert weight.sum_of(GOODS) == 0
    assert (weight.goods_fen, weight.unvalued, weight.confiscated_fen) == (300, False, 307)
    assert weight_of(goods(100, None)).confiscated_fen == 100


@pytest.mark.parametrize(
    ("decided", "told", "expected"),
    [
        (goods(100), goods(100), False),
        (goods(50, 50), goods(100), False),
        (goods(101), goods(100), True),
        (goods(60, 60), goods(100), True),
        (goods(None), goods(100), True),
        (goods(100), goods(None), False),
        (goods(None), goods(None), False),
        (goods(10**9), [item(GOODS)], False),
    ],
)
def test_goods_of_more_or_unknown_value_outweigh_what_was_told(
    decided: list[dict[str, Any]], told: list[dict[str, Any]], expected: bool
) -> None:
    assert heavier(weight_of(decided), weight_of(told)) is expected
