"""No table that is handed out holds a formula."""

import pytest

from gongjian.common.cells import harmless, plain

FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\n=1", "\r=1", " =1", "＝1", "　＠SUM(1)"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert plain(harmless(cell)) == cell


@pytest.mark.parametrize("cell", ["罚款=1", "", " ", "'引号", "青川市一二三公司"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == plain(cell) == cell
