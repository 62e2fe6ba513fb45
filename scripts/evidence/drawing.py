"""Boxes in two columns, and the signs of the arrows between them, get their places from a layout library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import graphlay

LEFT, SIGN, RIGHT = 200, 86, 204
"""How wide the boxes of origins, the signs of arrows and the boxes of goals are. All sizes are in pixels."""
LINE, ROW, BETWEEN = 17, 26, 6
"""How high a line of text is, how much room an arrow takes from top to top, and the least gap between two boxes."""
_COLUMNS = (0, LEFT + 36, LEFT + 36 + SIGN + 70)
"""Where each column begins: origins, signs, goals."""
WIDTH = _COLUMNS[-1] + RIGHT


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

    height: int
    origins: tuple[Box, ...]
    goals: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(origins: Sequence[int], goals: Sequence[int], arrows: Sequence[tuple[int, int]]) -> Drawing:
    """Place boxes and arrows; a box is given as its number of lines of text, an arrow as two numbers of boxes.

    Every box has an arrow. The library puts both columns into an order with few crossings, and nothing overlaps.
    """
    graph = graphlay.Graph()
    heights = [_heights(lines, [arrow[side] for arrow in arrows], room) for side, lines, room in ((0, origins, ROW // 2), (1, goals, ROW))]
    for side, (own, other) in enumerate(zip(heights, reversed(heights), strict=True)):
        for number, height in enumerate(own):
            # A box that stands alone is as high as all that it faces, so that its arrows lie flat.
            full = height if len(own) > 1 else max(height, sum(other) + BETWEEN * (len(other) - 1))
            graph.node((side, number), width=RIGHT if side else LEFT, height=full)
    for number, (origin, goal) in enumerate(arrows):
        graph.node(number, width=SIGN, height=ROW - BETWEEN)
        graph.edge((0, origin), number)
        graph.edge(number, (1, goal))
    options = {
        "direction": "leftright",
        "routing": {"style": "diagonal"},
        "spacing": {"node_gap": BETWEEN, "port_gap": ROW, "layer_gap": 50},
    }
    layout = graphlay.layout(graph, preset="layered", options=options)
    top, bottom = (layout.bounds[end]["y"] for end in ("min", "max"))
    boxes = {id_: _box(node, top) for id_, node in zip(layout.ids, layout.nodes, strict=True)}
    ports = [[round(edge[end]["point"]["y"] - top) for end in ("source_port", "target_port")] for edge in layout.edges]
    return Drawing(
        round(bottom - top),
        tuple(boxes[0, number] for number in range(len(origins))),
        tuple(boxes[1, number] for number in range(len(goals))),
        tuple(_line(boxes[n], ports[2 * n][0], ports[2 * n + 1][1]) for n in range(len(arrows))),
    )


def _heights(lines: Sequence[int], ends: Sequence[int], room: int) -> list[int]:
    """How high the boxes of one column must be for their text and for the arrows that end there."""
    return [max(count * LINE + 9, ends.count(number) * room - BETWEEN) for number, count in enumerate(lines)]


def _box(node: dict[str, Any], top: float) -> Box:
    width, height = node["size"]["width"], node["size"]["height"]
    return Box(_COLUMNS[node["rank"]], round(node["center"]["y"] - height / 2 - top), round(width), round(height))


def _line(sign: Box, begin: int, end: int) -> Line:
    """The curve leaves and reaches boxes and signs level, so that every head points right."""
    before, after = _COLUMNS[1] - LEFT, _COLUMNS[2] - _COLUMNS[1] - SIGN - 8
    path = f"M{LEFT} {begin}{_curve(before, sign.middle - begin)}h{SIGN}{_curve(after, end - sign.middle)}"
    return Line(path, sign, (_COLUMNS[2], end))


def _curve(right: int, down: int) -> str:
    return f"c{right // 2} 0 {right // 2} {down} {right} {down}" if down else f"h{right}"
