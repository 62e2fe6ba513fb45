"""All claims with everything that they can be found by, as one compact script for the claim explorer in the browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from evidence.catalogue import Catalogue
from evidence.cutting import STANCES, Cutter
from evidence.models import Record
from evidence.references import Reference
from evidence.views import ClaimView, Target

Word = Callable[[str, str], str]
"""The reader's word for an id, by group and id."""

NO_LEVEL = "no-level"
PARAMETERS = ("level", "stance", "species", "year", "mark", "text", "sort", "page")
"""What the explorer's address says besides kinds; a kind of such a name is asked for as `<name>-kind`."""


@dataclass(frozen=True, slots=True)
class Value:
    """One choice of a facet, and the ids of the claims that have it themselves; `also` holds its further names."""

    id: str
    title: str
    claims: tuple[str, ...]
    parent: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that claims are chosen by. `folder` holds the pages of its values, empty where they have none.

    `about` says whether its values are what claims are about.
    """

    id: str
    title: str
    values: tuple[Value, ...]
    folder: str = ""
    about: bool = False


def facets(cutter: Cutter, word: Word) -> tuple[Facet, ...]:
    """Everything that claims are chosen by, in the order of the page; what no claim has is left out."""
    catalogue = cutter.catalogue
    views = tuple(cutter.claims.values())
    facts = {claim.id: catalogue.facts(claim) for claim in catalogue.claims}
    levels = {level.id: level.title for level in catalogue.levels} | {NO_LEVEL: word(NO_LEVEL, "title")}
    stances = {stance: word("stances", stance) for stance in STANCES}
    species = sorted({one.species for one in facts.values() if one.species}, key=lambda name: (name.casefold(), name))
    years = {view.id: {year for one in _cited(catalogue, view) if (year := one.get("year"))} for view in views}
    found = (
        _own("level", word, views, levels, lambda view: (view.level.id if view.level else NO_LEVEL,)),
        _own("stance", word, views, stances, lambda view: (view.stance,)),
        *_kinds(cutter),
        _own("species", word, views, dict(zip(species, species, strict=True)), lambda view: (facts[view.id].species,)),
        _own("year", word, views, {year: year for year in _latest_first(years)}, lambda view: years[view.id]),
        _own("mark", word, views, {mark: word("marks", mark) for mark in MARKS}, _marks),
    )
    return tuple(facet for facet in found if facet.values)


def _own(
    id_: str,
    word: Word,
    views: Iterable[ClaimView],
    titles: Mapping[str, str],
    of: Callable[[ClaimView], Iterable[str | None]],
) -> Facet:
    """A facet of what claims themselves say; `titles` has its values in order."""
    claims: dict[str, list[str]] = {value: [] for value in titles}
    for view in views:
        for value in of(view):
            if value:
                claims[value].append(view.id)
    values = (Value(value, title, tuple(claims[value])) for value, title in titles.items())
    return Facet(id_, word("facets", id_), tuple(value for value in values if value.claims))


def _kinds(cutter: Cutter) -> Iterator[Facet]:
    """A facet for each kind of record that claims name."""
    catalogue = cutter.catalogue
    for kind in catalogue.kinds.values():
        named = [record for record in catalogue.of_kind(kind.id) if record.id in catalogue.claims_of]
        used = {one.id for record in named for one in (record, *catalogue.ancestors(record))}
        values = tuple(_topic(cutter, record) for record, _ in catalogue.tree(kind.id) if record.id in used)
        id_ = f"{kind.id}-kind" if kind.id in PARAMETERS else kind.id
        yield Facet(id_, kind.plural, values, kind.folder if kind.pages else "", about=kind.id != "correction")


def _topic(cutter: Cutter, record: Record) -> Value:
    claims = tuple(claim.id for claim in cutter.catalogue.claims_of.get(record.id, ()))
    also = "; ".join(cutter.also_known(record))
    return Value(record.id, record.title, claims, getattr(record, "parent", None) or "", also)


MARKS = ("retracted", "disputed", "corrected", "caution", "review", "read-twice")


def _marks(view: ClaimView) -> list[str]:
    """What a reader ought to know of a claim before relying on it."""
    marks = {
        "retracted": view.retracted,
        "disputed": any(quote.disputed for quote in view.quotes),
        "corrected": view.corrections,
        "caution": view.caution,
        "review": view.reviews,
        "read-twice": view.reading in ("confirmed", "mended"),
    }
    return [mark for mark in MARKS if marks[mark]]


def _cited(catalogue: Catalogue, view: ClaimView) -> tuple[Reference, ...]:
    keys = dict.fromkeys(key for quote in view.quotes for key in quote.cites)
    return tuple(catalogue.references[key] for key in keys)


def _latest_first(years: Mapping[str, Iterable[str]]) -> list[str]:
    return sorted({year for some in years.values() for year in some}, reverse=True)


def script(cutter: Cutter, word: Word) -> str:
    """The script that gives `window.evidence` to the explorer: tables whose rows name rows of others by number.

    facets      {id, title, folder, about}
    values      [facet, id, title, parent, further names], the parent -1 where there is none
    people      the values that are levels of studies in people
    references  [key, short name, DOI], of those that claims cite
    quotations  text
    claims      [id, statement, the value on whose page it stands or -1, values, quotations, references], by statement
    """
    catalogue = cutter.catalogue
    all_facets = facets(cutter, word)
    rows = [(number, facet, value) for number, facet in enumerate(all_facets) for value in facet.values]
    code = {(facet.id, value.id): number for number, (_, facet, value) in enumerate(rows)}
    values: dict[str, list[int]] = {id_: [] for id_ in cutter.claims}
    pages: dict[str, int] = {}
    for number, (_, facet, value) in enumerate(rows):
        for claim in value.claims:
            values[claim].append(number)
        if facet.folder:
            pages[f"{facet.folder}/{value.id}.md"] = number
    targets = {id_: cutter.target(id_) for id_ in cutter.claims}
    order = sorted(targets, key=lambda id_: (targets[id_].title.casefold(), id_))
    quotations = _Table()
    references = _Table()
    claims = [
        [
            id_,
            targets[id_].title,
            pages.get(targets[id_].path, -1),
            values[id_],
            [quotations.number(quote.text) for quote in cutter.claims[id_].quotes],
            [references.number(one.key) for one in _cited(catalogue, cutter.claims[id_])],
        ]
        for id_ in order
    ]
    cited = [catalogue.references[key] for key in references.rows]
    tables: dict[str, Iterable[object]] = {
        "facets": [
            {"id": facet.id, "title": facet.title, "folder": facet.folder, "about": facet.about} for facet in all_facets
        ],
        "values": [
            [number, value.id, value.title, code.get((facet.id, value.parent), -1), value.also]
            for number, facet, value in rows
        ],
        "people": [code["level", level.id] for level in catalogue.levels if level.people and ("level", level.id) in code],
        "references": [[one.key, one.short if one.short != one.key else "", one.get("doi")] for one in cited],
        "quotations": list(quotations.rows),
        "claims": claims,
    }
    return "window.evidence = {\n" + ",\n".join(f'"{name}": {_lines(table)}' for name, table in tables.items()) + "\n};\n"


class _Table:
    """Rows that are numbered as they come, each once."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}

    def number(self, row: str) -> int:
        return self.rows.setdefault(row, len(self.rows))


def _lines(table: Iterable[object]) -> str:
    """A table as JSON, a row a line, so that a change of one record is a change of few lines."""
    rows = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in table)
    return "[\n" + ",\n".join(rows) + "\n]"
