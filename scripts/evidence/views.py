"""What pages show of claims, as small frozen values in which every link is already resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.markers import Named
from evidence.models import Kind, Level
from evidence.sources import Passage
from evidence.summing import Summary


@dataclass(frozen=True, slots=True)
class Target:
    """Something to link to: its words, the file of its page below docs/ (empty where it has none), and its anchor."""

    title: str
    path: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class EffectView:
    """One effect in words: what changes which way, by what means, against what."""

    change: str
    target: Target
    by: tuple[Target, ...]
    actors: tuple[Target, ...]
    versus: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One quotation with where it stands and what it cites."""

    text: str
    source: str
    source_key: str
    passage: Passage | None
    setting: tuple[Target, ...]
    cites: tuple[str, ...]
    named: tuple[Named, ...]
    """Where the words themselves name references."""
    disputed: bool
    reader: Target
    """Where its words stand in the source."""


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """What the source says beside what the original says."""

    target: Target
    review: str
    original: str
    basis: str
    seen: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as pages show it."""

    id: str
    statement: str
    stance: str
    level: Level | None
    about: tuple[tuple[Kind, tuple[Target, ...]], ...]
    effects: tuple[EffectView, ...]
    facts: tuple[tuple[str, str], ...]
    study: Target | None
    quotes: tuple[QuoteView, ...]
    corrections: tuple[CorrectionView, ...]
    caution: str
    checked: tuple[tuple[str, str], ...]
    retracted: tuple[str, ...]
    counted: bool
    """Whether the claim is counted: not where what it rests on was retracted."""
    reviews: tuple[str, ...]
    reading: str
    """The verdict of the second reading, "changed" where the claim changed since, empty where there was none."""
    changed: str
    """The day of the last change, empty where it is not known."""
    edit: str
    permanent: Target


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of one level, or without one (`level` is None), or background.

    Where not all `total` of them stand here, so many stand on other pages `before` these.
    """

    level: Level | None
    background: bool
    claims: tuple[ClaimView, ...]
    total: int
    before: int = 0


@dataclass(frozen=True, slots=True)
class PartView:
    """Some claims of a cell with where each stands, and what they amount to."""

    summary: Summary
    claims: tuple[tuple[ClaimView, Target], ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell of a map: where it is opened, the claims that name both records, and those that a heading brings in."""

    target: Target
    named: PartView
    by_heading: PartView


@dataclass(frozen=True, slots=True)
class AxisView:
    """The rows or columns of a map: each record's link, id and depth; which are named; which are folded away."""

    kind: Kind
    heads: tuple[tuple[Target, str, int], ...]
    named: frozenset[str]
    folded: tuple[Target, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class MapView:
    """A map as pages show it; `target` is its own page, and `by_heading` whether a heading brings any claim in.

    One that is `bounded` does not show all; its claims have `numbers` by their ids, and its cells lead to `explored`.
    """

    target: Target
    rows: AxisView
    columns: AxisView
    cells: Mapping[tuple[str, str], CellView]
    by_heading: bool
    bounded: bool
    numbers: Mapping[str, int]
    total: int
    explored: Target
