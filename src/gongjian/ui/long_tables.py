"""Long tables made short: what many rows say alike is said once. Pure."""

from collections.abc import Sequence
from itertools import compress, groupby

# The key of a row and its cells.
Row = tuple[str, list[str]]
# From so many rows on, what all of them say alike stands above the table.
MANY = 10


def told_once(
    labels: Sequence[str], rows: Sequence[Row]
) -> tuple[list[str], list[Row], list[tuple[str, str]]]:
    """Return labels and rows without columns that are alike in every row, and those columns.

    The first column stays, and a short table as it is.
    """
    differs = [n == 0 or len({cells[n] for _, cells in rows}) > 1 for n in range(len(labels))]
    if len(rows) < MANY or all(differs):
        return list(labels), list(rows), []
    alike = [(labels[n], rows[0][1][n]) for n, told in enumerate(differs) if not told]
    kept = [(key, list(compress(cells, differs))) for key, cells in rows]
    return list(compress(labels, differs)), kept, [pair for pair in alike if pair[1]]


def grouped(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Return rows under what their first cells say, where most share it with a neighbour.

    Elsewhere all rows are one group without a name.
    """
    groups = [(name, list(below)) for name, below in groupby(rows, key=lambda row: row[1][0])]
    if 2 * len(groups) > len(rows):
        return [("", list(rows))] if rows else []
    return [(name, [(key, cells[1:]) for key, cells in below]) for name, below in groups]
