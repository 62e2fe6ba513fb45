"""Drawings overlap nowhere, reach what they join, keep the given order in their values and are the same every time."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from evidence.drawing import BETWEEN, LINE, Box, Drawing, draw
from trials import trials

Arrows = list[tuple[int, int]]


@st.composite
def graphs(make: st.DrawFn) -> tuple[list[int], list[int], Arrows]:
    """The lines of text of two columns, and arrows of which every box has one."""
    origins, goals = (make(st.lists(st.integers(1, 5), min_size=1, max_size=7)) for _ in range(2))
    pair = st.tuples(st.integers(0, len(origins) - 1), st.integers(0, len(goals) - 1))
    arrows = [(number, make(pair)[1]) for number in range(len(origins))]
    arrows += [(make(pair)[0], number) for number in range(len(goals))]
    return origins, goals, arrows + make(st.lists(pair, max_size=12))


def apart(boxes: list[Box]) -> bool:
    """Whether no two boxes of one column touch."""
    return all(above.y + above.height < below.y for above, below in pairwise(sorted(boxes, key=lambda box: box.y)))


def ends(path: str) -> tuple[int, int, int]:
    """Where a curve begins (x and y) and how far down it leads."""
    begin = re.match(r"M(-?\d+) (-?\d+)", path)
    assert begin
    down = sum(int(step) for step in re.findall(r"c\d+ 0 \d+ -?\d+ \d+ (-?\d+)", path))
    return int(begin[1]), int(begin[2]), int(begin[2]) + down


def check(found: Drawing, origins: list[int], goals: list[int], arrows: Arrows) -> None:
    signs = [line.sign for line in found.lines]
    assert (len(found.origins), len(found.goals), len(signs)) == (len(origins), len(goals), len(arrows))
    assert all(apart(column) for column in (list(found.origins), list(found.goals), signs))
    for box, lines in zip((*found.origins, *found.goals), (*origins, *goals), strict=True):
        assert box.height >= lines * LINE
        assert 0 <= box.x <= box.x + box.width <= found.width
        assert 0 <= box.y <= box.y + box.height <= found.height
    for line, (origin, goal) in zip(found.lines, arrows, strict=True):
        left, right = found.origins[origin], found.goals[goal]
        x, begin, end = ends(line.path)
        assert x == left.x + left.width < line.sign.x
        assert line.sign.x + line.sign.width < right.x
        assert left.y - 1 <= begin <= left.y + left.height + 1
        assert line.head == (right.x, end)
        assert right.y - 1 <= end <= right.y + right.height + 1


@trials()
@given(graphs())
def test_nothing_overlaps_and_every_arrow_joins_its_boxes(graph: tuple[list[int], list[int], Arrows]) -> None:
    found = draw(*graph)
    check(found, *graph)
    assert draw(*graph) == found


def test_the_library_avoids_crossings() -> None:
    """Arrows that cross in the given order need not cross when drawn."""
    found = draw([1, 1, 1], [1, 1, 1], [(0, 2), (1, 1), (2, 0)])
    columns = (
        [box.y for box in found.origins],
        [line.sign.y for line in found.lines],
        [found.goals[n].y for n in (2, 1, 0)],
    )
    assert len({tuple(sorted(range(3), key=column.__getitem__)) for column in columns}) == 1


def test_a_box_alone_in_its_column_faces_all_others() -> None:
    found = draw([3, 1, 4], [1], [(0, 0), (1, 0), (2, 0)])
    (goal,) = found.goals
    assert goal.height == sum(box.height for box in found.origins) + 2 * BETWEEN
