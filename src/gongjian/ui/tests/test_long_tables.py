"""Long tables say once what their rows say alike, and lose nothing of it."""

from gongjian.ui.long_tables import MANY, grouped, told_once

LABELS = ["name", "level", "basis"]
LONG = [(str(n), [f"matter {n // 3}", "country", str(n)]) for n in range(MANY)]


def test_what_all_rows_say_alike_stands_apart() -> None:
    labels, rows, alike = told_once(LABELS, LONG)

    assert labels == ["name", "basis"]
    assert rows == [(key, [cells[0], cells[2]]) for key, cells in LONG]
    assert alike == [("level", "country")]


def test_a_short_table_stays_as_it_is() -> None:
    assert told_once(LABELS, LONG[:-1]) == (LABELS, LONG[:-1], [])


def test_a_column_that_is_empty_everywhere_is_left_out() -> None:
    rows = [(key, [cells[0], "", cells[2]]) for key, cells in LONG]
    assert told_once(LABELS, rows)[2] == []


def test_neighbours_of_one_name_stand_under_it() -> None:
    groups = grouped(LONG)

    assert [name for name, _ in groups] == ["matter 0", "matter 1", "matter 2", "matter 3"]
    assert [row for _, below in groups for row in below] == [(k, c[1:]) for k, c in LONG]


def test_rows_of_their_own_names_stay_one_table() -> None:
    rows = [(str(n), [str(n), "x"]) for n in range(5)]
    assert grouped(rows) == [("", rows)]
    assert grouped([]) == []
