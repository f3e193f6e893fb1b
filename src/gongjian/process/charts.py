"""What is published of a procedure, drawn from the very object that runs: flowchart, step table."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Literal

from .arrows import arcs_of, arrows_of
from .definition import Process, StepDef
from .evaluating import words
from .layout import Box, Frame, Layout, laid_out, note_code
from .routing import Arrow, Point

Medium = Literal["paper", "phone"]
MEDIA: tuple[Medium, ...] = ("paper", "phone")
_ROUND, _HEAD, _BAR = 5.0, 6.0, 4.0
ROWS_BEFORE, ROWS_AFTER = 2, 3
# What one landscape sheet of A4 takes, in pixels, before the names on it become hard to read.
SHEET_HEIGHT = 1200
# What a page on a screen of 1360 pixels has room for.
PAGE_WIDTH = 1060
_TELLS = {"done": "已完成", "now": "正在进行", "possible": "现在可以"}


def flowchart_svg(
    process: Process,
    *,
    done: Collection[str] = (),
    now: Collection[str] = frozenset(),
    possible: Collection[str] = (),
    width: Medium = "paper",
    near: bool = False,
    named: bool = False,
) -> str:
    """Return the flowchart as an upright SVG; states are classes, colours are the style sheet's.

    `done` and `possible` are codes of steps, `now` of places. `width` is "paper" (about 720 px) or
    "phone" (360 px). With `near` only what lies around the places `now` is drawn, in full size.
    With `named` the drawing has an id ("flow-paper"), by which the printed sheets show it again.
    In a whole drawing for phones a place of `now` has the id "now", so that a link leads there.
    Positions are computed once per process; a drawing then costs about 1 ms, the same again none.
    """
    where = frozenset(done), frozenset(now), frozenset(possible)
    return _chart(process, where, width, near, named)


Where = tuple[frozenset[str], frozenset[str], frozenset[str]]


@lru_cache(maxsize=64)
def _chart(process: Process, where: Where, width: Medium, near: bool, named: bool) -> str:
    done, now, possible = where
    layout, arrows = _drawing(process, width)
    frame = _around(layout, now) if near and now else Frame(0, 0, layout.width, layout.height)
    arrows = tuple(arrow for arrow in arrows if frame.meets(arrow.points))
    boxes = [box for box in layout.boxes.values() if frame.meets(box.corners)]
    state = _states(process, done, now, possible)
    # Arrows already gone lie on top, so that a shared trunk shows them.
    lines = sorted(((_taken(a, process, done), a) for a in arrows), key=lambda pair: pair[0])
    parts = [*_arrows_svg(lines)]
    parts += [
        _link_svg(place, layout)
        for place in process.places
        if layout.boxes.get(note_code(place)) in boxes
    ]
    here = "" if near or width == "paper" else min(now, default="")
    parts += [_box_svg(box, layout, process, state, here) for box in boxes]
    wide, high = f"{frame.width:.0f}", f"{frame.height:.0f}"
    drawing = "".join(parts)
    if named:
        # Shown again elsewhere it stands in another frame, so it carries what its words need.
        drawing = f'<g id="flow-{width}" text-anchor="middle">{drawing}</g>'
    title = escape(f"{process.name}流程图（{process.version} 版）")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow flow-{width}" role="img" '
        f'lang="zh-Hans" text-anchor="middle" width="{wide}" height="{high}" '
        f'viewBox="{frame.x:.0f} {frame.y:.0f} {wide} {high}">'
        f"<title>{title}</title>{drawing}</svg>"
    )


def fits_a_page(svg: str) -> bool:
    """Tell whether a drawing may be shown beside text on a desk at its own size."""
    return int(svg.partition(' width="')[2].partition('"')[0]) <= PAGE_WIDTH


def flowchart_sheets(process: Process) -> list[str]:
    """Return the view boxes of the sheets, one or two, on which the "paper" chart is printed.

    The second begins where no box lies across, as near to the middle as there is such a line; the
    arrows that run on are cut there.
    """
    layout, _ = _drawing(process, "paper")
    wide, high = layout.width, layout.height
    cut = _free_line(layout) if high > SHEET_HEIGHT else high
    frames = [(0.0, cut), (cut, high)] if cut < high else [(0.0, high)]
    return [f"0 {top:.0f} {wide:.0f} {bottom - top:.0f}" for top, bottom in frames]


def _free_line(layout: Layout) -> float:
    """Return the height nearest to the middle that crosses no box; the middle when none does."""
    middle = layout.height / 2
    edges = {layout.sheet.gap / 2 + box.bottom for box in layout.boxes.values()}
    free = [y for y in edges if not any(b.y < y < b.bottom for b in layout.boxes.values())]
    return min(free, key=lambda y: abs(y - middle), default=middle)


def _around(layout: Layout, places: Collection[str]) -> Frame:
    """Return what one sees from some places: a column to each side, the step before, two after."""
    here = [layout.boxes[place] for place in places]
    rows = range(min(b.row for b in here) - ROWS_BEFORE, max(b.row for b in here) + ROWS_AFTER + 1)
    columns = range(min(b.col for b in here) - 1, max(b.col for b in here) + 2)
    seen = [b for b in layout.boxes.values() if b.row in rows and b.col in columns]
    gap = layout.sheet.gap
    top, bottom = min(b.y for b in seen) - gap, max(b.bottom for b in seen) + gap
    lines = [layout.xs[layout.columns[c]] for c in columns if c in layout.columns]
    side = layout.sheet.column / 2 + layout.sheet.channel
    return Frame(lines[0] - side, top, lines[-1] - lines[0] + 2 * side, bottom - top)


@lru_cache(maxsize=64)
def _drawing(process: Process, medium: str) -> tuple[Layout, tuple[Arrow, ...]]:
    layout = laid_out(process, medium)
    return layout, arrows_of(layout, arcs_of(process))


def _states(
    process: Process, done: Collection[str], now: Collection[str], possible: Collection[str]
) -> Mapping[str, str]:
    """Return "done", "possible" or "now" for the codes that have such a state."""
    passed = {place for code in done for place in process.steps[code].to}
    passed |= set(process.starts_in) if done else set()
    found = dict.fromkeys(passed, "done")
    found |= dict.fromkeys(done, "done")
    found |= dict.fromkeys(possible, "possible")
    return found | dict.fromkeys(now, "now")


def _taken(arrow: Arrow, process: Process, done: Collection[str]) -> bool:
    step = arrow.target if arrow.target in process.steps else arrow.source
    if step not in done:
        return False
    leaves = process.steps[step].frm_any
    # Of a step that begins in several places, only the way there is known to be taken.
    return arrow.target != step or not leaves or arrow.source == leaves[0]


def _arrows_svg(lines: Iterable[tuple[bool, Arrow]]) -> Iterator[str]:
    """Yield the shafts of all arrows, and their heads."""
    drawn = [_arrow_svg(arrow, " done" if taken else "") for taken, arrow in lines]
    yield '<g fill="none" stroke="#8593a3">'
    yield from (shaft for shaft, _ in drawn)
    yield '</g><g fill="#8593a3">'
    yield from (head for _, head in drawn)
    yield "</g>"


def _arrow_svg(arrow: Arrow, state: str) -> tuple[str, str]:
    (x0, y0), (x1, y1) = arrow.points[-2], arrow.points[-1]
    ux, uy = _unit((x0, y0), (x1, y1))
    head = ((x1, y1), *((x1 - _HEAD * ux + s * uy, y1 - _HEAD * uy + s * ux) for s in (-4, 4)))
    corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in head)
    path = _rounded([*arrow.points[:-1], (x1 - _HEAD * ux, y1 - _HEAD * uy)])
    return (
        f'<path class="arrow{state}" d="{path}"/>',
        f'<polygon class="head{state}" points="{corners}"/>',
    )


def _n(value: float) -> str:
    """Write a length in px, to a tenth: the drawing of a long procedure has thousands of them."""
    return f"{value:.1f}".removesuffix(".0")


def _unit(start: Point, end: Point) -> Point:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = abs(dx) + abs(dy) or 1.0
    return dx / length, dy / length


def _rounded(points: list[Point]) -> str:
    """Return an SVG path through the points with rounded corners."""
    said = f"M{_n(points[0][0])} {_n(points[0][1])}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        (ax, ay), (bx, by) = _unit(before, corner), _unit(corner, after)
        reach = min(_ROUND, _length(before, corner) / 2, _length(corner, after) / 2)
        x, y = corner
        said += f"L{_n(x - ax * reach)} {_n(y - ay * reach)}"
        said += f"Q{_n(x)} {_n(y)} {_n(x + bx * reach)} {_n(y + by * reach)}"
    return f"{said}L{_n(points[-1][0])} {_n(points[-1][1])}"


def _length(start: Point, end: Point) -> float:
    return abs(end[0] - start[0]) + abs(end[1] - start[1])


def _link_svg(place: str, layout: Layout) -> str:
    """Join a place to the list of its side steps by a dotted line."""
    box, note = layout.boxes[place], layout.boxes[note_code(place)]
    left, right = (note, box) if note.x < box.x else (box, note)
    y = box.y + box.height / 2
    return (
        f'<path class="link" fill="none" stroke="#8593a3" stroke-dasharray="2 3" '
        f'd="M{_n(left.right)} {_n(y)}H{_n(right.x)}"/>'
    )


def _box_svg(
    box: Box, layout: Layout, process: Process, state: Mapping[str, str], here: str
) -> str:
    known = state.get(box.code, "")
    is_end = " end" if box.code in (*process.starts_in, *process.ends_in) else ""
    radius = box.height / 2 if box.kind == "place" else 4
    dash = ' stroke-dasharray="4 3"' if box.kind == "note" else ""
    parts = [f"<title>{escape(_told(box, process, known))}</title>"]
    parts.append(
        f'<rect fill="#fff" stroke="#5b6b7c"{dash} rx="{_n(radius)}" x="{_n(box.x)}" '
        f'y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}"/>'
    )
    parts += _bars(box)
    parts += _texts(box, layout, state)
    anchor = ' id="now"' if box.code == here else ""
    kind = f"{box.kind}{is_end}{' ' + known if known else ''}"
    return f'<g{anchor} class="{kind}">{"".join(parts)}</g>'


def _told(box: Box, process: Process, state: str) -> str:
    ended = f"，{_TELLS[state]}" if state else ""
    if box.kind == "place":
        return f"环节：{process.places[box.code].name}{ended}"
    if box.kind == "step":
        step = process.steps[box.code]
        return f"{step.name}（{process.roles[step.by]}）{ended}"
    return "期间可以进行的步骤"


def _bars(box: Box) -> Iterator[str]:
    """Yield the heavy bars of a fork (below) and a join (above)."""
    for y in ([box.y - _BAR / 2] if box.join else []) + (
        [box.bottom - _BAR / 2] if box.fork else []
    ):
        yield (
            f'<rect class="bar" fill="#33475b" x="{_n(box.x)}" y="{_n(y)}" '
            f'width="{_n(box.width)}" height="{_n(_BAR)}"/>'
        )


def _texts(box: Box, layout: Layout, state: Mapping[str, str]) -> Iterator[str]:
    sheet = layout.sheet
    sizes = [sheet.name if line.role == "name" else sheet.small for line in box.lines]
    leading = 1.3 if box.kind == "place" else 1.4
    y = box.y + (box.height - sum(sizes) * leading) / 2
    centre = box.x + box.width / 2
    for line, size in zip(box.lines, sizes, strict=True):
        y += size * leading
        marked = f" {state[line.code]}" if line.code in state else ""
        yield (
            f'<text class="{line.role}{marked}" font-size="{size}" '
            f'x="{_n(centre)}" y="{_n(y - size * (leading - 0.86) / 2 - size * 0.07)}">'
            f"{escape(line.text)}</text>"
        )


def step_table(process: Process) -> list[dict[str, str]]:
    """Return one row for each step: what, from where to where, who, when, papers, limits."""
    return [_row(process, step) for step in process.steps.values()]


def _row(process: Process, step: StepDef) -> dict[str, str]:
    places = step.in_ or step.frm or step.frm_any
    needs = [f"须有《{process.documents[kind]}》" for kind in step.needs]
    limits = [
        f"{verb}{process.limits[code]}"
        for verb, codes in (
            ("开始", step.starts),
            ("结束", step.stops),
            ("中止", step.pauses),
            ("恢复", step.resumes),
            ("延长", step.extends),
        )
        for code in codes
    ]
    return {
        "code": step.code,
        "step": step.name,
        "from": process.place_names(places, "、" if step.frm else "或"),
        "to": process.place_names(step.to),
        "by": process.roles[step.by],
        "when": words(step.guard, process.step_names) if step.guard else "",
        "documents": "，".join([*needs, *(f"制作《{process.documents[k]}》" for k in step.makes)]),
        "limits": "，".join(limits),
        "recording": {"part": "部分音像记录", "whole": "全程音像记录"}.get(
            step.recording, "文字记录"
        ),
        "source": step.source,
    }
