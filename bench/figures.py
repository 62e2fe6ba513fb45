"""Records become figures: medians of each step at each size, and whether the aims are reached."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from records import Machine, Program, Record, Step

AIMED = 20_000
"""The number of claims that the aims speak of."""
SERIES = (200, 4000)
"""Numbers of topics between which a page is to take the same time."""


class Key(NamedTuple):
    """What a figure is of."""

    claims: int
    hubs: bool
    program: Program
    step: Step


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians over the records of one step; the largest memory in megabytes; `outcome` other than ended if one was."""

    outcome: str
    seconds: float
    least: float
    most: float
    times: int
    memory: float
    bytes: int
    pages: int
    files: int
    topics: int

    @property
    def per_page(self) -> float:
        """Milliseconds."""
        return 1000 * self.seconds / self.pages


Figures = Mapping[Key, Figure]


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at, by its name, and what was measured, which may be `limit` at most; None: not measured."""

    name: str
    measured: float | None
    limit: float

    @property
    def met(self) -> bool | None:
        """Whether the aim is reached."""
        return None if self.measured is None else self.measured <= self.limit


def by_machine(records: Iterable[Record]) -> dict[Machine, list[Record]]:
    """What was measured on each machine, in the order in which they are named first; ratios are made within one."""
    found: dict[Machine, list[Record]] = {}
    for one in records:
        found.setdefault(one.machine, []).append(one)
    return found


def summed(records: Iterable[Record]) -> Figures:
    """Figures in the order in which the records, which are of one machine, name them first."""
    found: dict[Key, list[Record]] = {}
    for one in records:
        found.setdefault(Key(one.claims, one.hubs, one.program, one.step), []).append(one)
    return {key: _figure(many) for key, many in found.items()}


def _figure(records: Sequence[Record]) -> Figure:
    seconds = [one.seconds for one in records]
    last = records[-1]
    return Figure(
        outcome=next((one.outcome for one in records if one.outcome != "ended"), "ended"),
        seconds=statistics.median(seconds),
        least=min(seconds),
        most=max(seconds),
        times=len(seconds),
        memory=max(one.memory for one in records),
        bytes=last.bytes,
        pages=last.pages,
        files=round(statistics.median(one.files for one in records)),
        topics=last.topics,
    )


def aims(figures: Figures) -> list[Aim]:
    """The aims at 20,000 claims on topics of equal size, in the order in which they are told."""

    def get(program: Program, step: Step) -> Figure | None:
        found = figures.get(Key(AIMED, hubs=False, program=program, step=step))
        return found if found and found.outcome == "ended" else None

    cold, unchanged, claim, plain = (
        get("fast", "cold"),
        get("fast", "unchanged"),
        get("fast", "claim"),
        get("mkdocs", "cold"),
    )
    return [
        Aim("cold", cold.seconds / plain.seconds if cold and plain else None, 0.5),
        Aim("unchanged", unchanged.seconds if unchanged else None, 3),
        Aim("claim", claim.seconds / cold.seconds if claim and cold else None, 0.05),
        Aim("memory", cold.memory / plain.memory if cold and plain else None, 1),
        Aim("page", spread(figures), 0.25),
    ]


def spread(figures: Figures) -> float | None:
    """How much longer a page takes at the worst size than at the best, as a share of the best; None: not measured."""
    found = {
        one.topics: one.per_page
        for key, one in figures.items()
        if (key.program, key.step, key.hubs) == ("fast", "cold", False) and SERIES[0] <= one.topics <= SERIES[1]
        if one.outcome == "ended"
    }
    return max(found.values()) / min(found.values()) - 1 if set(SERIES) <= set(found) else None
