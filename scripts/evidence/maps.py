"""A map crosses two kinds and says for each pair of records what the claims that name both amount to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from evidence.catalogue import Catalogue
from evidence.models import Claim, Kind, Level, Record


@dataclass(frozen=True, slots=True)
class Cell:
    """The claims that name both records, or records below them; a claim counts once."""

    claims: tuple[Claim, ...]
    stances: Mapping[str, int]
    studies: int
    """How many studies in people stand behind the claims that are not background."""
    closest: Level | None
    """The level closest to people among the claims that are not background."""


@dataclass(frozen=True, slots=True)
class Map:
    """One map: its two kinds, the records of each that any pair has, parents first, and the cells by pair of ids."""

    rows: Kind
    columns: Kind
    row_records: tuple[tuple[Record, int], ...]
    column_records: tuple[tuple[Record, int], ...]
    cells: Mapping[tuple[str, str], Cell]


def make_map(catalogue: Catalogue, rows: str, columns: str) -> Map:
    """The map of two kinds, children counted with their parents, without rows and columns that hold nothing."""
    pairs: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in catalogue.claims:
        for row in _with_ancestors(catalogue, claim, rows):
            for column in _with_ancestors(catalogue, claim, columns):
                pairs[row, column].append(claim)
    cells = {pair: _cell(catalogue, tuple(claims)) for pair, claims in pairs.items()}
    return Map(
        catalogue.kinds[rows],
        catalogue.kinds[columns],
        _shown(catalogue, rows, {row for row, _ in cells}),
        _shown(catalogue, columns, {column for _, column in cells}),
        cells,
    )


def _with_ancestors(catalogue: Catalogue, claim: Claim, kind: str) -> set[str]:
    named = [catalogue.records[id_] for id_ in catalogue.named[claim.id]]
    own = [record for record in named if record.kind == kind]
    return {one.id for record in own for one in (record, *catalogue.ancestors(record))}


def _cell(catalogue: Catalogue, claims: tuple[Claim, ...]) -> Cell:
    findings = [claim for claim in claims if claim.stance != "background"]
    levels = {claim.id: catalogue.level(claim) for claim in findings}
    in_people = [claim for claim in findings if (level := levels[claim.id]) and level.people]
    studies = {claim.study if isinstance(claim.study, str) else claim.evidence[0].cites for claim in in_people}
    present = [level for level in catalogue.levels if level in levels.values()]
    return Cell(claims, Counter(claim.stance for claim in claims), len(studies), present[0] if present else None)


def _shown(catalogue: Catalogue, kind: str, ids: set[str]) -> tuple[tuple[Record, int], ...]:
    return tuple((record, depth) for record, depth in catalogue.tree(kind) if record.id in ids)
