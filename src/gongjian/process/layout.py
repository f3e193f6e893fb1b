"""Where the places and steps of a flowchart lie, in pixels, from their grid positions."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from .definition import PlaceDef, Process, StepDef
from .evaluating import words
from .guards import Fact, atoms, conjuncts


@dataclass(frozen=True, slots=True)
class Sheet:
    """The measures of one medium: columns hold boxes, the channels between them arrows."""

    column: int
    channel: int
    gap: int
    name: int
    small: int
    pad: int


SHEETS = {
    "paper": Sheet(column=184, channel=40, gap=16, name=14, small=12, pad=7),
    "phone": Sheet(column=100, channel=15, gap=18, name=12, small=10, pad=5),
}
LANES = 3
MARGIN = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in a box: "name" or "small"; `code` names the side step of a note."""

    text: str
    role: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A place ("place"), a step ("step") or the side steps of a place ("note")."""

    code: str
    kind: str
    lines: tuple[Line, ...]
    row: int
    col: int
    x: float
    y: float
    width: float
    height: float
    fork: bool = False
    join: bool = False

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def corners(self) -> tuple[tuple[float, float], tuple[float, float]]:
        return (self.x, self.y), (self.right, self.bottom)


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a sheet that is drawn."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, points: Iterable[tuple[float, float]]) -> bool:
        """Tell whether the rectangle around some points reaches into the frame."""
        xs, ys = zip(*points, strict=True)
        across: bool = max(xs) > self.x and min(xs) < self.x + self.width
        upright: bool = max(ys) > self.y and min(ys) < self.y + self.height
        return across and upright


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes by code, and the lines along which arrows may run."""

    sheet: Sheet
    width: float
    height: float
    boxes: dict[str, Box]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    columns: dict[int, int]
    rows: dict[int, int]


def laid_out(process: Process, medium: str) -> Layout:
    """Place every box of the flowchart on the sheet of a medium ("paper" or "phone")."""
    sheet = SHEETS[medium]
    items: list[PlaceDef | StepDef] = [*process.places.values(), *_main(process)]
    plain = [_sized(item, process, sheet) for item in items]
    plain += [_note(place, process, sheet) for place in process.places.values() if place.notes_col]
    first, last = min(b.col for b in plain), max(b.col for b in plain)
    rows = sorted({b.row for b in plain})
    columns, xs, x = {}, [], float(MARGIN)
    centres: dict[int, float] = {}
    for col in range(first, last + 1):
        xs += _lanes(x, sheet.channel)
        x += sheet.channel
        columns[col] = len(xs)
        centres[col] = x + sheet.column / 2
        xs.append(centres[col])
        x += sheet.column
    xs += _lanes(x, sheet.channel)
    x += sheet.channel
    row_index, ys, y = {}, [], 0.0
    middles: dict[int, float] = {}
    for row in rows:
        height = max(_need(b, plain) for b in plain if b.row == row)
        ys += _lanes(y, sheet.gap)
        y += sheet.gap
        row_index[row] = len(ys)
        middles[row] = y + height / 2
        ys.append(middles[row])
        y += height
    ys += _lanes(y, sheet.gap)
    y += sheet.gap
    boxes = {b.code: _moved(b, centres[b.col], middles[b.row]) for b in plain}
    return Layout(sheet, x + MARGIN, y, boxes, tuple(xs), tuple(ys), columns, row_index)


def _need(box: Box, boxes: list[Box]) -> float:
    """Return the height that a box asks of its row: a note may reach over free cells beside it."""
    cells = {(b.row, b.col) for b in boxes}
    beside = {(box.row - 1, box.col), (box.row + 1, box.col)}
    return 0.0 if box.kind == "note" and not beside & cells else box.height


def note_code(place: str) -> str:
    return f"note:{place}"


def place_of(note: str) -> str:
    return note.removeprefix("note:")


