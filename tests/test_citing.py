"""How pages and claims are cited."""

from __future__ import annotations

from evidence.bibliography import read
from evidence.citing import as_bibtex, in_words
from evidence.settings import Settings

FULL = Settings(name="Garden slugs", address="https://example.org/garden/")
BARE = Settings(name="Garden slugs")


def test_a_page_is_cited_with_all_that_is_known() -> None:
    address = FULL.url("plants/leek.md")
    assert in_words(FULL, "Leek", address, "Version 1.2", "2024-05-06") == (
        "Leek. Garden slugs. Version 1.2. 2024-05-06. https://example.org/garden/plants/leek/"
    )


def test_what_is_not_known_is_not_said() -> None:
    assert in_words(BARE, "Leek", BARE.url("plants/leek.md"), "") == "Leek. Garden slugs."


def test_a_sentence_ends_once_and_the_home_page_is_named_once() -> None:
    assert in_words(BARE, "Slugs eat leeks.", "", "Claim slugs-leeks") == (
        "Slugs eat leeks. Garden slugs. Claim slugs-leeks."
    )
    assert in_words(BARE, "Garden slugs", "") == "Garden slugs."


def test_a_page_as_bibtex() -> None:
    references, problems = read(as_bibtex(FULL, "Leek & soup", "plants/leek.md", "Version 1.2", "2024-05-06"), "")
    assert problems == []
    [(key, found)] = references.items()
    assert key == "garden-slugs-plants-leek"
    assert found.fields == {
        "title": "Leek & soup",
        "howpublished": "Garden slugs, Version 1.2",
        "year": "2024",
        "url": "https://example.org/garden/plants/leek/",
    }


def test_the_home_page_and_names_in_other_scripts_have_a_key_too() -> None:
    assert as_bibtex(BARE, "Garden slugs", "index.md", "", "").startswith("@misc{garden-slugs,")
    assert as_bibtex(Settings(name="田"), "田", "index.md", "", "").startswith("@misc{page,")
