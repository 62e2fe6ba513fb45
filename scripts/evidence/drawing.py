"""Boxes in two columns, and the signs of the arrows between them, get their places from a layout library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import graphlay

BOX, SIGN = 202, 86
"""How wide a box and the sign of an arrow are. All sizes are in pixels."""
LINE, ROW, BETWEEN = 17, 26, 6
"""How high a line of text is, how much room an arrow takes from top to top, and the least gap between two boxes."""
HEAD = 8
"""How far before its end the line of an arrow stops."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `x` and `y` are its upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """Half way down."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Line:
    """One arrow: a curve as SVG has it, from its origin past its sign to its head."""

    path: str
    sign: Box
    head: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Where everything stands, in the order in which it was given."""

    width: int
    height: int
    origins: tuple[Box, ...]
    goals: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(origins: Sequence[int], goals: Sequence[int], arrows: Sequence[tuple[int, int]]) -> Drawing:
    """Place boxes and arrows; a box is given as its number of lines of text, an arrow as two numbers of boxes.

    Every box has an arrow. The library puts the columns into an order with few crossings, and nothing overlaps.
    """
    return _draw(tuple(origins), tuple(goals), tuple(arrows))


@lru_cache(maxsize=10_000)  # most diagrams are what they were before an edit
def _draw(origins: tuple[int, ...], goals: tuple[int, ...], arrows: tuple[tuple[int, int], ...]) -> Drawing:
    graph = graphlay.Graph()
    starts, ends = Counter(origin for origin, _ in arrows), Counter(goal for _, goal in arrows)
    heights = (_heights(origins, starts, ROW // 2), _heights(goals, ends, ROW))
    for side, (own, other) in enumerate(zip(heights, reversed(heights), strict=True)):
        for number, height in enumerate(own):
            # A box that stands alone is as high as all that it faces, so that its arrows lie flat.
            full = height if len(own) > 1 else max(height, sum(other) + BETWEEN * (len(other) - 1))
            graph.node((side, number), width=BOX, height=full)
    for number, (origin, goal) in enumerate(arrows):
        graph.node(number, width=SIGN, height=ROW - BETWEEN)
        graph.edge((0, origin), number)
        graph.edge(number, (1, goal))
    spacing = {"node_gap": BETWEEN, "port_gap": ROW}
    options = {"direction": "leftright", "routing": {"style": "diagonal"}, "spacing": spacing}
    layout = graphlay.layout(graph, preset="layered", options=options)
    top = layout.bounds["min"]["y"]
    # The library gives the order and the heights; the more arrows leave one box, the more room they get to part.
    fan = BOX + min(32 + 4 * max(starts.values()), 90)
    columns = (0, fan, fan + SIGN + 70)
    boxes = {id_: _box(node, columns, top) for id_, node in zip(layout.ids, layout.nodes, strict=True)}
    ports = [[round(edge[end]["point"]["y"] - top) for end in ("source_port", "target_port")] for edge in layout.edges]
    return Drawing(
        columns[2] + BOX,
        max(box.y + box.height for box in boxes.values()),
        tuple(boxes[0, number] for number in range(len(origins))),
        tuple(boxes[1, number] for number in range(len(goals))),
        tuple(_line(boxes[n], ports[2 * n][0], (columns[2], ports[2 * n + 1][1])) for n in range(len(arrows))),
    )


def _heights(lines: Sequence[int], arrows: Counter[int], room: int) -> list[int]:
    """How high the boxes of one column must be for their text and for their arrows."""
    return [max(count * LINE + 9, arrows[number] * room - BETWEEN) for number, count in enumerate(lines)]


def _box(node: dict[str, Any], columns: Sequence[int], top: float) -> Box:
    width, height = node["size"]["width"], node["size"]["height"]
    return Box(columns[node["rank"]], round(node["center"]["y"] - height / 2 - top), round(width), round(height))


def _line(sign: Box, begin: int, head: tuple[int, int]) -> Line:
    """The curve leaves and reaches boxes and signs level, so that every head points right."""
    before, after = sign.x - BOX, head[0] - sign.x - SIGN - HEAD
    path = f"M{BOX} {begin}{_curve(before, sign.middle - begin)}h{SIGN}{_curve(after, head[1] - sign.middle)}"
    return Line(path, sign, head)


def _curve(right: int, down: int) -> str:
    return f"c{right // 2} 0 {right // 2} {down} {right} {down}" if down else f"h{right}"
