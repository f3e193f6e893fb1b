"""Bars that fit their paper."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gongjian.ui.figures import HEIGHT, TOP, WIDTH, bars

months = st.lists(st.tuples(st.just(date(2026, 1, 1)), st.integers(0, 10**6)), max_size=12)


@given(months)
def test_every_bar_lies_on_the_paper(numbers: list[tuple[date, int]]) -> None:
    chart = bars(numbers)

    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH
        assert TOP <= bar.y <= HEIGHT
        assert bar.y + bar.height == chart.base
        assert (bar.height > 0) == (bar.number > 0)
