"""Orthogonal arrows that overlap neither boxes nor one another.

Arrows run along the lines of the layout. Each is the cheapest way (length, bends, crossings) on
which every stretch is free, or used only by arrows with the same source or the same target: those
form a trunk. Two arrows may cross, never touch. After a change here run `gongjian arrows`.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .layout import Box, Layout, place_of

Node = tuple[int, int]
Point = tuple[float, float]
_DIRECTIONS = {"right": (1, 0), "left": (-1, 0), "down": (0, 1), "up": (0, -1)}
_OPPOSITE = {"up": "down", "down": "up", "left": "right", "right": "left", "": ""}
_BEND, _CROSSING, _OUTER_LANE = 45.0, 160.0, 9.0
_SHARED = 0.6  # what a stretch along an arrow of the same trunk costs, against a free one
_AIR = 2.0
# Leaving below and entering above is the reading direction; other sides cost a little, these most.
_LEAVE = {"down": 0.0, "left": 8.0, "right": 8.0, "up": 40.0}
_ENTER = {"down": 0.0, "left": 8.0, "right": 8.0, "up": 60.0}


@dataclass(frozen=True, slots=True)
class Arrow:
    """From the edge of one box to the edge of another, by its corners."""

    source: str
    target: str
    points: tuple[Point, ...]


class NoWay(Exception):
    """The grid leaves no room for an arrow; move a box."""


def routed(layout: Layout, arcs: Iterable[tuple[str, str]]) -> list[Arrow]:
    """Return the arrows of a layout, the shortest laid first.

    Raises:
        NoWay: an arrow finds no free way.
    """
    router = _Router(layout)
    return [router.route(*arc) for arc in sorted(arcs, key=router.distance)]


class _Router:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.home = {code: _home(layout, code) for code in layout.boxes}
        self.blocked = set(self.home.values()) | set(_covered(layout))
        # The middle of three lanes is the one that keeps away from the boxes on both sides.
        self.outer = [
            {n for n in range(count) if n not in own and (n + 1 in own or n - 1 in own)}
            for count, own in (
                (len(layout.xs), set(layout.columns.values())),
                (len(layout.ys), set(layout.rows.values())),
            )
        ]
        self.edges: dict[tuple[Node, Node], list[tuple[str, str]]] = {}
        self.nodes: dict[Node, list[tuple[str, str, str]]] = {}
        for code, box in layout.boxes.items():
            if box.kind == "note":
                self._reserve(code, place_of(code))

    def distance(self, arc: tuple[str, str]) -> tuple[float, bool, tuple[str, str]]:
        start, goal = self.home[arc[0]], self.home[arc[1]]
        return self._apart(start, goal), start[0] != goal[0], arc

    def _apart(self, one: Node, other: Node) -> float:
        xs, ys = self.layout.xs, self.layout.ys
        return abs(xs[one[0]] - xs[other[0]]) + abs(ys[one[1]] - ys[other[1]])

    def _reserve(self, note: str, place: str) -> None:
        """Keep arrows off the dotted line between a place and its note."""
        (x0, y), (x1, _) = sorted((self.home[note], self.home[place]))
        for x in range(x0, x1):
            self.edges[(x, y), (x + 1, y)] = [(note, note)]
            self.nodes.setdefault((x, y), []).append((note, note, "h"))

    def route(self, source: str, target: str) -> Arrow:
        path = self._search(source, target)
        for before, node, after in zip([None, *path], path, [*path[1:], None], strict=False):
            if after is not None:
                self.edges.setdefault(_edge_of(node, after), []).append((source, target))
            self.nodes.setdefault(node, []).append((source, target, _way(before, node, after)))
        return arrow_along(self.layout, source, target, path[1:-1])

    def _search(self, source: str, target: str) -> list[Node]:
        start, goal = self.home[source], self.home[target]
        # Ordered by the price so far and the least that the rest can cost (A*).
        queue: list[tuple[float, float, int, Node, str]] = [(0.0, 0.0, 0, start, "")]
        best: dict[tuple[Node, str], float] = {(start, ""): 0.0}
        came: dict[tuple[Node, str], tuple[Node, str]] = {}
        count = 0
        while queue:
            _, cost, _, node, heading = heapq.heappop(queue)
            if node == goal:
                return _walked(came, (node, heading))
            if cost > best[node, heading]:
                continue
            for direction, step in self._steps(node, heading, goal):
                price = self._price((source, target), (node, heading), (step, direction), goal)
                if price is None or cost + price >= best.get((step, direction), float("inf")):
                    continue
                best[step, direction] = cost + price
                came[step, direction] = (node, heading)
                count += 1
                least = cost + price + self._least(step, direction, goal)
                heapq.heappush(queue, (least, cost + price, count, step, direction))
        raise NoWay(f"流程图中从“{source}”到“{target}”的箭头没有位置，请调整 row 和 col")

    def _least(self, node: Node, heading: str, goal: Node) -> float:
        """Return what the rest can cost at least: all of it shared, no bend that can be spared."""
        (dx, dy), ahead = (goal[0] - node[0], goal[1] - node[1]), _DIRECTIONS[heading]
        straight = dx * ahead[1] == dy * ahead[0] and dx * ahead[0] + dy * ahead[1] >= 0
        return _SHARED * self._apart(node, goal) + (0.0 if straight else _BEND)

    def _steps(self, node: Node, heading: str, goal: Node) -> Iterator[tuple[str, Node]]:
        width, height = len(self.layout.xs), len(self.layout.ys)
        opposite = _OPPOSITE[heading]
        for direction, (dx, dy) in _DIRECTIONS.items():
            step = (node[0] + dx, node[1] + dy)
            if direction == opposite or (step in self.blocked and step != goal):
                continue
            if 0 <= step[0] < width and 0 <= step[1] < height:
                yield direction, step

    def _price(
        self, arc: tuple[str, str], here: tuple[Node, str], there: tuple[Node, str], goal: Node
    ) -> float | None:
        (node, heading), (step, direction) = here, there
        users = self.edges.get(_edge_of(node, step))
        if users and not all(_kin(arc, user) for user in users):
            return None
        price = self._apart(node, step) * (_SHARED if users else 1.0)
        if step == goal:
            if self.layout.boxes[arc[1]].join and direction != "down":
                return None
            price += _ENTER[direction]
        if heading == "":
            if self.layout.boxes[arc[0]].fork and direction != "down":
                return None
            return price + _LEAVE[direction]
        met = [way for s, t, way in self.nodes.get(node, ()) if not _kin(arc, (s, t))]
        if heading == direction:
            across = "v" if direction in ("left", "right") else "h"
            return None if any(way != across for way in met) else price + _CROSSING * len(met)
        lanes = (node[0] in self.outer[0]) + (node[1] in self.outer[1])
        return None if met else price + _BEND + _OUTER_LANE * lanes


def arrow_along(layout: Layout, source: str, target: str, nodes: Iterable[Node]) -> Arrow:
    """Return the arrow that runs from box to box by some nodes: its bends at least."""
    path = [_home(layout, source), *nodes, _home(layout, target)]
    points = [(layout.xs[x], layout.ys[y]) for x, y in path]
    return Arrow(source, target, tuple(_trimmed(layout, source, target, points)))


def _trimmed(layout: Layout, source: str, target: str, points: list[Point]) -> Iterator[Point]:
    """Yield the corners of a path, cut at the edges of the boxes it joins."""
    yield _edge(layout.boxes[source], points[0], points[1])
    for before, point, after in zip(points, points[1:], points[2:], strict=False):
        if (before[0] == point[0]) != (point[0] == after[0]):
            yield point
    yield _edge(layout.boxes[target], points[-1], points[-2])


def _edge(box: Box, centre: Point, outside: Point) -> Point:
    if outside[0] == centre[0]:
        return centre[0], box.bottom if outside[1] > centre[1] else box.y
    return box.right if outside[0] > centre[0] else box.x, centre[1]


def _home(layout: Layout, code: str) -> Node:
    box = layout.boxes[code]
    return layout.columns[box.col], layout.rows[box.row]


def _covered(layout: Layout) -> Iterator[Node]:
    """Yield the crossings of lines that lie under or at a box."""
    for box in layout.boxes.values():
        for i, x in enumerate(layout.xs):
            for j, y in enumerate(layout.ys):
                beside = box.x - _AIR < x < box.right + _AIR
                if beside and box.y - _AIR < y < box.bottom + _AIR:
                    yield i, j


def _edge_of(one: Node, other: Node) -> tuple[Node, Node]:
    return (one, other) if one < other else (other, one)


def _kin(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] == other[0] or one[1] == other[1]


def _way(before: Node | None, node: Node, after: Node | None) -> str:
    if before is None or after is None or (before[0] == node[0]) != (node[0] == after[0]):
        return "bend"
    return "v" if before[0] == node[0] else "h"


def _walked(came: dict[tuple[Node, str], tuple[Node, str]], last: tuple[Node, str]) -> list[Node]:
    path = [last[0]]
    while last in came:
        last = came[last]
        path.append(last[0])
    return path[::-1]
