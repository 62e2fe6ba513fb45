"""A map crosses two kinds and says for each pair of records what the claims that name both amount to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evidence.catalogue import Catalogue
from evidence.models import Claim, Kind, Record
from evidence.parting import within
from evidence.summing import STANCES, Summary, summarise

PEOPLE, NO_LEVEL = "people", "none"
"""What the filter of levels offers besides the levels: those with people together, and claims without a level."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some claims of a cell and what they amount to."""

    claims: tuple[Claim, ...]
    summary: Summary


@dataclass(frozen=True, slots=True)
class Cell:
    """One pair of records; records below them are counted with them, and a claim once."""

    named: Part
    """The claims that name both."""
    by_heading: Part
    """The claims that name one of them, or neither, and are quoted from a section on the other, or on both."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The rows or the columns of a map: the records of a kind that any cell has, parents first, each with its depth."""

    kind: Kind
    records: tuple[tuple[Record, int], ...]
    named: frozenset[str]
    """The ids of those that some claim names together with a record of the other kind."""
    folded: tuple[Record, ...]
    """The records that stand in no cell."""
    left_out: int = 0
    """How many records stand in a cell, but in none that is shown."""


@dataclass(frozen=True, slots=True)
class Map:
    """One map: its two axes, and the cells that hold any claim by their pair of ids.

    One that is `bounded` leaves out rows and columns and counts no claim that only a heading brings in; `total` is how
    many claims name a row and a column, shown or not.
    """

    rows: Axis
    columns: Axis
    cells: Mapping[tuple[str, str], Cell]
    bounded: bool = False
    total: int = 0

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim of any cell, once, by id."""
        parts = (part for cell in self.cells.values() for part in (cell.named, cell.by_heading))
        return tuple(sorted({one.id: one for part in parts for one in part.claims}.values(), key=lambda one: one.id))


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a filter offers; the title is empty where it is the reader's word for the id."""

    id: str
    title: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """What the claims of a map can be told apart by: `level`, `stance` or a kind, whose title it has."""

    id: str
    title: str
    choices: tuple[Choice, ...]
    values: Mapping[str, tuple[str, ...]]
    """By the id of a claim: the choices that it fits."""


def make_map(catalogue: Catalogue, rows: str, columns: str, part: int = 1) -> Map:
    """The map of two kinds, children counted with their parents, without rows and columns that hold nothing.

    Where it has more cells, or more claims in them, than `extra.most.cells` says, it is bounded to one `part` of so
    many cells, in the rows and columns that most claims name. What stands above a row is named at least as often.
    """
    named: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    by_heading: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    counts: Counter[str] = Counter()
    total = 0
    for claim in catalogue.claims:
        own = {kind: _of_kind(catalogue, catalogue.named[claim.id], kind) for kind in (rows, columns)}
        scene = {kind: _of_kind(catalogue, catalogue.scenes[claim.id], kind) for kind in (rows, columns)}
        for row in (*own[rows], *(one for one in scene[rows] if one not in own[rows])):
            for column in (*own[columns], *(one for one in scene[columns] if one not in own[columns])):
                both = row in own[rows] and column in own[columns]
                (named if both else by_heading)[row, column].append(claim)
        if own[rows] and own[columns]:
            counts.update({*own[rows], *own[columns]})
            total += 1
    most = catalogue.settings.most.cells
    down, across = ({pair[side] for pair in (*named, *by_heading)} for side in (0, 1))
    listed = sum(len(claims) for found in (named, by_heading) for claims in found.values())
    if bounded := len(down) * len(across) > most or listed > most:
        many = within(len(down), len(across), max(most // part, 1))
        kept = [_most(catalogue, *one, counts) for one in zip((rows, columns), (down, across), many, strict=True)]
        named = {pair: some for pair, some in named.items() if pair[0] in kept[0] and pair[1] in kept[1]}
        by_heading = {}
    family = {id_: _family(catalogue, catalogue.records[id_]) for pair in (*named, *by_heading) for id_ in pair}
    cells = {
        (row, column): Cell(
            *(
                _part(catalogue, found.get((row, column), ()), family[row], family[column])
                for found in (named, by_heading)
            )
        )
        for row, column in {**named, **by_heading}
    }
    sides = enumerate(((rows, down), (columns, across)))
    first, second = (
        _axis(catalogue, kind, present, {pair[side] for pair in cells}, {pair[side] for pair in named})
        for side, (kind, present) in sides
    )
    return Map(first, second, cells, bounded, total)


def _most(catalogue: Catalogue, kind: str, present: set[str], many: int, counts: Counter[str]) -> set[str]:
    """Those of the records of a kind that most claims name; of equals those that come first."""
    found = [record.id for record, _ in catalogue.tree(kind) if record.id in present]
    return set(sorted(found, key=lambda id_: -counts[id_])[:many])


def filters(catalogue: Catalogue, found: Map) -> Iterator[Filter]:
    """The filters that `extra.filters` names and this map can use: a kind that is an axis of it is none.

    Of a kind, what no claim names is left out; every level and stance is offered, for that none fits is worth knowing.
    """
    claims = found.claims
    for id_ in catalogue.settings.filters:
        if id_ in (found.rows.kind.id, found.columns.kind.id):
            continue
        values = {claim.id: tuple(_values(catalogue, claim, id_)) for claim in claims}
        present = {value for one in values.values() for value in one}
        kind = catalogue.kinds.get(id_)
        choices = tuple(choice for choice in _choices(catalogue, id_) if kind is None or choice.id in present)
        if len(choices) > 1:
            yield Filter(id_, kind.title if kind else "", choices, values)


def _values(catalogue: Catalogue, claim: Claim, id_: str) -> Iterable[str]:
    if id_ == "stance":
        return (claim.stance,)
    if id_ == "level":
        level = catalogue.level(claim)
        return (level.id, *([PEOPLE] if level.people else [])) if level else (NO_LEVEL,)
    return _of_kind(catalogue, catalogue.named[claim.id], id_)


def _choices(catalogue: Catalogue, id_: str) -> Iterable[Choice]:
    if id_ == "stance":
        return (Choice(stance, "") for stance in STANCES)
    if id_ == "level":
        together = [Choice(PEOPLE, "")] if any(level.people for level in catalogue.levels) else []
        levels = (Choice(level.id, level.title, int(level.people)) for level in catalogue.levels)
        return (*together, *levels, Choice(NO_LEVEL, ""))
    return (Choice(record.id, record.title, depth) for record, depth in catalogue.tree(id_))


def _of_kind(catalogue: Catalogue, ids: Iterable[str], kind: str) -> tuple[str, ...]:
    """The ids of one kind and of everything above them, each once."""
    own = (record for id_ in ids if (record := catalogue.records[id_]).kind == kind)
    return tuple(dict.fromkeys(one.id for record in own for one in (*catalogue.ancestors(record), record)))


def _family(catalogue: Catalogue, record: Record) -> frozenset[str]:
    return frozenset(one.id for one in catalogue.family(record))


def _part(catalogue: Catalogue, claims: Iterable[Claim], *sides: frozenset[str]) -> Part:
    claims = tuple(claims)
    return Part(claims, summarise(catalogue, claims, *sides))


def _axis(catalogue: Catalogue, kind: str, present: set[str], kept: set[str], named: set[str]) -> Axis:
    tree = tuple(catalogue.tree(kind))
    shown = tuple((record, depth) for record, depth in tree if record.id in kept)
    folded = tuple(record for record, _ in tree if record.id not in present)
    return Axis(catalogue.kinds[kind], shown, frozenset(named), folded, len(tree) - len(shown) - len(folded))
