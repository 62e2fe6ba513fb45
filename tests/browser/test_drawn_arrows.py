"""Arrows lead to claims by mouse and by keyboard, have names for those who do not see them, and fit a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from readers import Reader

pytestmark = pytest.mark.browser

PAGE = "conditions/scar"


def test_an_arrow_of_one_claim_leads_to_it(reader: Reader) -> None:
    reader.open(PAGE)
    arrow = reader.tab.get_by_role("link", name="Macrophage polarization toward M2: worsens Scar").first
    arrow.locator("text").click()
    expect(reader.tab.locator("h3:target")).to_contain_text("M2")


def test_an_arrow_of_several_claims_unfolds_the_entry_that_lists_them(reader: Reader) -> None:
    reader.open(PAGE)
    name = "Adipose-derived stem cells + Exosomes: improves Scar (animals; 2 studies cited)"
    arrow = reader.tab.get_by_role("link", name=name)
    arrow.focus()
    reader.tab.keyboard.press("Enter")
    entry = reader.tab.locator("li:target")
    expect(entry).to_be_visible()
    expect(entry).to_contain_text(name)
    expect(entry.get_by_role("link")).to_have_count(2)
    entry.get_by_role("link").first.click()
    expect(reader.tab.locator("h3:target")).to_be_in_viewport()


def test_a_diagram_scrolls_inside_its_frame_on_a_phone(reader: Reader) -> None:
    reader.tab.set_viewport_size({"width": 360, "height": 800})
    for page in (PAGE, "cell-sources/adipose"):
        reader.open(page)
        assert reader.tab.evaluate("document.documentElement.scrollWidth") <= 360
        frame = reader.tab.get_by_role("region", name="Arrows").first
        frame.focus()
        assert frame.evaluate("one => one === document.activeElement && one.scrollWidth > one.clientWidth")


def test_everything_unfolds_on_paper(reader: Reader) -> None:
    reader.open("cell-sources/adipose")
    last = reader.tab.locator(".ev-told li").last
    expect(last).not_to_be_visible()
    reader.tab.emulate_media(media="print")
    expect(last).to_be_visible()
