"""The diagram of a record: its arrows in panels of two columns each, placed, and with the words that lists need."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence.arrows import Arrow, Goal, Origin, drawn_arrows
from evidence.cutting import Cutter
from evidence.drawing import Box, Line, draw
from evidence.models import Kind, Level, Record
from evidence.views import Target

SPLIT, FOLD = 16, 40
"""More arrows than `SPLIT` on one side are parted by the kind of their goals; where a page has more than `FOLD`, all
panels but the first are folded."""
NAMED = 5
"""How many claims the entry of an arrow names."""
LETTERS, PATTERNS = 27, 7
"""How many letters fit into a line of a box, and how many patterns the style sheet has for lines."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A box with its lines of text; those from number `versus` on name what the ones before were compared with."""

    box: Box
    lines: tuple[str, ...]
    versus: int


@dataclass(frozen=True, slots=True)
class Row:
    """One arrow, drawn and in words."""

    number: int
    arrow: Arrow
    line: Line
    style: str
    origins: tuple[str, ...]
    versus: tuple[str, ...]
    goal: str
    claims: tuple[Target, ...]
    """The first `NAMED` of its claims."""
    page: str

    @property
    def listed(self) -> bool:
        """Whether a click leads to the entry that lists its claims: not where a single one stands on the same page."""
        return len(self.arrow.claims) > 1 or self.claims[0].path != self.page

    @property
    def anchor(self) -> str:
        """Where a click leads: to the claim, or to the entry that lists it."""
        return f"arrow-{self.number}" if self.listed else self.claims[0].anchor


@dataclass(frozen=True, slots=True)
class Part:
    """Which arrows a panel has: those `to` the record, `from` it, or between its `means` and what they serve."""

    side: str
    derived: bool
    parted: bool = False
    """Whether these are only the arrows to goals of one kind, which is None for goals without a record."""
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """Some arrows of a record with their boxes; rows stand in the order of the drawing, from top to bottom."""

    part: Part
    width: int
    height: int
    plates: tuple[Plate, ...]
    rows: tuple[Row, ...]

    @property
    def conflict(self) -> bool:
        """Whether other claims say the opposite of any arrow in it."""
        return any(row.arrow.conflict for row in self.rows)


@dataclass(frozen=True, slots=True)
class Diagram:
    """What is drawn for a record, which levels each pattern of lines stands for, and how many arrows are `more`."""

    panels: tuple[Panel, ...]
    styles: tuple[tuple[str, tuple[Level | None, ...]], ...]
    more: int = 0

    @property
    def rows(self) -> tuple[Row, ...]:
        """All arrows."""
        return tuple(row for panel in self.panels for row in panel.rows)

    @property
    def folded(self) -> bool:
        """Whether all panels but the first are folded."""
        return len(self.rows) > FOLD


def make_diagram(cutter: Cutter, record: Record) -> Diagram | None:
    """The diagram of a record, None where its kind asks for none or no claim gives an arrow."""
    found, more = drawn_arrows(cutter.catalogue, record)
    if not found:
        return None
    panels: list[Panel] = []
    for part, some in _parts(cutter, record, found):
        panels.append(_panel(cutter, record, part, some, sum(len(panel.rows) for panel in panels) + 1))
    levels: dict[str, list[Level | None]] = {}
    for level in (*cutter.catalogue.levels, None):
        if any(arrow.closest == level for arrow in found):
            levels.setdefault(_style(cutter, level), []).append(level)
    return Diagram(tuple(panels), tuple((style, tuple(some)) for style, some in levels.items()), more)


def _parts(cutter: Cutter, record: Record, found: Sequence[Arrow]) -> Iterator[tuple[Part, list[Arrow]]]:
    """The arrows by panel: first those to the record, direct ones before derived ones."""
    sides: dict[tuple[str, bool], list[Arrow]] = {
        (side, derived): [] for side in ("to", "from", "means") for derived in (False, True)
    }
    for arrow in found:
        ends_here, begins_here = arrow.says.goal.id == record.id, record.id in arrow.says.origin.ids
        sides["to" if ends_here else "from" if begins_here else "means", arrow.says.derived].append(arrow)
    for (side, derived), some in sides.items():
        if side == "to" or len(some) <= SPLIT:
            if some:
                yield Part(side, derived), some
            continue
        for kind in (*cutter.catalogue.kinds.values(), None):
            if same := [arrow for arrow in some if _kind(cutter, arrow.says.goal) == kind]:
                yield Part(side, derived, parted=True, kind=kind), same


def _kind(cutter: Cutter, goal: Goal) -> Kind | None:
    return cutter.catalogue.kinds[cutter.catalogue.records[goal.id].kind] if goal.id else None


def _panel(cutter: Cutter, record: Record, part: Part, some: Sequence[Arrow], start: int) -> Panel:
    origins = sorted({arrow.says.origin for arrow in some}, key=lambda one: _names(cutter, one.ids + one.versus))
    goals = sorted({arrow.says.goal for arrow in some}, key=lambda one: _name(cutter, one))
    texts = [_lines(cutter, origin) for origin in origins]
    ends = [textwrap.wrap(_name(cutter, goal), LETTERS) for goal in goals]
    joins = [(origins.index(arrow.says.origin), goals.index(arrow.says.goal)) for arrow in some]
    drawing = draw([len(lines) for lines, _ in texts], [len(lines) for lines in ends], joins)
    plates = [Plate(box, *text) for box, text in zip(drawing.origins, texts, strict=True)]
    plates += [Plate(box, tuple(text), len(text)) for box, text in zip(drawing.goals, ends, strict=True)]
    down = sorted(zip(some, drawing.lines, strict=True), key=lambda pair: pair[1].sign.y)
    rows = tuple(_row(cutter, record, number, *pair) for number, pair in enumerate(down, start))
    return Panel(part, drawing.width, drawing.height, tuple(plates), rows)


def _row(cutter: Cutter, record: Record, number: int, arrow: Arrow, line: Line) -> Row:
    return Row(
        number,
        arrow,
        line,
        _style(cutter, arrow.closest),
        _names(cutter, arrow.says.origin.ids),
        _names(cutter, arrow.says.origin.versus),
        _name(cutter, arrow.says.goal),
        tuple(
            Target(cutter.target(claim.id).title, cutter.stands(record, claim), f"c-{claim.id}")
            for claim in arrow.claims[:NAMED]
        ),
        cutter.page_of(record),
    )


def _lines(cutter: Cutter, origin: Origin) -> tuple[tuple[str, ...], int]:
    """The text of a box, and the number of the line at which what it was compared with begins."""
    acting = textwrap.wrap(" + ".join(_names(cutter, origin.ids)), LETTERS)
    versus = textwrap.wrap(" + ".join(_names(cutter, origin.versus)), LETTERS, initial_indent=" " * 8)
    return (*acting, *(line.strip() for line in versus)), len(acting)


def _names(cutter: Cutter, ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(target.title for target in cutter.targets(ids))


def _name(cutter: Cutter, goal: Goal) -> str:
    return cutter.target(goal.id).title if goal.id else goal.text


def _style(cutter: Cutter, level: Level | None) -> str:
    """A whole line for the level closest to patients, the more broken the further, dots where no study is described."""
    return "none" if level is None else str(min(cutter.catalogue.levels.index(level) + 1, PATTERNS))
