"""Where a table departs from the one above: each pair of rows, how often, which way, an example."""

import pytest

from gongjian.process import Table, load_table
from gongjian.process.table_difference import TableDifference, table_differences

from .test_tables import HEAD, made

Written = list[tuple[dict[str, str], str]]
ABOVE: Written = [({"amount": '"[1000..)"'}, "some"), ({}, "none")]


def told(here: Written, above: Written) -> list[tuple[int, int, str, int, str]]:
    found = table_differences(made(here), made(above))
    return [(d.here.row, d.above.row, d.effect, d.cases, d.example) for d in found]


def test_every_pair_of_rows_that_answers_otherwise_is_told_once_in_order() -> None:
    here: Written = [({"flag": "true"}, "some"), ({"kind": '"x"'}, "all"), ({}, "none")]

    assert told(here, ABOVE) == [
        (1, 2, "stricter", 2, "勾选，子，金额 0 分"),
        (2, 1, "stricter", 1, "子，金额 1,000 分"),
        (2, 2, "stricter", 1, "子，金额 0 分"),
        (3, 1, "looser", 1, "丑，金额 1,000 分"),
    ]
    assert told(here, here) == []
    assert told(ABOVE, ABOVE) == []


def test_both_clauses_are_told() -> None:
    (found,) = table_differences(made([({}, "all")]), made([({}, "none")]))

    assert isinstance(found, TableDifference)
    assert (found.here.value, found.above.value) == ("all", "none")
    assert (found.here.source, found.above.source) == ("条", "条")


@pytest.mark.parametrize(
    ("here", "wanted"),
    [
        ([({}, "some")], (1, "")),
        ([({}, "some"), ({"flag": "true"}, "none")], (2, "")),  # asked, if in vain
        ([({"amount": '"[0..5)"'}, "some"), ({}, "none")], (1, "金额 0 分")),
        ([({"amount": '"[5..9)"'}, "some"), ({}, "none")], (1, "金额 5 分")),
        ([({"kind": '"y|z"'}, "some"), ({}, "none")], (1, "丑")),
        ([({"kind": '"z"'}, "some"), ({}, "none")], (1, "寅")),
        ([({"flag": "false"}, "some"), ({}, "none")], (1, "")),
    ],
)
def test_one_value_stands_for_all_that_no_row_tells_apart(
    here: Written, wanted: tuple[int, str]
) -> None:
    found = told(here, [({}, "none")])

    assert [(cases, words) for _, _, _, cases, words in found] == [wanted]


REST = '\n[[row]]\nwhen = {}\nthen = "none"\nname = "行"\nsource = "条"\n'


def test_a_number_without_a_unit_is_told_bare() -> None:
    def bare(then: str) -> Table:
        text = HEAD.format(hit="first").replace('unit = "分"', 'unit = ""')
        row = REST.replace("{}", '{ amount = "[3..)" }').replace("none", then)
        return load_table(text + row + REST, "t.toml")

    (found,) = table_differences(bare("all"), bare("some"))

    assert found.example == "金额 3"


def test_tables_that_ask_or_answer_otherwise_are_not_compared() -> None:
    table = made([({}, "none")])
    text = HEAD.format(hit="first") + REST
    turned = text.replace('none = "无", some = "有"', 'some = "有", none = "无"')
    renamed = text.replace('code = "flag"', 'code = "other"')

    for other in (turned, renamed):
        with pytest.raises(ValueError, match="不能比较"):
            table_differences(table, load_table(other, "t.toml"))
    assert table_differences(table, load_table(text, "t.toml")) == ()
