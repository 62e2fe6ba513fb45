"""The description of the data says whose it is, and leaves out what nobody stated."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import GARDEN, SiteFactory
from evidence.datapackage import PROFILE, describe
from evidence.flat import Column, at, make
from evidence.reading import read_site

SLUGS = make(
    "slugs",
    "one slug",
    [
        Column("id", "The id\nof the slug.", at("id")),
        Column("parent", "A wider name.", at("parent"), names="slugs"),
        Column("plant", "What it eats.", at("plant"), names="plants"),
        Column("paper", "Where that stands.", at("paper"), names="references"),
        Column("names", "Other names.", at("names"), "list"),
        Column("stance", "What it thinks.", at("stance"), choices=("for", "against")),
    ],
    [{"id": "grey"}],
)
FILES = {"slugs.csv": "id\ngrey\n", "slugs.json": "[]\n", "references.bib": ""}


def described(site: SiteFactory, changes: dict[str, str], date: int | None = None) -> dict[str, Any]:
    catalogue, problems = read_site(site({**GARDEN, **changes}))
    assert problems == []
    return describe(catalogue, (SLUGS,), FILES, date)


def test_it_says_whose_the_data_is_and_since_when(site: SiteFactory) -> None:
    settings = """\
site_name: Garden slugs
site_description: >-
  What a guide says
  of slugs.
nav: [slugs/index.md, plants/index.md]
extra: {licence: {name: CC0-1.0, title: No rights, path: "https://example.org/cc0"}}
"""
    citation = "title: Slugs\nversion: 0.3.0\nauthors: [{name: The gardeners}]\n"
    bib = GARDEN["references.bib"] + "@book{guide-0, title = {{Guide}}, year = {2020}, doi = {10.5555/guide}}\n"
    seeds = GARDEN["seeds/_sources.yml"] + "  reference: guide-0\n  licence: CC BY 4.0\n"
    changes = {"mkdocs.yml": settings, "CITATION.cff": citation, "references.bib": bib, "seeds/_sources.yml": seeds}
    found = described(site, changes, 1700000000)
    del found["resources"]
    assert found == {
        "$schema": PROFILE,
        "name": "garden-slugs",
        "title": "Garden slugs",
        "description": "What a guide says of slugs.",
        "version": "0.3.0",
        "created": "2023-11-14T22:13:20Z",
        "licenses": [{"name": "CC0-1.0", "title": "No rights", "path": "https://example.org/cc0"}],
        "contributors": [{"title": "The gardeners"}],
        "sources": [{"title": "A guide to slugs", "path": "https://doi.org/10.5555/guide", "licence": "CC BY 4.0"}],
    }


def test_what_nobody_stated_is_absent(site: SiteFactory) -> None:
    found = described(site, {})
    assert sorted(found) == ["$schema", "name", "resources", "sources", "title"]
    assert found["sources"] == [{"title": "A guide to slugs"}]


def test_the_first_second_of_all_is_a_date_too(site: SiteFactory) -> None:
    assert described(site, {}, 0)["created"] == "1970-01-01T00:00:00Z"


def test_a_table_has_a_schema_and_another_file_has_none(site: SiteFactory) -> None:
    table, nested, bib = described(site, {})["resources"]
    assert (table["name"], table["type"], table["rows"], table["bytes"]) == ("slugs", "table", 1, 8)
    assert table["description"] == "One row is one slug."
    assert (nested["name"], nested["mediatype"], "schema" in nested) == ("slugs-json", "application/json", False)
    assert (bib["name"], bib["format"]) == ("references-bib", "bib")


def test_columns_become_fields_and_their_names_keys(site: SiteFactory) -> None:
    schema = described(site, {})["resources"][0]["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    assert fields["id"]["description"] == "The id of the slug."
    assert fields["id"]["constraints"] == {"required": True, "unique": True}
    assert (fields["names"]["type"], fields["names"]["delimiter"]) == ("list", "|")
    assert fields["stance"]["constraints"] == {"enum": ["for", "against"]}
    assert "constraints" not in fields["plant"]
    assert schema["primaryKey"] == ["id"]
    assert schema["foreignKeys"] == [
        {"fields": ["parent"], "reference": {"fields": ["id"]}},
        {"fields": ["plant"], "reference": {"resource": "plants", "fields": ["id"]}},
        {"fields": ["paper"], "reference": {"resource": "references", "fields": ["key"]}},
    ]


@pytest.mark.parametrize(
    ("name", "slug"), [("Garden: slugs & más", "garden-slugs-mas"), ("葛飾", "evidence"), ("", "evidence")]
)
def test_the_name_for_programs_is_made_of_the_sites(site: SiteFactory, name: str, slug: str) -> None:
    assert described(site, {"mkdocs.yml": GARDEN["mkdocs.yml"].replace("Garden slugs", f'"{name}"')})["name"] == slug
