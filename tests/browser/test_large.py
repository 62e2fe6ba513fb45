"""A site ten times as large as the first review (in `make test` a small one) holds: its links, its ids, its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from evidence.building import load
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from readers import Reader, served, watched
from sitetools import broken_links, evidence, one_of_each, pages
from synthetic import KINDS, Size, write_site
from test_valid_pages import checked, known
from trials import LONG

pytestmark = pytest.mark.browser

SIZE = Size(claims=2670, topics=1000, hubs=True) if LONG else Size(claims=60, topics=24, hubs=True)
COPIES = ("site", "build/offline/evidence")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_site(tmp_path_factory.mktemp("large"), SIZE)
    for arguments in (["build"], ["build", "--offline"]):
        result = evidence(root, *arguments)
        assert result.returncode == 0, result.stdout + result.stderr
    return root


@pytest.fixture(scope="module")
def catalogue(large: Path) -> Catalogue:
    return load(large)[0]


@pytest.fixture(params=["hosted", "disk"])
def visitor(request: pytest.FixtureRequest, large: Path, chromium: Browser) -> Iterator[Reader]:
    """A reader of the large site."""
    if request.param == "disk":
        with watched(chromium, (large / COPIES[1]).as_uri() + "/", ".html") as one:
            yield one
    else:
        with served(large / COPIES[0], "/some/path/") as address, watched(chromium, address, "/") as one:
            yield one


def busiest(catalogue: Catalogue) -> str:
    """The id of the topic that most claims name."""
    return max(catalogue.claims_of, key=lambda id_: len(catalogue.claims_of[id_]))


@pytest.mark.parametrize("copy", COPIES)
def test_every_link_leads_somewhere_and_every_id_is_there_once(large: Path, copy: str) -> None:
    assert broken_links(large / copy) == []
    for path, page in pages(large / copy).items():
        assert len(page.ids) == len(set(page.ids)), path


def test_the_checker_finds_nothing_but_the_theme_s_own_errors(large: Path) -> None:
    errors = checked([page for copy in COPIES for page in one_of_each(large / copy)])
    assert [f"{one['url']}: {one['message']} {one.get('extract')}" for one in errors if known(one) is None] == []


def test_topics_are_found_first_by_name_and_synonym(visitor: Reader, catalogue: Catalogue) -> None:
    for kind in KINDS[:2]:
        topic = catalogue.of_kind(kind)[-1]
        visitor.expect_first(topic.title, topic.title)
        visitor.expect_first(f"{topic.title}-like", topic.title)


def test_the_pages_of_the_busiest_topic_show_its_claims_once_and_axe_finds_nothing(
    visitor: Reader, catalogue: Catalogue
) -> None:
    id_ = busiest(catalogue)
    leaves = Cutter(catalogue).leaves(catalogue.records[id_])
    shown: list[str] = []
    for leaf in leaves:
        visitor.open(leaf.path.removesuffix(".md"))
        shown += visitor.tab.locator("article [id^='c-']").evaluate_all("all => all.map((one) => one.id.slice(2))")
        if visitor.ending == "/" and leaf in (leaves[0], leaves[-1]):  # from disk axe may not read the style sheets
            assert Axe().run(visitor.tab).response["violations"] == []
    assert sorted(shown) == sorted(claim.id for claim in catalogue.claims_of[id_])
    assert len(leaves) > 1 or not LONG


def test_the_explorer_and_the_map_count_every_claim(visitor: Reader, catalogue: Catalogue) -> None:
    visitor.open("claims/index" if visitor.ending == ".html" else "claims")
    status = visitor.tab.locator("#explorer [role=status]")
    expect(status).to_contain_text(re.compile(rf"{len(catalogue.claims):,}"), timeout=60_000)
    visitor.open("map")
    expect(visitor.tab.locator(".ev-map td .ev-cell").first).to_be_visible(timeout=60_000)
