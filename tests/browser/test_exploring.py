"""The claim explorer, used as a reader uses it: hosted below a path and from disk, with few claims and with 20,000."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from evidence.building import load
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.explorer import Facet, facets
from readers import complaints_of

pytestmark = pytest.mark.browser

MANY = 75
"""How many times a site of 267 claims is multiplied, to have 20,000."""


@dataclass
class Explorer:
    """The explorer in a browser tab."""

    tab: Tab
    address: str

    def open(self, query: str = "") -> None:
        self.tab.goto(self.address + query)
        expect(self.tab.locator("#explorer")).to_be_visible()

    @property
    def query(self) -> str:
        """What the address says."""
        return self.tab.url.removeprefix(self.address).split("#")[0]

    @property
    def found(self) -> int:
        """How many claims fit."""
        words = self.tab.locator("#explorer [role=status]").inner_text()
        numbers = re.findall(r"[\d,]+", words)
        return int(numbers[-1].replace(",", "")) if numbers else 0

    def shown(self) -> list[str]:
        """The ids of the claims on this page of the table, in their order."""
        links = self.tab.locator("#explorer tbody th a").evaluate_all("all => all.map((one) => one.hash)")
        return [str(link).removeprefix("#c-") for link in links]

    def column(self, number: int) -> list[str]:
        """The words of a column on this page of the table, without marks."""
        cells = self.tab.locator(f"#explorer tbody tr > :nth-child({number})")
        return [
            str(words) for words in cells.evaluate_all("all => all.map((one) => one.firstChild?.textContent ?? '')")
        ]

    def choose(self, facet: str, value: str) -> None:
        """Choose a value, or no longer."""
        box = self.tab.locator(f'#explorer input[name="{facet}"][value="{value}"]')
        box.evaluate("(one) => { one.closest('fieldset').parentElement.open = true; }")
        box.click()

    def counts(self) -> dict[tuple[str, str], int]:
        """The counts beside all choices that are offered."""
        found = self.tab.locator("#explorer fieldset label:not([hidden])").evaluate_all(
            "all => all.map((one) => [one.firstChild.name, one.firstChild.value, one.lastChild.textContent])"
        )
        return {(facet, value): int(count.replace(",", "")) for facet, value, count in found}

    def download(self) -> list[dict[str, str]]:
        """The rows of the download."""
        with self.tab.expect_download() as waiting:
            self.tab.get_by_role("button", name="Download as CSV").click()
        assert waiting.value.suggested_filename == "claims.csv"
        data = waiting.value.path().read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b'"\r\n')
        return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Tab]:
    """A tab in which nothing may complain."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    one = context.new_page()
    complaints = complaints_of(one)
    yield one
    context.close()
    assert complaints == []


@pytest.fixture
def explorer(tab: Tab, hosted: str) -> Explorer:
    return Explorer(tab, f"{hosted}claims/")


@pytest.fixture(params=["hosted", "disk"])
def anywhere(request: pytest.FixtureRequest, explorer: Explorer, project: Path) -> Explorer:
    """The explorer hosted and from disk."""
    page = project / "build" / "offline" / "evidence" / "claims" / "index.html"
    return explorer if request.param == "hosted" else Explorer(explorer.tab, page.as_uri())


@pytest.fixture(scope="module")
def cutter(project: Path) -> Cutter:
    return Cutter(load(project)[0])


@pytest.fixture(scope="module")
def catalogue(cutter: Cutter) -> Catalogue:
    return cutter.catalogue


@pytest.fixture(scope="module")
def offered(cutter: Cutter) -> dict[str, dict[str, set[str]]]:
    """By facet and value, the claims that choosing the value alone shows."""
    found = {}
    for facet in facets(cutter, lambda group, key: f"{group} {key}"):
        found[facet.id] = {value.id: claims_below(facet, value.id) for value in facet.values}
    return found


def claims_below(facet: Facet, id_: str) -> set[str]:
    """The claims of a value and of all that have it above them."""
    own = {claim for value in facet.values if value.id == id_ for claim in value.claims}
    return own.union(*(claims_below(facet, value.id) for value in facet.values if value.parent == id_))


Chosen = dict[str, list[str]]


