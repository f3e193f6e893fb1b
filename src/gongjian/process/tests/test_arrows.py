"""A chart's arrows are the same whether they were known beforehand or are searched for."""

import pytest

from gongjian.process import Process, load_process
from gongjian.process.arrows import _key, _shipped, arcs_of, arrows_of
from gongjian.process.layout import SHEETS, laid_out
from gongjian.process.routing import routed
from gongjian.process.testing import SMALL, edited, shipped, shipped_text

OWN = edited(shipped_text("penalty-summary"), "closed", "name", '"这个机关自己的程序办结"')


@pytest.mark.parametrize("medium", SHEETS)
@pytest.mark.parametrize(
    ("process", "known"),
    [
        (shipped(), True),
        (shipped("penalty-summary"), True),
        (load_process(OWN), False),
        (load_process(SMALL), False),
    ],
    ids=["ordinary", "summary", "edited", "small"],
)
def test_known_arrows_are_those_of_the_search_and_an_own_procedure_is_searched(
    process: Process, known: bool, medium: str
) -> None:
    layout, arcs = laid_out(process, medium), arcs_of(process)

    assert (_key(layout, arcs) in _shipped()) is known
    assert arrows_of(layout, arcs) == tuple(routed(layout, arcs))
