"""Seconds by the number of claims, both on scales of powers of ten, as an SVG that is legible in light and in dark."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from figures import Figures
from records import Program, Step

LEFT, TOP, WIDTH, HEIGHT = 64, 20, 440, 380
"""The area of the curves, in pixels."""
LINE = 17
"""The least distance between two names, in pixels."""
SHOWN: tuple[tuple[Program, Step], ...] = (
    ("evidence", "cold"),
    ("mkdocs", "cold"),
    ("fast", "cold"),
    ("fast", "claim"),
    ("fast", "unchanged"),
    ("zensical", "cold"),
    ("zensical", "unchanged"),
    ("hugo", "cold"),
)


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale of powers of ten from `least` to `most`, drawn from pixel `begin` to pixel `end`."""

    least: int
    most: int
    begin: float
    end: float

    def place(self, value: float) -> float:
        """The pixel of a value."""
        return self.begin + (math.log10(value) - self.least) / (self.most - self.least) * (self.end - self.begin)

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Pixels of the powers of ten, and their names."""
        powers = range(self.least, self.most + 1)
        return [(self.place(10.0**power), f"{10**power:,}" if power >= 0 else f"{10.0**power:g}") for power in powers]


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of one program and step from left to right, and the height of its name."""

    program: Program
    step: Step
    points: Sequence[tuple[float, float]]
    name_at: float


def drawn(figures: Figures) -> tuple[Axis, Axis, list[Curve]]:
    """Both axes and the curves of topics of equal size; raises ValueError where nothing was measured."""
    values = {
        shown: sorted(
            (key.claims, max(one.seconds, 0.01))
            for key, one in figures.items()
            if (key.program, key.step) == shown and not key.hubs and one.outcome == "ended"
        )
        for shown in SHOWN
    }
    points = [point for many in values.values() for point in many]
    if not points:
        raise ValueError("nothing was measured that could be drawn")
    across = _axis((claims for claims, _ in points), LEFT, LEFT + WIDTH)
    up = _axis((seconds for _, seconds in points), TOP + HEIGHT, TOP)
    curves = [
        Curve(program, step, [(across.place(claims), up.place(seconds)) for claims, seconds in many], 0)
        for (program, step), many in values.items()
        if many
    ]
    return across, up, _named(curves)


def _axis(values: Iterable[float], begin: float, end: float) -> Axis:
    logs = [math.log10(value) for value in values]
    least = math.floor(min(logs))
    return Axis(least, max(math.ceil(max(logs)), least + 1), begin, end)


def _named(curves: Iterable[Curve]) -> list[Curve]:
    """Names stand beside the ends of the curves, none upon another."""
    ordered = sorted(curves, key=lambda one: one.points[-1][1])
    found: list[Curve] = []
    for rest, one in zip(range(len(ordered), 0, -1), ordered, strict=True):
        lowest = TOP + HEIGHT - (rest - 1) * LINE
        free = found[-1].name_at + LINE if found else TOP
        found.append(Curve(one.program, one.step, one.points, min(max(one.points[-1][1], free), lowest)))
    return found
