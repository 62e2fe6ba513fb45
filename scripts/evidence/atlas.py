"""The evidence maps as pages, one each: every link resolved, and for the browser what each claim counts as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evidence.cutting import Cutter
from evidence.maps import Axis, Filter, Map, Part, filters, make_map
from evidence.models import Claim
from evidence.pages import Page, explored
from evidence.summing import is_retracted, study_behind
from evidence.views import AxisView, CellView, MapView, PartView, Target

PART, SMALL = 2, 8
"""A map that is bounded is cut to one such part of what may be shown: on its own page, and on the home page."""
RETRACTED = "retracted"
"""What a claim counts as that rests on nothing but retracted papers."""


def map_pages(cutter: Cutter) -> Iterator[Page]:
    """A page for each map that `extra.maps` declares, the first at `map.md`."""
    catalogue = cutter.catalogue
    every = [_address(cutter, number) for number in range(len(catalogue.settings.maps))]
    for address, (rows, columns) in zip(every, catalogue.settings.maps, strict=True):
        found = make_map(catalogue, rows, columns, PART)
        offered = tuple(filters(catalogue, found))
        values = {
            "map": _view(cutter, found, address),
            "maps": every,
            "filters": offered,
            "data": _data(cutter, found, offered),
            "levels": catalogue.levels,
        }
        meta = {"hide": ["toc", "navigation"], "scripts": ["assets/map.js"], "search": {"exclude": True}}
        yield Page(address.path, ("map.md.j2",), "", "mkdocs.yml", values, meta)


def first_map(cutter: Cutter) -> MapView | None:
    """The map that stands on the home page, None where the site declares none."""
    maps = cutter.catalogue.settings.maps
    return _view(cutter, make_map(cutter.catalogue, *maps[0], part=SMALL), _address(cutter, 0)) if maps else None


def _view(cutter: Cutter, found: Map, address: Target) -> MapView:
    cells = {
        pair: CellView(
            explored(cutter, *pair) if found.bounded else Target("", address.path, "--".join(pair)),
            _part(cutter, cell.named),
            _part(cutter, cell.by_heading),
        )
        for pair, cell in found.cells.items()
    }
    by_heading = any(cell.by_heading.claims for cell in found.cells.values())
    axes = (_axis(cutter, found.rows), _axis(cutter, found.columns))
    numbers = {claim.id: number for number, claim in enumerate(found.claims)}
    return MapView(address, *axes, cells, by_heading, found.bounded, numbers, found.total, explored(cutter))


def _address(cutter: Cutter, number: int) -> Target:
    rows, columns = cutter.catalogue.settings.maps[number]
    kinds = cutter.catalogue.kinds
    title = f"{kinds[rows].plural} × {kinds[columns].plural.lower()}"
    return Target(title, f"map/{rows}-{columns}.md" if number else "map.md")


def _axis(cutter: Cutter, axis: Axis) -> AxisView:
    heads = tuple((cutter.target(record.id), record.id, depth) for record, depth in axis.records)
    return AxisView(axis.kind, heads, axis.named, cutter.targets(record.id for record in axis.folded), axis.left_out)


def _part(cutter: Cutter, part: Part) -> PartView:
    return PartView(part.summary, tuple((view, cutter.target(view.id)) for view in cutter.views(part.claims)))


def _data(cutter: Cutter, found: Map, offered: tuple[Filter, ...]) -> dict[str, list[Any]]:
    """By claim: what it counts as, how far its level is from people, the study in people behind it, what it fits.

    In a bounded map claims go by their numbers.
    """
    return {
        str(number) if found.bounded else claim.id: [
            *_counts_as(cutter, claim),
            {one.id: one.values[claim.id] for one in offered},
        ]
        for number, claim in enumerate(found.claims)
    }


def _counts_as(cutter: Cutter, claim: Claim) -> tuple[str, int | None, str | None]:
    catalogue = cutter.catalogue
    if is_retracted(catalogue, claim):
        return RETRACTED, None, None
    if claim.stance == "background":
        return claim.stance, None, None
    level = catalogue.level(claim)
    rank = catalogue.levels.index(level) if level else len(catalogue.levels)
    return claim.stance, rank, study_behind(catalogue, claim) if level and level.people else None
