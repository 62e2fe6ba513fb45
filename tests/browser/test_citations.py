"""Footnotes show their reference by hover and by keyboard, and what is to be cited is copied by a button."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urljoin

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from playwright.sync_api import expect

from readers import Reader

pytestmark = pytest.mark.browser

TOPIC = "conditions/diabetic-foot-ulcer"
CARD = ".md-tooltip2--active .md-tooltip2__inner"


@pytest.mark.parametrize("how", ["hover", "focus"])
@pytest.mark.parametrize("place", ["sup a.footnote-ref", "blockquote a.footnote-ref"])
def test_a_footnote_shows_reference_status_and_link(reader: Reader, place: str, how: str) -> None:
    reader.open(TOPIC)
    mark = reader.tab.locator(place).first
    mark.scroll_into_view_if_needed()
    if how == "hover":
        mark.hover()
    else:
        mark.focus()
    card = reader.tab.locator(CARD)
    expect(card).to_contain_text(re.compile(r"(19|20)\d\d"))
    expect(card.locator(".status")).to_be_visible()
    expect(card.get_by_role("link", name="All claims on it")).to_be_visible()


def test_the_keyboard_reaches_the_link_on_a_card(reader: Reader) -> None:
    reader.open(TOPIC)
    reader.tab.locator("sup a.footnote-ref").first.focus()
    expect(reader.tab.locator(CARD)).to_be_visible()
    reader.tab.keyboard.press("Enter")
    expect(reader.tab.locator(".footnote li:target")).to_be_visible()
    reader.tab.keyboard.press("Tab")
    for _ in range(10):
        if reader.tab.evaluate("document.activeElement.textContent") == "All claims on it":
            break
        reader.tab.keyboard.press("Tab")
    reader.tab.keyboard.press("Enter")
    expect(reader.tab.locator("h2").filter(has_text="Claims that rest on it")).to_be_visible()


def test_a_marker_in_a_quotation_leads_to_the_same_footnote(reader: Reader) -> None:
    reader.open(TOPIC)
    mark = reader.tab.locator("blockquote a.footnote-ref").first
    named = mark.text_content()
    mark.click()
    note = reader.tab.locator(".footnote li:target")
    expect(note).to_be_visible()
    note.get_by_role("link", name="All claims on it").click()
    expect(reader.tab.locator("h1")).to_have_text(re.compile(rf"^{named} · "))


def test_the_citations_of_a_page_and_of_a_claim_are_copied(reader: Reader) -> None:
    if reader.ending == "/":
        reader.tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.open(TOPIC)
    for folded in (reader.tab.locator("details.ev-cite").first, reader.tab.locator("#cite-this-page")):
        folded.locator("summary").press("Enter")
        for block, button in zip(folded.locator("pre").all(), folded.get_by_role("button").all(), strict=True):
            words = block.inner_text().strip()
            assert "Stem cells for the skin" in words
            button.press("Enter")
            expect(reader.tab.locator(".md-dialog--active")).to_contain_text("Copied")
            if reader.ending == "/":  # a browser lets nobody read the clipboard on a page from disk
                reader.tab.wait_for_function("async words => await navigator.clipboard.readText() === words", arg=words)


def test_a_citation_without_script_can_be_opened(reader: Reader) -> None:
    context = reader.tab.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    tab = context.new_page()
    reader.open(TOPIC)
    tab.goto(reader.tab.url)
    folded = tab.locator("details.ev-cite").first
    expect(folded.locator("pre")).not_to_be_visible()
    folded.locator("summary").click()
    expect(folded.locator("pre")).to_contain_text("Stem cells for the skin. Claim ")
    expect(folded.locator("button")).not_to_be_visible()  # nothing would answer to it
    context.close()


def test_the_exports_of_a_reference_are_what_other_programs_read(reader: Reader, project: Path) -> None:
    reader.open("references/li2024")
    found = {}
    for name in ("BibTeX", "RIS", "CSL-JSON"):
        address = reader.tab.get_by_role("link", name=name).get_attribute("href") or ""
        below = urljoin(reader.tab.url, address).removeprefix(reader.base)
        found[name] = (project / "site" / below).read_text("utf-8")
    [entry] = parse_string(found["BibTeX"]).entries
    [item] = rispy.loads(found["RIS"])
    [csl] = json.loads(found["CSL-JSON"])
    title = reader.tab.locator("meta[name=citation_title]").get_attribute("content")
    assert title is not None
    assert title.startswith("Insights into the role of mesenchymal stem cells")
    assert [entry["title"].strip("{}"), item["title"], csl["title"]] == [title] * 3
    assert len(item["authors"]) == len(csl["author"]) == reader.tab.locator("meta[name=citation_author]").count()
    coins = reader.tab.locator(".Z3988").get_attribute("title")
    assert parse_qs(coins or "")["rft.atitle"] == [title]
    schema = json.loads(reader.tab.locator('script[type="application/ld+json"]').inner_text())
    assert schema["mainEntity"]["name"] == title


def test_a_description_in_a_page_cannot_end_its_own_script(reader: Reader) -> None:
    reader.open(TOPIC)
    text = reader.tab.locator('script[type="application/ld+json"]').inner_html()
    assert not set(text) & set("<>&'")
    assert json.loads(text)["about"]["name"] == "Diabetic foot ulcer"
