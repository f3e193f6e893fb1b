"""Canonical JSON against the reference package and a naive one."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from gongjian.ledger.canonical import canonical

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
integers = st.integers(-(2**53) + 1, 2**53 - 1)
values = st.recursive(
    st.none() | st.booleans() | integers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


def naive(value: Any) -> str:
    """RFC 8785 section 3.2 without numbers other than integers."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda k: k.encode("utf-16-be"))
        return "{" + ",".join(f"{naive(k)}:{naive(value[k])}" for k in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(naive, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


@given(values)
def test_the_text_is_the_reference_packages(value: Any) -> None:
    assert canonical(value).encode() == rfc8785.dumps(value)


@given(values)
def test_the_text_is_the_naive_one_and_reads_back(value: Any) -> None:
    text = canonical(value)

    assert text == naive(value)
    assert json.loads(text) == value


@given(values)
def test_a_text_never_holds_a_line_break(value: Any) -> None:
    assert "\n" not in canonical(value)


def test_keys_sort_by_utf_16_units() -> None:
    assert canonical({"\uffff": 1, "\U00010000": 2}) == '{"\U00010000":2,"\uffff":1}'


@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), 2**53, -(2**53), {1: "a"}, {"a": {2: 1}}, b"x", {"a": object()}, "\ud800"],
)
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        canonical(value)
