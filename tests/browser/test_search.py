"""What the search answers to each name of a topic, and that no kind of page complains or asks another machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from evidence.building import load
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.models import Topic
from evidence.pages import owners

pytestmark = pytest.mark.browser

ADIPOSE = "cell-sources/adipose/"
FIRST = {
    "ADSC": ADIPOSE,
    "AD-MSC": ADIPOSE,
    "ASC": ADIPOSE,
    "fat": ADIPOSE,
    "MSC": "cell-sources/mesenchymal/",
    "TGF-β1": "molecules/tgf-beta-1/",
    "IL-6": "molecules/il-6/",
    "wound": "conditions/wound/",
}
"""The first page that is found for some words."""

ASK = """async (queries) => {
    const settings = JSON.parse(document.getElementById("__config").textContent);
    const base = new URL(settings.base + "/", location);
    const index = await (await fetch(new URL("search/search_index.json", base))).json();
    const worker = new Worker(new URL(settings.search, location));
    const ask = (message) => new Promise((answer) => {
        const hear = ({ data: { data } }) => {
            if (data?.more) return;
            worker.removeEventListener("message", hear);
            answer(data);
        };
        worker.addEventListener("message", hear);
        worker.postMessage(message);
    });
    await ask({ type: 0, data: { config: index.config, docs: index.docs, options: { suggest: false } } });
    const pages = [];
    for (const query of queries) {
        const found = await ask({ type: 2, data: query });
        pages.push(found.items.map((sections) => sections[0].location.split("#")[0]));
    }
    worker.terminate();
    return pages;
}"""
"""Asks what stands for the theme's worker, as its search field does, for the pages found for each query, best first."""


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Tab]:
    """A browser tab."""
    one = chromium.new_page(viewport={"width": 1280, "height": 900})
    yield one
    one.close()


@pytest.fixture(scope="module")
def catalogue(project: Path) -> Catalogue:
    """Everything that the site is made of."""
    return load(project)[0]


@pytest.fixture(scope="module")
def names(catalogue: Catalogue) -> dict[str, set[str]]:
    """Every name of a topic with the pages of the topics that have it, however they write it."""
    found: dict[str, set[str]] = {}
    same: dict[str, set[str]] = {}
    for kind in owners(catalogue):
        for topic in catalogue.of_kind(kind.id):
            if isinstance(topic, Topic):
                for name in (topic.title, *topic.abbreviations, *topic.synonyms):
                    found[name] = same.setdefault(re.sub(r"\W", "", name).casefold(), set())
                    found[name].add(f"{kind.folder}/{topic.id}/")
    return found


@pytest.fixture(scope="module")
def answers(tab: Tab, hosted: str, names: dict[str, set[str]]) -> dict[str, list[str]]:
    """The pages found for every name and for the words above, the best first."""
    tab.goto(hosted)
    queries = [*names, *FIRST]
    return dict(zip(queries, tab.evaluate(ASK, queries), strict=True))


def test_words_that_readers_use_lead_first_to_what_they_mean(answers: dict[str, list[str]]) -> None:
    assert {words: answers[words][0] for words in FIRST} == FIRST


def test_no_page_that_only_forwards_is_found(answers: dict[str, list[str]]) -> None:
    assert {page for found in answers.values() for page in found if page.startswith("c/")} == set()


def test_every_name_finds_its_topic_first(answers: dict[str, list[str]], names: dict[str, set[str]]) -> None:
    assert len(names) > 700
    assert [(name, answers[name][:1]) for name, pages in names.items() if pages.isdisjoint(answers[name][:1])] == []


def test_a_claim_is_found_by_its_id_its_quotation_and_the_names_of_what_it_is_about(
    tab: Tab, hosted: str, catalogue: Catalogue
) -> None:
    cutter = Cutter(catalogue)
    claims = catalogue.claims[::12]
    asked = {claim.id: (claim.id, " ".join(claim.evidence[0].quote.split()[:12])) for claim in claims}
    tab.goto(hosted)
    found = tab.evaluate(ASK, [query for some in asked.values() for query in some])
    homes = [cutter.home(claim).removesuffix(".md") + "/" for claim in claims for _ in range(2)]
    assert len(homes) > 40
    assert [(home, pages[:3]) for home, pages in zip(homes, found, strict=True) if home not in pages] == []