def expected(catalogue: Catalogue, offered: dict[str, dict[str, set[str]]], chosen: Chosen, but: str = "") -> set[str]:
    """The claims that fit every facet but one: in each, any of what is chosen."""
    fits = {claim.id for claim in catalogue.claims}
    for facet, values in chosen.items():
        if facet != but:
            fits &= set().union(*(offered[facet][value] for value in values))
    return fits


def test_every_count_is_what_choosing_it_would_show(
    explorer: Explorer, catalogue: Catalogue, offered: dict[str, dict[str, set[str]]]
) -> None:
    explorer.open()
    chosen: Chosen = {}
    steps = [("level", "animal"), ("stance", "supports"), ("level", "no-level"), ("condition", "wound")]
    for facet, value in [*steps, ("cell-source", "adipose"), ("condition", "scar")]:
        explorer.choose(facet, value)
        chosen.setdefault(facet, []).append(value)
        assert explorer.found == len(expected(catalogue, offered, chosen))
        counted = explorer.counts()
        for name, values in offered.items():
            rest = expected(catalogue, offered, chosen, but=name)
            for id_, claims in values.items():
                assert counted.get((name, id_), 0) == len(claims & rest), (name, id_, chosen)
    assert explorer.found > 0


def test_a_choice_without_claims_is_not_offered(explorer: Explorer) -> None:
    explorer.open("?level=human-randomised")
    assert 0 not in explorer.counts().values()


def test_words_are_found_by_their_beginnings_in_any_order(anywhere: Explorer, cutter: Cutter) -> None:
    texts = {claim.id: everything(cutter, claim.id) for claim in cutter.catalogue.claims}
    keloid = {id_ for id_, text in texts.items() if re.search(r"(?i)\bkeloid", text)}
    both = {id_ for id_ in keloid if re.search(r"(?i)\bexoso", texts[id_])}
    anywhere.open("?text=keloid")
    assert set(anywhere.shown()) == keloid
    anywhere.open("?text=exoso+keloid")
    assert set(anywhere.shown()) == both != keloid
    anywhere.open("?text=eloid")
    assert keloid.isdisjoint(anywhere.shown())


def everything(cutter: Cutter, id_: str) -> str:
    """All words by which a claim is found, but its references."""
    claims_of = cutter.catalogue.claims_of
    named = [
        record
        for record in cutter.catalogue.records.values()
        if any(claim.id == id_ for claim in claims_of.get(record.id, ()))
    ]
    names = [name for record in named for name in (record.title, *cutter.also_known(record))]
    return " ".join([cutter.target(id_).title, *(quote.text for quote in cutter.claims[id_].quotes), *names])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("mélasma", "melasma"), ("MELASMA", "melasma"), ("photoageing", "photoaging"), ("tgf β1", "TGF-β1"), ("-", "")],
)
def test_accents_case_and_small_slips_do_not_matter(explorer: Explorer, typed: str, meant: str) -> None:
    explorer.open(f"?text={meant}")
    shown = explorer.shown()
    assert shown
    explorer.tab.get_by_role("searchbox", name="Words in claims").fill(typed)
    assert explorer.shown() == shown


def test_a_word_that_stands_nowhere_says_so_honestly(explorer: Explorer) -> None:
    explorer.open()
    explorer.tab.get_by_role("searchbox", name="Words in claims").fill("zzzqqq")
    expect(explorer.tab.locator("#explorer [role=status]")).to_contain_text("not mean that nobody has studied")
    assert explorer.shown() == []


