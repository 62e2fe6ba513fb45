"""All claims with everything that they can be found by, as one compact script for the claim explorer in the browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from evidence.cutting import Cutter
from evidence.models import Record
from evidence.pages import parameter
from evidence.references import Reference
from evidence.summing import STANCES
from evidence.views import ClaimView

Word = Callable[[str, str], str]
"""The reader's word for an id, by group and id."""

NO_LEVEL = "no-level"


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
    years = {view.id: {year for one in catalogue.cites[view.id] if (year := one.get("year"))} for view in views}
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
        yield Facet(
            parameter(kind.id), kind.plural, values, kind.folder if kind.pages else "", about=kind.id != "correction"
        )


def _topic(cutter: Cutter, record: Record) -> Value:
    claims = tuple(claim.id for claim in cutter.catalogue.claims_of.get(record.id, ()))
    also = "; ".join(cutter.also_known(record))
    return Value(record.id, record.title, claims, getattr(record, "parent", None) or "", also)


MARKS = ("retracted", "disputed", "corrected", "caution", "review", "uncited", "read-twice")


def _marks(view: ClaimView) -> list[str]:
    """What a reader ought to know of a claim before relying on it."""
    marks = {
        "retracted": view.retracted,
        "disputed": any(quote.disputed for quote in view.quotes),
        "corrected": view.corrections,
        "caution": view.caution,
        "review": view.reviews,
        "uncited": not any(quote.cites for quote in view.quotes),
        "read-twice": view.reading in ("confirmed", "mended"),
    }
    return [mark for mark in MARKS if marks[mark]]


def _latest_first(years: Mapping[str, Iterable[str]]) -> list[str]:
    return sorted({year for some in years.values() for year in some}, reverse=True)


def script(cutter: Cutter, word: Word) -> str:
    """The script that gives `window.evidence` to the explorer: tables whose rows name rows of others by number.

    facets      {id, title, folder, about}
    values      [facet, id, title, parent, further names], the parent -1 where there is none
    people      the values that are levels of studies in people
    references  [key, short name, DOI], of those that claims cite
    quotations  text
    claims      [id, statement, the value on whose first page it stands or -1, values, quotations, references],
                by statement
    """
    catalogue = cutter.catalogue
    all_facets = facets(cutter, word)
    rows = [(facet, value) for facet in all_facets for value in facet.values]
    code = {(facet.id, value.id): number for number, (facet, value) in enumerate(rows)}
    page = {f"{facet.folder}/{value.id}.md": code[facet.id, value.id] for facet, value in rows if facet.folder}
    values: dict[str, list[int]] = {id_: [] for id_ in cutter.claims}
    for facet, value in rows:
        for claim in value.claims:
            values[claim].append(code[facet.id, value.id])
    quotations: dict[str, int] = {}
    references: dict[str, int] = {}
    claims = []
    targets = {id_: cutter.target(id_) for id_ in cutter.claims}
    for id_, target in sorted(targets.items(), key=lambda item: (item[1].title.casefold(), item[0])):
        view = cutter.claims[id_]
        quoted = [quotations.setdefault(quote.text, len(quotations)) for quote in view.quotes]
        cited = [references.setdefault(one.key, len(references)) for one in catalogue.cites[view.id]]
        claims.append([id_, target.title, page.get(target.path, -1), values[id_], quoted, cited])
    order = {facet.id: number for number, facet in enumerate(all_facets)}
    people = {level.id for level in catalogue.levels if level.people}
    tables: dict[str, Iterable[object]] = {
        "facets": [{"id": one.id, "title": one.title, "folder": one.folder, "about": one.about} for one in all_facets],
        "values": [
            [order[facet.id], value.id, value.title, code.get((facet.id, value.parent), -1), value.also]
            for facet, value in rows
        ],
        "people": [number for (facet_id, id_), number in code.items() if facet_id == "level" and id_ in people],
        "references": [_reference(catalogue.references[key]) for key in references],
        "quotations": quotations,
        "claims": claims,
    }
    inside = ",\n".join(f'"{name}": {_lines(table)}' for name, table in tables.items())
    return f"window.evidence = {{\n{inside}\n}};\n"


def _reference(reference: Reference) -> list[str]:
    short = reference.short
    return [reference.key, short if short != reference.key else "", reference.get("doi")]


def _lines(rows: Iterable[object]) -> str:
    """Rows as JSON, one a line, so that a change of one record is a change of few lines."""
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return "[\n" + ",\n".join(lines) + "\n]"