def test_an_author_is_found_with_and_without_accents_and_kinds_and_pages_by_their_titles(tab: Tab, hosted: str) -> None:
    tab.goto(hosted)
    found = tab.evaluate(ASK, ["Dąbrowska", "dabrowska", "corrections", "Claims", "glossary"])
    first = ["references/li2024-001/", "references/li2024-001/", "corrections/", "claims/", "glossary/"]
    assert [pages[0] for pages in found] == first


def test_where_more_is_found_than_shown_the_search_says_so(tab: Tab, hosted: str) -> None:
    tab.goto(hosted)
    field = tab.locator("input[name=query]")
    field.click()
    field.press_sequentially("skin")
    expect(tab.locator(".md-search-result__meta")).to_have_text(re.compile(r"The best 30 of \d{3} matching documents"))
    field.fill("")
    field.press_sequentially("zzzqqq")
    expect(tab.locator(".md-search-result__meta")).to_have_text("No matching documents")


@pytest.mark.parametrize("words", ["MSC", "fat"])
def test_the_search_field_shows_what_was_found(tab: Tab, hosted: str, words: str) -> None:
    tab.goto(hosted)
    field = tab.locator("input[name=query]")
    field.click()
    field.press_sequentially(words)
    first = tab.locator(".md-search-result__link").first
    expect(first).to_have_attribute("href", re.compile(rf"/{FIRST[words]}\?h={words.lower()}$"), timeout=30_000)
    first.click()
    expect(tab).to_have_url(re.compile(rf"/{FIRST[words]}"))


def test_a_result_is_followed_however_long_the_button_is_pressed(tab: Tab, hosted: str) -> None:
    tab.goto(hosted)
    tab.locator("input[name=query]").click()
    tab.locator("input[name=query]").press_sequentially("MSC")
    tab.locator(".md-search-result__link").first.hover()
    tab.mouse.down()
    tab.wait_for_timeout(1_000)  # as long as the rest of the results took to come
    tab.mouse.up()
    expect(tab).to_have_url(re.compile(rf"/{FIRST['MSC']}"))


def test_the_search_of_the_404_page_searches_the_site(tab: Tab, hosted: str) -> None:
    answer = tab.goto(f"{hosted}molecules/no/such/page")
    assert answer
    assert answer.status == 404
    expect(tab.locator("#search")).to_have_attribute("action", re.compile("/some/path/$"))
    tab.locator("#q").fill("fat")
    tab.locator("#q").press("Enter")
    expect(tab).to_have_url(f"{hosted}?q=fat")
    expect(tab.locator(".md-search-result__item h1").first).to_have_text("Adipose-derived stem cells", timeout=30_000)


@pytest.mark.parametrize("place", ["hosted", "disk"])
def test_no_kind_of_page_complains_or_asks_another_machine(
    tab: Tab, hosted: str, project: Path, catalogue: Catalogue, place: str
) -> None:
    folder = (project / "build" / "offline" / "evidence").as_uri() + "/"
    base, ending = (hosted, "/") if place == "hosted" else (folder, ".html")
    addresses = ["index", "references", "about", "method", "coverage", "glossary", "claims/index"]
    for kind in owners(catalogue):
        addresses += [f"{kind.folder}/index", f"{kind.folder}/{catalogue.of_kind(kind.id)[0].id}"]
    complaints: list[str] = []
    asked: list[str] = []
    listeners: dict[str, Any] = {
        "console": lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None,
        "pageerror": lambda error: complaints.append(str(error)),
        "request": lambda request: asked.append(request.url),
    }
    for event, listener in listeners.items():
        tab.on(event, listener)  # type: ignore[call-overload]  # the overloads name each event on its own
    for address in addresses:
        page = address.removesuffix("index") if place == "hosted" else address + ending
        tab.goto(base + (f"{page}/" if place == "hosted" and page and not page.endswith("/") else page))
        expect(tab.locator("article h1").first).to_be_visible()
    for event, listener in listeners.items():
        tab.remove_listener(event, listener)
    assert complaints == []
    assert len(asked) > len(addresses)
    assert [url for url in asked if not url.startswith((base, "data:", "blob:"))] == []
