"""The field guide has every field of every kind, and each example stands in the file that it names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import GARDEN, CheckFactory
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.guide import LONGEST, FieldGuide, KindGuide, guide_page
from evidence.reading import read_site
from evidence.rendering import Renderer, environment
from evidence.schemas import schemas
from evidence.templating import read as templates
from sitetools import ROOT

SITES = [ROOT, ROOT / "tests" / "sites" / "another-review"]


def guides(catalogue: Catalogue) -> dict[str, KindGuide]:
    return {guide.kind.id: guide for guide in guide_page(Cutter(catalogue)).values["guides"]}


def fields(catalogue: Catalogue, kind: str) -> dict[tuple[str, ...], FieldGuide]:
    return {field.names: field for field in guides(catalogue)[kind].fields}


def properties(schema: Any) -> Iterator[str]:
    """The names of all properties of a schema and of those inside it."""
    if isinstance(schema, dict):
        for keyword, value in schema.items():
            yield from value if keyword == "properties" else ()
            for one in value.values() if keyword in ("properties", "$defs") else [value]:
                yield from properties(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from properties(one)


@pytest.mark.parametrize("root", SITES, ids=lambda root: root.name)
def test_every_field_of_every_kind_is_told_with_what_it_holds(root: Path) -> None:
    catalogue, _ = read_site(root)
    made, described = guides(catalogue), schemas(catalogue)
    assert list(made) == list(catalogue.kinds)
    for kind, guide in made.items():
        assert {field.names[-1] for field in guide.fields} == set(properties(described[kind]))
        assert [field.names for field in guide.fields if not field.help] == []


@pytest.mark.parametrize("root", SITES, ids=lambda root: root.name)
def test_an_example_stands_in_the_record_that_it_names(root: Path) -> None:
    catalogue, _ = read_site(root)
    for guide in guides(catalogue).values():
        for field in guide.fields:
            assert bool(field.seen) == bool(field.example)
            if field.seen:
                assert field.names[-1] in catalogue.documents[catalogue.records[field.seen.title].path].text
                assert len(field.example) <= LONGEST + 2


def test_the_record_that_says_most_is_the_example(garden: CheckFactory) -> None:
    catalogue, _ = garden({"content/slugs/black-slug.yml": "name: Black slug\n"})
    name = fields(catalogue, "slug")["name",]
    assert (name.example, name.needed, name.types) == ("Grey field slug", True, ("text",))


def test_fields_inside_others_stand_behind_them_with_what_may_stand_there(garden: CheckFactory) -> None:
    found = fields(garden({})[0], "claim")
    assert found["study", "level"].choices == ("garden", "pot")
    assert found["about", "slug"].kind == "slug"
    assert found["evidence", "cites"].among == "reference"
    assert (found["evidence", "cites"].several, found["evidence", "cites"].example) == (True, "[field-1, field-3]")
    assert found["effects", "target"].types == ("name", "group")
    assert found["stance",].choices[0] == "supports"
    names = list(found)
    assert names.index(("study",)) + 1 == names.index(("study", "level"))


def test_a_field_of_a_kinds_own_is_told_in_the_kinds_words(garden: CheckFactory) -> None:
    kind = (
        GARDEN["content/slugs/_kind.yml"]
        + "fields:\n  mass: {type: number, required: true, help: Grams of an adult.}\n"
    )
    catalogue, _ = garden({"content/slugs/_kind.yml": kind, "content/slugs/grey-slug.yml": "name: Grey\nmass: 7\n"})
    mass = fields(catalogue, "slug")["mass",]
    assert (mass.help, mass.needed, mass.types, mass.example) == ("Grams of an adult.", True, ("number",), "7")


def test_what_contributors_wrote_shows_as_it_stands(garden: CheckFactory) -> None:
    sly = "content/slugs/grey-slug.yml"
    catalogue, _ = garden({sly: "name: '*Grey* <b>slug</b> [[lettuce]]'\nsynonyms: [netted slug, field slug]\n"})
    page = guide_page(Cutter(catalogue))
    text = Renderer(catalogue, templates(ROOT, environment())[0], {}).render(page).text
    assert "<b>" not in text
    assert "<code>*Grey*" not in text
    assert "{ #slug }" in text
