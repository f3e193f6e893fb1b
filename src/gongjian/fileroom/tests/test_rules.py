"""Every kind of document stands in one class, and what is internal is offered by no door."""

import pytest

from gongjian.documents.catalogue import definitions
from gongjian.fileroom.rules import BadRules, parse, rules


def test_every_kind_of_document_stands_in_exactly_one_class_with_a_source() -> None:
    known = set(definitions())
    classed = [kind for one in rules().classes for kind in one.kinds]

    assert sorted(classed) == sorted(known)
    assert all(one.source for one in rules().classes)


def test_approvals_opinions_and_sources_are_not_offered() -> None:
    closed = {"legal-review-opinion", "discussion-minutes", "case-source-registration"}

    assert closed.isdisjoint(rules().offered)
    assert {"inspection-record", "questioning-record"} <= set(rules().offered)


def test_a_kind_in_no_class_is_not_offered() -> None:
    assert rules().class_of("nobody-knows") is None


def test_a_kind_in_two_classes_is_refused() -> None:
    row = '[[class]]\ncode = "{0}"\nname = "x"\noffered = true\nsource = "x"\nkinds = ["a"]\n'
    head = "longest_days = 1\nrequests_in_30_days = 1\nstage = []\nrefusal = []\n"

    with pytest.raises(BadRules, match="a"):
        parse(head + row.format("one") + row.format("two"))