def test_the_address_holds_all_that_is_shown_and_back_leads_back(anywhere: Explorer) -> None:
    anywhere.open()
    seen = [(anywhere.query, anywhere.shown())]
    steps: list[Callable[[], object]] = [
        lambda: anywhere.choose("stance", "background"),
        lambda: anywhere.tab.get_by_role("searchbox", name="Words in claims").press_sequentially("skin"),
        lambda: anywhere.tab.get_by_role("button", name="Claim", exact=True).click(),
        lambda: anywhere.tab.get_by_role("button", name="Next").click(),
    ]
    for step in steps:
        step()
        seen.append((anywhere.query, anywhere.shown()))
    assert anywhere.query == "?text=skin&stance=background&sort=claim&page=2"
    assert len({str(shown) for _, shown in seen}) == len(seen)
    anywhere.tab.reload()
    assert (anywhere.query, anywhere.shown()) == seen[-1]
    for state in reversed(seen[:-1]):
        anywhere.tab.go_back()
        assert (anywhere.query, anywhere.shown()) == state
    assert not anywhere.tab.locator("#explorer input:checked").count()
    expect(anywhere.tab.locator("#explorer-text")).to_have_value("")
    anywhere.tab.go_forward()
    assert (anywhere.query, anywhere.shown()) == seen[1]
    anywhere.tab.get_by_role("button", name="Clear words and filters").click()
    assert anywhere.query == ""


def test_a_link_into_it_opens_what_it_chooses(anywhere: Explorer) -> None:
    anywhere.open("?condition=wound&level=animal&sort=-year&page=999&nonsense=1")
    expect(anywhere.tab.locator(".ev-chosen")).to_have_text("Kind of study: Animals · Conditions: Skin wound")
    assert anywhere.shown()
    expect(anywhere.tab.locator('input[name="condition"][value="wound"]')).to_be_visible()
    anywhere.open("?condition=no-such-thing")
    assert anywhere.found == 0
    expect(anywhere.tab.locator(".ev-chosen")).to_have_text("Conditions: no-such-thing")


def test_columns_sort_both_ways(explorer: Explorer) -> None:
    explorer.open()
    head = explorer.tab.locator("th[data-sort=claim]")
    button = explorer.tab.get_by_role("button", name="Claim", exact=True)
    expect(explorer.tab.locator("th[data-sort=level]")).to_have_attribute("aria-sort", "ascending")
    button.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    first = explorer.column(1)
    assert first == sorted(first, key=str.casefold)
    button.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    last = explorer.column(1)
    assert last == sorted(last, key=str.casefold, reverse=True) != first
    expect(button).to_be_focused()
    for ways in (1, -1):
        explorer.tab.get_by_role("button", name="Year", exact=True).click()
        years = [max(map(int, cell.split(", "))) for cell in explorer.column(5) if cell]
        assert len(years) > 20
        assert years == sorted(years)[::ways]
        assert all(explorer.column(5)[: len(years)]), "claims without a year stand last"


def test_the_download_is_all_that_fits(anywhere: Explorer, cutter: Cutter) -> None:
    anywhere.open("?stance=supports&sort=claim")
    rows = anywhere.download()
    catalogue = cutter.catalogue
    supporting = {claim.id: claim for claim in catalogue.claims if claim.stance == "supports"}
    assert len(rows) == len(supporting) > 50
    assert [row["Claim"] for row in rows][:50] == anywhere.column(1)
    root = anywhere.address.partition("claims/")[0]
    ending = ".html" if anywhere.address.endswith(".html") else "/"
    by_address = {row["Address"]: row for row in rows}
    for id_ in supporting:
        row, view = by_address[f"{root}c/{id_}{ending}"], cutter.claims[id_]
        assert row["Claim"] == cutter.target(id_).title
        assert row["Kind of study"] == (view.level.title if view.level else "No study described")
        assert row["Stance"] == "Supports"
        assert set(row["About"].split("; ")) >= {catalogue.records[one].title for one in catalogue.named[id_]}
        assert row["Quotation"] == "\n".join(quote.text for quote in view.quotes)
        for key in (key for quote in view.quotes for key in quote.cites):
            doi = catalogue.references[key].get("doi")
            assert key in row["Cites"]
            assert not doi or f"doi:{doi}" in row["Cites"]


def test_what_a_reader_works_with_keeps_the_focus(explorer: Explorer) -> None:
    explorer.open("?level=human-case&stance=supports")
    box = explorer.tab.locator('#explorer input[name="level"][value="human-case"]')
    box.focus()
    box.press("Space")
    expect(box).to_be_focused()
    expect(box).not_to_be_checked()
    explorer.tab.get_by_role("button", name="Next").focus()
    explorer.tab.keyboard.press("Enter")
    expect(explorer.tab.get_by_role("button", name="Next")).to_be_focused()
    assert "page=2" in explorer.query


