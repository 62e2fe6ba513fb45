"""Tables have a column for every kind and for every field of its own, told apart by their names."""

from __future__ import annotations

import pytest

from conftest import GARDEN, SiteFactory
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.flat import Cell, Table
from evidence.nested import records
from evidence.reading import read_site
from evidence.tables import tables

OWN = """\
fields:
  length: {type: number, help: In centimetres.}
  eats: {type: links, kind: plant}
  enemy: {type: link, kind: remedy, title: Worst enemy}
  trial: {type: link, kind: study}
  codes: {type: identifiers}
  mood: {type: choice, choices: [calm, wild]}
"""
FILES = {
    "content/slugs/_kind.yml": GARDEN["content/slugs/_kind.yml"] + OWN,
    "content/plants/_kind.yml": GARDEN["content/plants/_kind.yml"] + "fields: {length: {type: text}}\n",
    "content/plants/lettuce.yml": "name: Lettuce\nsynonyms: [a | b, c]\nlength: a hand\n",
    "content/studies/trial-1.yml": "name: Trial\n",
    "content/slugs/grey-slug.yml": """\
name: Grey slug
length: 0
eats: lettuce
enemy: copper
trial: trial-1
codes: {GBIF: "1", ITIS: "2"}
mood: wild
""",
}


@pytest.fixture
def garden_tables(site: SiteFactory) -> dict[str, Table]:
    return made(read_site(site({**GARDEN, **FILES}))[0])


def made(catalogue: Catalogue) -> dict[str, Table]:
    return {table.name: table for table in tables(catalogue, records(Cutter(catalogue)))}


def row(table: Table, id_: str) -> dict[str, Cell]:
    """The row of a record."""
    cells = next(cells for cells in table.rows if cells[0] == id_)
    return dict(zip((column.name for column in table.columns), cells, strict=True))


def test_a_kinds_own_fields_are_columns_after_its_name(garden_tables: dict[str, Table]) -> None:
    slug, plant = row(garden_tables["topics"], "grey-slug"), row(garden_tables["topics"], "lettuce")
    assert (slug["slug_length"], slug["slug_eats"], slug["slug_enemy"]) == (0, ("lettuce",), "copper")
    assert slug["slug_codes"] == ["GBIF:1", "ITIS:2"]
    assert (slug["plant_length"], plant["plant_length"], plant["slug_length"]) == (None, "a hand", None)


def test_a_kinds_own_fields_say_what_they_hold(garden_tables: dict[str, Table]) -> None:
    columns = {column.name: column for column in garden_tables["topics"].columns}
    assert columns["slug_length"].description == "Slug: length. In centimetres."
    assert columns["slug_enemy"].description == "Slug: Worst enemy."
    assert [columns[name].names for name in ("slug_enemy", "slug_trial", "slug_eats")] == ["topics", "studies", ""]
    assert [columns[name].type for name in ("slug_length", "slug_eats", "slug_codes")] == ["number", "list", "list"]
    assert columns["slug_mood"].choices == ("calm", "wild")


def test_a_claim_has_a_column_for_each_kind_of_topic(garden_tables: dict[str, Table]) -> None:
    claim = row(garden_tables["claims"], "copper-lettuce")
    assert {name: cell for name, cell in claim.items() if name.startswith("about_")} == {
        "about_slug": ["grey-slug"],
        "about_plant": ["lettuce"],
        "about_remedy": ["copper"],
    }


def test_originals_stand_by_how_much_of_them_was_read(site: SiteFactory) -> None:
    checked = "checked: [{reference: field-1, read: full text}, {reference: field-3, read: abstract}]\n"
    claim = GARDEN["content/claims/copper-lettuce.yml"] + checked
    found = made(read_site(site({**GARDEN, "content/claims/copper-lettuce.yml": claim}))[0])
    cells = row(found["claims"], "copper-lettuce")
    assert cells["checked_full_text"] == ["field-1"]
    assert (cells["checked_abstract"], cells["checked_secondary"]) == (["field-3"], [])


def test_authors_are_told_apart_by_family_and_given_names(site: SiteFactory) -> None:
    bib = GARDEN["references.bib"] + "@misc{field-4, author = {van Reed, Ann and {Slug Office} and others}}\n"
    found = made(read_site(site({**GARDEN, "references.bib": bib}))[0])
    cells = row(found["references"], "field-4")
    assert (cells["authors"], cells["more_authors"]) == (["van Reed, Ann", "Slug Office"], True)


def test_fields_of_an_entry_do_not_hide_what_is_told_of_it(site: SiteFactory) -> None:
    own = "author = {Reed, A.}, key = {WHO}, type = {PhD thesis}, more_authors = {yes}"
    text = GARDEN["references.bib"].replace("author = {Reed, A.}", own)
    catalogue = read_site(site({**GARDEN, "references.bib": text}))[0]
    found = row(made(catalogue)["references"], "field-1")
    assert (found["key"], found["type"], found["authors"]) == ("field-1", "article", ["Reed, A."])


def test_a_site_without_claims_has_tables_without_rows(site: SiteFactory) -> None:
    found = made(read_site(site({"mkdocs.yml": "site_name: Nothing\n", "references.bib": ""}))[0])
    assert {name: table.rows for name, table in found.items()} == dict.fromkeys(found, ())
