"""A site with low bounds is cut into many pages, on which everything stands once and every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from evidence.building import load
from evidence.catalogue import Catalogue
from sitetools import broken_links, evidence, pages
from synthetic import Size, write_site

pytestmark = pytest.mark.site

MOST = {"claims": 6, "listed": 3, "rows": 10, "cells": 12}


@pytest.fixture(scope="module")
def low(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented site of which every page may show little, built."""
    root = write_site(tmp_path_factory.mktemp("low"), Size(claims=60, topics=24, hubs=True))
    settings = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))
    settings["extra"]["most"] = MOST
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), "utf-8")
    result = evidence(root, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    return root


@pytest.fixture(scope="module")
def catalogue(low: Path) -> Catalogue:
    return load(low)[0]


def busiest(catalogue: Catalogue) -> tuple[str, str]:
    """The id and the folder of the topic that most claims name."""
    id_ = max(catalogue.claims_of, key=lambda one: len(catalogue.claims_of[one]))
    return id_, f"{catalogue.kinds[catalogue.records[id_].kind].folder}/{id_}"


def parts(site: Path, folder: str) -> list[Path]:
    """All pages of a topic, the first first."""
    return [site / folder / "index.html", *sorted((site / folder).glob("*/index.html"))]


def claims(page: Path) -> list[str]:
    return re.findall(r'<h3 [^>]*id="c-([^"]+)"', page.read_text("utf-8"))


def test_every_link_leads_somewhere_and_every_id_is_there_once(low: Path) -> None:
    assert broken_links(low / "site") == []
    for path, page in pages(low / "site").items():
        assert len(page.ids) == len(set(page.ids)), path


def test_each_claim_of_a_topic_stands_once_on_its_pages(low: Path, catalogue: Catalogue) -> None:
    id_, folder = busiest(catalogue)
    found = [claims(page) for page in parts(low / "site", folder)]
    assert len(found) > 3
    assert max(len(some) for some in found) <= MOST["claims"]
    assert sorted(one for some in found for one in some) == sorted(one.id for one in catalogue.claims_of[id_])


def test_the_pages_of_a_topic_link_each_other_and_the_first_has_what_is_closest_to_patients(
    low: Path, catalogue: Catalogue
) -> None:
    id_, folder = busiest(catalogue)
    several = parts(low / "site", folder)
    for path, page in pages(low / "site" / folder).items():
        led = {(path.parent / urlsplit(link).path).resolve() / "index.html" for link in page.links}
        assert set(several) - {path} <= led, path
    stands = {one.id: [*catalogue.levels, None].index(catalogue.level(one)) for one in catalogue.claims_of[id_]}
    assert {stands[one] for one in claims(several[0])} == {min(stands.values())}


def test_permanent_addresses_forward_to_where_a_claim_stands(low: Path, catalogue: Catalogue) -> None:
    for claim in catalogue.claims:
        page = low / "site" / "c" / claim.id / "index.html"
        address = re.search(r"url=([^\"]+)", page.read_text("utf-8"))
        assert address, claim.id
        where, _, anchor = address[1].partition("#")
        assert anchor == f"c-{claim.id}"
        assert claim.id in claims((page.parent / where).resolve() / "index.html"), claim.id


def test_lists_are_cut_and_hold_everything_once(low: Path, catalogue: Catalogue) -> None:
    site = low / "site"
    listed = [
        key
        for page in site.glob("references*/index.html")
        for key in re.findall(r'class="ev-reference" id="([^"]+)"', page.read_text("utf-8"))
    ]
    assert len(list(site.glob("references-*"))) == 5
    assert sorted(listed) == sorted(catalogue.references)
    assert len(list((site / "claims").glob("list*/index.html"))) == 6


def test_the_map_has_the_rows_and_columns_that_most_claims_name_and_says_so(low: Path) -> None:
    text = (low / "site" / "map" / "index.html").read_text("utf-8")
    assert text.count('scope="row"') * (text.count('scope="col"') - 1) <= MOST["cells"]
    assert "This map is too large to be shown whole." in text
    assert re.search(r'href="\.\./claims/\?plant=plant-\w+&amp;tool=tool-\w+"', text)
    assert "ev-opened" not in text
