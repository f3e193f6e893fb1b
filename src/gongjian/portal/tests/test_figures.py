"""Bars that fit their paper, and the straight way through a procedure."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gongjian.common.data import data_folder
from gongjian.portal.figures import HEIGHT, TOP, WIDTH, bars, main_line
from gongjian.process import load_process

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


def test_the_main_line_runs_from_filing_to_closing() -> None:
    text = (data_folder("processes") / "penalty-ordinary.toml").read_text(encoding="utf-8")

    names = main_line(load_process(text))

    assert names[0] == "呈请立案"
    assert names[-1] == "批准结案"
    assert "送法制审核" in names
