"""The arrows of a flowchart: of the shipped procedures known beforehand, of others searched for.

A search takes up to a second, and whoever comes first after a start would wait for it. So
`arrows.txt` keeps what it finds for every shipped procedure in the words of every shipped place,
by a hash of all that it depends on. `gongjian arrows` writes the file; a test compares it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from .definition import Process
from .layout import SHEETS, Layout, laid_out
from .routing import Arrow, arrow_along, routed

FILE = Path(__file__).with_name("arrows.txt")
HEAD = """\
# The arrows of the shipped procedures. Written by `gongjian arrows`; do not edit.
# A block is a chart: the hashes of what its search depends on (the same ways may serve several
# places), then each arrow: from, to, and its bends as numbers of a column line and a row line.
"""
Arcs = tuple[tuple[str, str], ...]

# Each place has its own words for some steps; most of them leave every box as it is.
_known: dict[str, tuple[Arrow, ...]] = {}


def arcs_of(process: Process) -> Arcs:
    """Return what the arrows join: places with the steps that begin there, steps with theirs."""
    steps = process.steps.values()
    into = [(place, step.code) for step in steps for place in (step.frm or step.frm_any)]
    return (*into, *((step.code, place) for step in steps for place in step.to))


def arrows_of(layout: Layout, arcs: Arcs) -> tuple[Arrow, ...]:
    """Return the arrows, got once for all drawings that differ in words alone.

    Raises:
        NoWay: an arrow finds no free way.
    """
    key = _key(layout, arcs)
    if key not in _known:
        lines = _shipped().get(key)
        _known[key] = tuple(routed(layout, arcs) if lines is None else _read(lines, layout))
    return _known[key]


def as_text(processes: Iterable[Process]) -> str:
    """Return what `arrows.txt` holds of some procedures, searched for anew."""
    found: dict[str, str] = {}
    for process in processes:
        for medium in SHEETS:
            layout, arcs = laid_out(process, medium), arcs_of(process)
            if (key := _key(layout, arcs)) not in found:
                found[key] = "\n".join(_line(arrow, layout) for arrow in routed(layout, arcs))
    keys: dict[str, list[str]] = {}
    for key, lines in found.items():
        keys.setdefault(lines, []).append(f"[{key}]\n")
    return HEAD + "".join(f"\n{''.join(heads)}{lines}\n" for lines, heads in keys.items())


@cache
def _shipped() -> dict[str, list[str]]:
    """Return the lines of each chart that is known beforehand."""
    found: dict[str, list[str]] = {}
    for block in FILE.read_text(encoding="utf-8").split("\n\n")[1:]:
        lines = block.splitlines()
        arrows = [line for line in lines if not line.startswith("[")]
        found |= {line.strip("[]"): arrows for line in lines[: len(lines) - len(arrows)]}
    return found


def _key(layout: Layout, arcs: Arcs) -> str:
    """Return a hash of all that the search depends on: everything but the words."""
    boxes = [replace(box, lines=()) for box in layout.boxes.values()]
    ground = arcs, boxes, layout.xs, layout.ys, layout.columns, layout.rows
    return sha256(repr(ground).encode()).hexdigest()


def _line(arrow: Arrow, layout: Layout) -> str:
    bends = (f"{layout.xs.index(x)},{layout.ys.index(y)}" for x, y in arrow.points[1:-1])
    return " ".join((arrow.source, arrow.target, *bends))


def _read(lines: Iterable[str], layout: Layout) -> Iterator[Arrow]:
    for line in lines:
        source, target, *bends = line.split()
        nodes = [(int(x), int(y)) for x, y in (bend.split(",") for bend in bends)]
        yield arrow_along(layout, source, target, nodes)
