"""What a reader does, done in Chromium: hosted at the root, hosted below a path, and opened from disk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from readers import Reader

pytestmark = pytest.mark.browser


def test_abbreviations_and_synonyms_find_their_topic_first(reader: Reader) -> None:
    for words in ("ADSC", "AD-MSC", "ASC", "fat"):
        reader.expect_first(words, "Adipose-derived stem cells")
    reader.expect_first("TGF-β1", "TGF-β1")
    reader.expect_first("IL-6", "IL-6")


def test_a_footnote_leads_to_its_reference_and_back(reader: Reader) -> None:
    reader.open("conditions/diabetic-foot-ulcer")
    mark = reader.tab.locator("a.footnote-ref").first
    mark.click()
    note = reader.tab.locator(".footnote li:target")
    expect(note).to_contain_text("2016")
    note.locator("a.footnote-backref").first.click()
    expect(reader.tab.locator("sup:target")).to_be_visible()


def test_the_permanent_address_of_a_claim_forwards_to_it(reader: Reader) -> None:
    reader.open("c/umbilical-cells-diabetic-foot-randomised")
    claim = reader.tab.locator("h3:target")
    expect(claim).to_contain_text("umbilical cord")
    assert "c-umbilical-cells-diabetic-foot-randomised" in reader.tab.url


def test_an_address_that_does_not_exist_leads_home_and_to_the_search(reader: Reader) -> None:
    if reader.ending != "/":
        pytest.skip("on a disk there is nobody to answer with the 404 page")
    reader.open("conditions/no-such/page/at-all")
    home = reader.tab.locator("#home")
    expect(home).to_have_attribute("href", reader.base.split("/", 3)[3].join(["/", ""]))
    home.click()
    expect(reader.tab.locator("h1")).to_contain_text("Stem cells for the skin")
    # The browser itself complains of the page that does not exist, and of the places where the root was looked for.
    reader.complaints[:] = [words for words in reader.complaints if "404 (Not Found)" not in words]


def test_pages_fit_a_phone(reader: Reader) -> None:
    reader.tab.set_viewport_size({"width": 375, "height": 800})
    for page in (
        "",
        "conditions/wound",
        "studies/index" if reader.ending != "/" else "studies",
        "references",
        "sources/li2024-2",
    ):
        reader.open(page)
        width = reader.tab.evaluate("document.documentElement.scrollWidth")
        assert width <= 375, page


def test_a_quotation_is_read_in_its_source_and_leads_back_to_its_claim(reader: Reader) -> None:
    reader.open("c/adipose-exosomes-keratinocytes-wnt")
    expect(reader.tab.locator("h3:target")).to_contain_text("hydrogen peroxide")
    reader.tab.locator("h3:target ~ .ev-source, h3:target ~ p").get_by_text("Read it in the source").first.click()
    words = reader.tab.locator("mark:target")
    expect(words).to_contain_text("Ma et al. treated HaCaTs with H2O2 to simulate skin damage")
    expect(words).to_be_in_viewport()
    others = reader.tab.locator("mark:not(:target)").first
    colours = [mark.evaluate("one => getComputedStyle(one).backgroundColor") for mark in (words, others)]
    assert colours[0] != colours[1]
    reader.tab.locator("mark:target + .ev-pill").get_by_role("link", name="Claim ").click()
    expect(reader.tab.locator("h3:target")).to_contain_text("hydrogen peroxide")
    assert "c-adipose-exosomes-keratinocytes-wnt" in reader.tab.url


def test_the_row_of_a_table_is_found_in_the_source(reader: Reader) -> None:
    reader.open("studies/moon-2019")
    reader.tab.get_by_text("Read it in the source").first.click()
    row = reader.tab.locator("tr:has(:target)")
    expect(row).to_contain_text("allogeneic ADSCs tablets based on hydrogel")
    row.get_by_role("link", name="Study ").click()
    expect(reader.tab.locator("h1")).to_contain_text("Moon")


def test_what_quotes_a_paragraph_is_listed_beside_it_and_opens_by_keyboard(reader: Reader) -> None:
    reader.open("sources/li2024")
    beside = reader.tab.locator(".ev-notes").first
    expect(beside.locator("li").first).to_be_hidden()
    beside.locator("summary").focus()
    reader.tab.keyboard.press("Enter")
    expect(beside.locator("li").first).to_be_visible()


def test_a_source_is_printed_with_all_that_stands_beside_it(reader: Reader) -> None:
    reader.open("sources/li2024")
    reader.tab.emulate_media(media="print")
    expect(reader.tab.locator(".ev-notes li").first).to_be_visible()