def test_a_row_leads_to_its_claim(anywhere: Explorer) -> None:
    anywhere.open("?text=melasma")
    link = anywhere.tab.locator("#explorer tbody th a").first
    words = link.inner_text()
    link.click()
    expect(anywhere.tab.locator("h3:target")).to_contain_text(words)


def test_on_a_phone_the_filters_are_folded_and_nothing_is_cut(explorer: Explorer) -> None:
    explorer.tab.set_viewport_size({"width": 360, "height": 800})
    explorer.open("?stance=opposes")
    expect(explorer.tab.locator("#explorer-filters fieldset").first).to_be_hidden()
    explorer.tab.locator("#explorer-filters > summary").click()
    expect(explorer.tab.get_by_role("checkbox", name="Opposes")).to_be_checked()
    assert explorer.tab.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_everything_open(
    explorer: Explorer, width: int, scheme: Literal["light", "dark"]
) -> None:
    explorer.tab.set_viewport_size({"width": width, "height": 900})
    explorer.tab.emulate_media(color_scheme=scheme)
    explorer.open("?mark=disputed&stance=supports&sort=-year")
    explorer.tab.locator("#explorer details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    assert Axe().run(explorer.tab).response["violations"] == []


def test_without_scripts_all_claims_are_a_link_away(chromium: Browser, hosted: str, catalogue: Catalogue) -> None:
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{hosted}claims/")
    expect(tab.locator("#explorer")).to_be_hidden()
    tab.get_by_role("link", name="on one plain page").click()
    links = tab.locator('article li a[href*="#c-"]').evaluate_all("all => all.map((one) => one.hash.slice(3))")
    homeless = tab.locator("article h3[id]").evaluate_all("all => all.map((one) => one.id.slice(2))")
    assert sorted([*links, *homeless]) == [claim.id for claim in catalogue.claims]
    context.close()


# 20,000 claims -----------------------------------------------------------------------------------------------------


@pytest.fixture
def crowd(tab: Tab, project: Path, hosted: str) -> Explorer:
    """The explorer with every claim many times over; the first copy of each claims something like a formula."""
    text = (project / "site" / "data" / "explorer.js").read_text("utf-8")
    data: dict[str, Any] = json.loads(text.removeprefix("window.evidence = ").removesuffix(";\n"))
    data["claims"] = [
        [f"{id_}-{copy}", f"{statement} Copy{copy}" if copy else f"={statement}", *rest]
        for copy in range(MANY)
        for id_, statement, *rest in data["claims"]
    ]
    body = f"window.evidence = {json.dumps(data)};"
    tab.route("**/data/explorer.js", lambda route: route.fulfill(body=body, content_type="text/javascript"))
    return Explorer(tab, f"{hosted}claims/")


def test_twenty_thousand_claims_are_chosen_counted_sorted_and_downloaded_rightly(
    crowd: Explorer, catalogue: Catalogue, offered: dict[str, dict[str, set[str]]]
) -> None:
    total = len(catalogue.claims) * MANY
    assert total > 20_000
    crowd.open()
    assert crowd.found == total
    chosen = {"level": ["animal"], "condition": ["wound"]}
    for facet, (value,) in chosen.items():
        crowd.choose(facet, value)
    fitting = expected(catalogue, offered, chosen)
    assert crowd.found == len(fitting) * MANY
    rest = expected(catalogue, offered, chosen, but="level")
    for id_, claims in offered["level"].items():
        assert crowd.counts().get(("level", id_), 0) == len(claims & rest) * MANY
    crowd.tab.locator("#explorer-text").press_sequentially(f"copy{MANY - 1}")
    assert crowd.found == len(fitting)
    assert {id_.rpartition("-")[2] for id_ in crowd.shown()} == {str(MANY - 1)}
    crowd.open("?sort=-claim&page=3")
    assert len(crowd.shown()) == 50
    rows = crowd.download()
    assert len(rows) == total
    formulas = [row["Claim"] for row in rows if "=" in row["Claim"][:2]]
    assert len(formulas) == len(catalogue.claims)
    assert {words[:2] for words in formulas} == {"'="}