def wrapped(text: str, size: int, width: float) -> list[str]:
    """Break a text into lines of about equal length that fit; no line begins with a comma."""
    count = ceil(_measure(text, size) / width)
    if count <= 1:
        return [text]
    lines = _broken(text, size, width, count)
    # A line holds whole characters: where that takes one line more, all share it.
    return lines if len(lines) <= count else _broken(text, size, width, len(lines))


def _broken(text: str, size: int, width: float, count: int) -> list[str]:
    lines, each = [""], _measure(text, size) / count
    for char in text:
        full = _measure(lines[-1], size) >= each - size / 2
        too_long = _measure(lines[-1] + char, size) > width
        if lines[-1] and (too_long or full) and char not in "、，；。）”":
            lines.append("")
        lines[-1] += char
    return lines


def _measure(text: str, size: int) -> float:
    wide = sum(unicodedata.east_asian_width(char) in "WFA" for char in text)
    return size * (wide + 0.56 * (len(text) - wide))


def _lanes(start: float, width: int) -> list[float]:
    return [start + width * (n + 1) / (LANES + 1) for n in range(LANES)]


def _main(process: Process) -> Iterable[StepDef]:
    return (step for step in process.steps.values() if not step.side)


def _moved(box: Box, centre: float, middle: float) -> Box:
    x, y = centre - box.width / 2, middle - box.height / 2
    shape = (box.row, box.col, x, y, box.width, box.height, box.fork, box.join)
    return Box(box.code, box.kind, box.lines, *shape)


def _sized(item: PlaceDef | StepDef, process: Process, sheet: Sheet) -> Box:
    if isinstance(item, PlaceDef):
        lines = tuple(_lines(item.name, "small", sheet))
        longest = max(_measure(line.text, sheet.small) for line in lines)
        width = min(sheet.column, longest + 2 * sheet.pad + sheet.small)
        height = len(lines) * sheet.small * 1.3 + sheet.small * 0.6
        return Box(item.code, "place", lines, item.row, item.col, 0, 0, width, height)
    fork, join = len(item.to) > 1, len(item.frm) > 1
    told = [process.roles.get(item.by, item.by), *_conditions(item, process)]
    told += ["以上均已办结"] if join else []
    told += ["以下同时进行"] if fork else []
    lines = tuple(_lines(item.name, "name", sheet))
    lines += tuple(line for text in told for line in _lines(text, "small", sheet))
    height = sum(_line_height(line, sheet) for line in lines) + sheet.pad
    shape = (item.row, item.col, 0, 0, sheet.column, height)
    return Box(item.code, "step", lines, *shape, fork, join)


def _conditions(step: StepDef, process: Process) -> list[str]:
    """Return what decides between branches: given facts, not those which a run waits for."""
    found = []
    for part in conjuncts(step.guard):
        named = list(atoms(part))
        if all(isinstance(a, Fact) and not a.fact.awaited for a in named):
            found.append(words(part, process.step_names))
    return found


def _note(place: PlaceDef, process: Process, sheet: Sheet) -> Box:
    lines: list[Line] = [Line("期间可以", "small")]
    here = [s for s in process.steps.values() if s.side and place.code in s.in_]
    for step in here:
        if not step.group:
            lines += _lines(step.name, "small", sheet, step.code)
    for group, count in Counter(step.group for step in here if step.group).items():
        lines += _lines(f"{group}{count}种，见步骤表", "small", sheet)
    height = sum(_line_height(line, sheet) for line in lines) + sheet.pad
    shape = (place.row, place.notes_col, 0, 0, sheet.column, height)
    return Box(note_code(place.code), "note", tuple(lines), *shape)


def _lines(text: str, role: str, sheet: Sheet, code: str = "") -> list[Line]:
    size = sheet.name if role == "name" else sheet.small
    return [Line(part, role, code) for part in wrapped(text, size, sheet.column - 2 * sheet.pad)]


def _line_height(line: Line, sheet: Sheet) -> float:
    return (sheet.name if line.role == "name" else sheet.small) * 1.4
