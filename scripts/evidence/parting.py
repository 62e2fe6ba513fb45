"""What would make one page too large is parted among several pages, in order and without a gap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import isqrt
from typing import TypeVar

from evidence.views import Group

Row = TypeVar("Row")

ARROWS = 4
"""How many arrows of a diagram take the room of one claim."""
LEAST = 4
"""However much else stands on the first of several pages, it keeps this part of the room for claims."""
BACKGROUND, NO_LEVEL = "background", "no-level"
"""What the pages of claims without a level are called."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of several: its file below docs/, its claims, and the name of what it holds; the first has no name."""

    path: str
    groups: tuple[Group, ...]
    name: str = ""

    @property
    def claims(self) -> int:
        """How many claims stand on it."""
        return sum(len(group.claims) for group in self.groups)


def numbered(path: str, number: int) -> str:
    """The file of page `number`, from 0, of what begins at `path`."""
    return f"{path.removesuffix('.md')}-{number + 1}.md" if number else path


def chunks(rows: Sequence[Row], most: int) -> Iterator[Sequence[Row]]:
    """The rows in their order, so many at a time; one empty piece where there is none."""
    for start in range(0, max(len(rows), 1), most):
        yield rows[start : start + most]


def leaves(path: str, groups: Sequence[Group], room: int, arrows: int = 0) -> tuple[Leaf, ...]:
    """The pages of some groups of claims, at most `room` claims on each, the first beside so many arrows.

    One page has them all where they fit. Else the first has the groups that fit, in their order, or at least the
    beginning of the first group, and every further page holds claims of one group.
    """
    taken = arrows // ARROWS
    if not groups or sum(len(group.claims) for group in groups) + taken <= room:
        return (Leaf(path, tuple(groups)),)
    left = max(room - taken, room // LEAST, 1)
    fitting = sum(total <= left for total in accumulate(len(group.claims) for group in groups))
    first, rest = tuple(groups[:fitting]), list(groups[fitting:])
    if not first:
        whole = rest[0]
        first, rest[0] = (replace(whole, claims=whole.claims[:left]),), replace(whole, claims=whole.claims[left:])
        rest[0] = replace(rest[0], before=left)
    return (Leaf(path, first), *_further(path.removesuffix(".md"), rest, room))


def _further(folder: str, groups: Iterable[Group], room: int) -> Iterator[Leaf]:
    for group in groups:
        name = BACKGROUND if group.background else group.level.id if group.level else NO_LEVEL
        for number, claims in enumerate(chunks(group.claims, room)):
            part = replace(group, claims=tuple(claims), before=group.before + number * room)
            yield Leaf(numbered(f"{folder}/{name}.md", number), (part,), name)


def within(rows: int, columns: int, cells: int) -> tuple[int, int]:
    """How many of so many rows and columns make a table of at most so many cells, all where they do."""
    if rows * columns <= cells:
        return rows, columns
    down = min(rows, max(isqrt(cells), cells // columns, 1))
    return down, min(columns, max(cells // down, 1))
