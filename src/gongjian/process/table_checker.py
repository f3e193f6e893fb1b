"""Proof that a rule table answers every case: no gap, no dead row, no overlap if unique.

The inputs span a grid (numbers are cut where rows cut them); a box is one bit mask per input. Rows
are subtracted from the whole, so the cost follows the rows and not the size of the grid.
"""

from collections.abc import Iterator

from .errors import Problem
from .tables import Cell, InputDef, Row, Span, Table, Value, covers

MAX_BOXES = 100_000
Box = tuple[int, ...]


class _Axis:
    """The distinguishable values of one input."""

    def __init__(self, wanted: InputDef, rows: tuple[Row, ...]) -> None:
        self.input = wanted
        self.values: list[Value | int] = []
        if wanted.kind == "bool":
            self.values = [False, True]
        elif wanted.kind == "choice":
            self.values = list(wanted.values)
        else:
            cuts = {0}
            for row in rows:
                cell = row.when.get(wanted.code)
                if isinstance(cell, Span):
                    cuts |= {cell.low} | ({cell.high} if cell.high is not None else set())
            self.values = sorted(cuts)
        self.all = (1 << len(self.values)) - 1

    def mask(self, cell: Cell | None) -> int:
        if cell is None:
            return self.all
        # A value stands for all numbers up to the next cut, and cells begin and end at cuts only.
        return sum(1 << n for n, value in enumerate(self.values) if covers(cell, value))

    def words(self, mask: int) -> str:
        value = self.values[(mask & -mask).bit_length() - 1]
        if isinstance(value, bool):
            return f"{'是' if value else '不是'}“{self.input.label}”"
        if self.input.kind == "choice":
            return f"{self.input.label}为“{self.input.values[str(value)]}”"
        return f"{self.input.label}为 {value:,}{self.input.unit and ' ' + self.input.unit}"


def check_table(table: Table) -> tuple[Problem, ...]:
    """Return what is wrong with a table, each fault with an example in words."""
    axes = [_Axis(wanted, table.rows) for wanted in table.inputs.values()]
    boxes = [tuple(axis.mask(r.when.get(axis.input.code)) for axis in axes) for r in table.rows]
    problems = list(_dead_and_gaps(table, axes, boxes))
    if table.hit == "unique":
        problems += _overlaps(table, axes, boxes)
    return tuple(problems)


def _dead_and_gaps(table: Table, axes: list[_Axis], boxes: list[Box]) -> Iterator[Problem]:
    left: list[Box] = [tuple(axis.all for axis in axes)]
    for row, box in zip(table.rows, boxes, strict=True):
        if table.hit == "first" and not any(_common(box, other) for other in left):
            text = f"第 {row.number} 行（{row.name}）永远不会适用：前面的行已经包括了它"
            yield Problem(text, row.line, table.origin)
        left = [piece for other in left for piece in _without(other, box)]
        if len(left) > MAX_BOXES:
            yield Problem("规则表太复杂，无法验证，请拆分", 0, table.origin)
            return
    if left:
        yield Problem(f"没有一行适用于：{_example(axes, left[0])}", 0, table.origin)


def _overlaps(table: Table, axes: list[_Axis], boxes: list[Box]) -> Iterator[Problem]:
    for n, (row, box) in enumerate(zip(table.rows, boxes, strict=True)):
        for other, its in zip(table.rows[:n], boxes[:n], strict=True):
            if (both := _common(box, its)) is not None:
                text = f"第 {other.number} 行和第 {row.number} 行同时适用于：{_example(axes, both)}"
                yield Problem(text, row.line, table.origin)


def _common(one: Box, other: Box) -> Box | None:
    both = tuple(a & b for a, b in zip(one, other, strict=True))
    return both if all(both) else None


def _without(box: Box, taken: Box) -> Iterator[Box]:
    """Yield pieces that together are `box` without `taken`."""
    if _common(box, taken) is None:
        yield box
        return
    rest = list(box)
    for n, mask in enumerate(taken):
        if outside := rest[n] & ~mask:
            yield (*rest[:n], outside, *rest[n + 1 :])
        rest[n] &= mask


def _example(axes: list[_Axis], box: Box) -> str:
    return "，".join(axis.words(mask) for axis, mask in zip(axes, box, strict=True))
