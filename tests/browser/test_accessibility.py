"""Axe finds nothing on any kind of page: light and dark, wide and narrow, with the search, the menu and a card open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from evidence.building import load
from evidence.models import Record
from evidence.pages import owners

pytestmark = pytest.mark.browser

WIDTHS = (1440, 360)
SCHEMES = ("light", "dark")


@pytest.fixture(params=[(scheme, width) for scheme in SCHEMES for width in WIDTHS], ids=lambda param: f"{param}")
def tab(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A tab in one of the colour schemes and widths."""
    scheme, width = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def complaints(tab: Tab) -> list[str]:
    """What axe finds on the page as it now is."""
    found = Axe().run(tab).response["violations"]
    return [f"{one['id']}: {node['target']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def addresses(project: Path) -> list[str]:
    """Every page that stands alone, a page of each kind that has middling many claims, and the page that has most."""
    catalogue = load(project)[0]

    def claims(record: Record) -> int:
        return len(catalogue.claims_of.get(record.id, ()))

    chosen = []
    for kind in owners(catalogue):
        named = sorted(filter(claims, catalogue.of_kind(kind.id)), key=claims)
        chosen.append(named[len(named) // 2])
    chosen.append(max(catalogue.records.values(), key=claims))
    records = [f"{catalogue.kinds[record.kind].folder}/{record.id}/" for record in chosen]
    lists = [address.removesuffix("index.md").removesuffix(".md") for address in catalogue.settings.nav]
    known = next(one for one in catalogue.references.values() if one.known)
    unknown = next(one for one in catalogue.references.values() if not one.known)
    records += [one.page.removesuffix(".md") + "/" for one in (known, unknown)]
    return [*(address if not address or address.endswith("/") else f"{address}/" for address in lists), *records]


def test_axe_finds_nothing_on_any_kind_of_page(tab: Tab, hosted: str, project: Path) -> None:
    found = {}
    for address in addresses(project):
        tab.goto(hosted + address)
        expect(tab.locator("article h1").first).to_be_visible()
        if here := complaints(tab):
            found[address] = here
    assert found == {}


def test_axe_finds_nothing_where_a_page_says_how_it_is_cited(tab: Tab, hosted: str, project: Path) -> None:
    tab.goto(hosted + next(address for address in addresses(project) if "Cite this claim" in page(project, address)))
    for folded in (tab.locator("details.ev-cite").first, tab.locator("#cite-this-page")):
        folded.locator("summary").click()
        expect(folded.locator("pre").first).to_be_visible()
    assert complaints(tab) == []


def test_axe_finds_nothing_in_the_search(tab: Tab, hosted: str) -> None:
    tab.goto(hosted, wait_until="networkidle")
    tab.keyboard.press("/")
    tab.locator("input[name=query]").press_sequentially("fat")
    expect(tab.locator(".md-search-result__link").first).to_be_visible(timeout=30_000)
    assert complaints(tab) == []


def test_axe_finds_nothing_in_the_menu(tab: Tab, hosted: str) -> None:
    tab.goto(hosted)
    menu = tab.locator("label.md-header__button[for=__drawer]")
    if menu.is_visible():
        menu.click()
        expect(tab.locator(".md-nav--primary .md-nav__link").first).to_be_in_viewport()
    assert complaints(tab) == []


def test_axe_finds_nothing_on_the_card_of_a_footnote(tab: Tab, hosted: str, project: Path) -> None:
    address = next(address for address in addresses(project) if "footnote-ref" in page(project, address))
    tab.goto(hosted + address, wait_until="networkidle")
    tab.locator("a.footnote-ref").first.focus()
    expect(tab.locator(".md-tooltip2--active .md-tooltip2__inner")).to_be_visible()
    assert complaints(tab) == []


def test_axe_finds_nothing_on_a_map_whose_cell_is_open(tab: Tab, hosted: str) -> None:
    tab.goto(f"{hosted}map/condition-cell-source/?headings=1#skin-aging--adipose")
    expect(tab.locator("#skin-aging--adipose")).to_be_visible()
    assert complaints(tab) == []


def page(project: Path, address: str) -> str:
    """The HTML of a page."""
    return (project / "site" / address / "index.html").read_text("utf-8")
