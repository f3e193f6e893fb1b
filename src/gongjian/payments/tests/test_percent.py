"""A rate in the words of a paper, as the rules of the place set it."""

from fractions import Fraction

import pytest

from gongjian.payments.papers import percent


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        ("0.03", "百分之三"),
        ("0.02", "百分之二"),
        ("0.12", "百分之十二"),
        ("0.005", "百分之零点五"),
        ("0.0105", "百分之一点零五"),
    ],
)
def test_a_rate_is_told_in_words(rate: str, told: str) -> None:
    assert percent(Fraction(rate)) == told
