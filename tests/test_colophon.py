"""What a site says of itself comes from CITATION.cff and mkdocs.yml, and what nobody said is empty."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import GARDEN, SiteFactory
from evidence.colophon import Colophon, Licence, read
from evidence.reading import read_site
from evidence.settings import Settings

CITATION = """\
cff-version: 1.2.0
title: Slugs, claim by claim
version: 0.3.0
authors:
  - {given-names: Ann, name-particle: van, family-names: Reed, name-suffix: Jr.}
  - {name: The gardeners}
"""
LICENCE = {"name": "CC0-1.0", "title": "No rights reserved", "path": "https://example.org/cc0"}


def test_it_is_read_from_the_sites_files(site: SiteFactory) -> None:
    settings = GARDEN["mkdocs.yml"] + f"extra: {{licence: {LICENCE}}}\n"
    catalogue, problems = read_site(site({**GARDEN, "CITATION.cff": CITATION, "mkdocs.yml": settings}))
    assert problems == []
    licence = Licence("CC0-1.0", "No rights reserved", "https://example.org/cc0")
    authors = ("Ann van Reed Jr.", "The gardeners")
    assert catalogue.colophon == Colophon("Slugs, claim by claim", "0.3.0", authors, licence)


def test_a_site_that_says_nothing_has_its_name_alone(site: SiteFactory) -> None:
    catalogue, _ = read_site(site(GARDEN))
    assert catalogue.colophon == Colophon("Garden slugs")


@pytest.mark.parametrize("citation", [None, "words", [], {"authors": []}, {"authors": None}])
def test_what_is_no_citation_says_nothing(citation: Any) -> None:
    assert read(citation, Settings(name="Slugs")) == (Colophon("Slugs"), [])


@pytest.mark.parametrize("authors", ["Reed", ["Ann Reed"], [{"name": "Reed"}, {}]])
def test_authors_without_a_name_are_a_problem(authors: Any) -> None:
    _, [problem] = read({"authors": authors}, Settings(name="Slugs"))
    cure = "give each `family-names` and `given-names`, or `name`"
    assert str(problem) == f"CITATION.cff:1:1: field-value: an author has no name ({cure})"


def test_a_version_may_look_like_a_number() -> None:
    assert read({"version": 1.5}, Settings())[0].version == "1.5"


@pytest.mark.parametrize(
    "licence", ["CC0", [], {**LICENCE, "path": "LICENSE"}, {**LICENCE, "title": ""}, {"name": "CC0-1.0"}]
)
def test_a_licence_that_says_too_little_is_a_problem(licence: Any) -> None:
    colophon, [problem] = read(None, Settings(extra={"licence": licence}))
    assert colophon.licence is None
    cure = "give it name, title, and in path the address of its text"
    assert str(problem) == f"mkdocs.yml:1:1: field-value: extra.licence is no licence ({cure})"


def test_a_broken_citation_file_is_a_problem(site: SiteFactory) -> None:
    _, problems = read_site(site({**GARDEN, "CITATION.cff": "title: [Slugs\n"}))
    assert [(problem.place.path, problem.code) for problem in problems] == [("CITATION.cff", "yaml-syntax")]
