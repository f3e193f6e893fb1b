"""Weights of penalties, and the hashes that bind notice, review and decision."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.cases.choices import PenaltyKind
from gongjian.cases.rules import SEVERITY, draft_hash, facts_hash, heavier, weight_of


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
