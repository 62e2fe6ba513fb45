"""References formatted in the site's style."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.bibliography import read
from evidence.citation import csl_item, format_all

STYLE = Path(__file__).parent.parent / "templates" / "citation-style.csl"


def formatted(text: str) -> dict[str, str]:
    references, problems = read(text, "references.bib")
    assert problems == []
    return format_all(references.values(), STYLE)


def item(text: str) -> dict[str, object]:
    references, _ = read(text, "references.bib")
    (reference,) = references.values()
    return csl_item(reference)


def titled(title: str) -> str:
    return formatted(f"@article{{a, author = {{Reed, A.}}, title = {{{title}}}, journal = {{J}}, year = 2019}}")["a"]


def test_an_article_has_authors_title_journal_and_place() -> None:
    text = """@article{a, author = {Reed, Anna B. and {Garden Club}}, title = {Slugs of Kent},
      journal = {Journal of Slugs}, year = {2019}, volume = {12}, number = {3}, pages = {4--9},
      doi = {10.1000/1}, url = {https://example.org}}"""
    shown = formatted(text)["a"]
    for part in ("Reed AB", "Garden Club", "Slugs of Kent", "2019", "12(3)", "4–9"):
        assert part in shown
    assert "10.1000" not in shown


def test_every_known_reference_is_formatted_under_its_key() -> None:
    shown = formatted("@misc{b:1/x, title = {B}}\n@misc{A_2, title = {A}}\n@misc{c, note = {Reference 3}}\n")
    assert set(shown) == {"b:1/x", "A_2"}
    assert shown["b:1/x"].startswith("B")


def test_nothing_known_is_nothing_formatted() -> None:
    assert formatted("@misc{c, note = {Reference 3}}") == {}
    assert formatted("") == {}


def test_formatted_text_has_no_number_before_it_and_no_gap_before_a_stop() -> None:
    shown = titled("Slugs")
    assert shown.startswith("Reed A")
    assert " ." not in shown
    assert shown == " ".join(shown.split())


@pytest.mark.parametrize(
    "title", ["TGF-β1 in slugs", "Slugs, p < 0.05 & more", "See @reed and [1]", "10% of $5", "3. The slug"]
)
def test_signs_in_titles_stay(title: str) -> None:
    assert title in titled(title.replace("&", r"\&").replace("$", r"\$"))


@pytest.mark.parametrize("title", ["HLA-B*27 and HLA-B*57", "`slug`", "![slug](s)", "slug_a_ and ^b^"])
def test_signs_in_titles_are_no_markup(title: str) -> None:
    assert title in titled(title)


def test_a_title_may_have_any_letter() -> None:
    assert "\U0001d6fc slug" in titled("\U0001d6fc slug")


@pytest.mark.parametrize(
    ("type_", "csl"),
    [("article", "article-journal"), ("book", "book"), ("inproceedings", "paper-conference"), ("misc", "document")],
)
def test_types_of_references(type_: str, csl: str) -> None:
    assert item(f"@{type_}{{a, title = {{A}}}}")["type"] == csl


def test_an_item_has_names_and_a_year() -> None:
    made = item("@article{a, author = {Reed, A. and {Garden Club}}, year = 2019, title = {A}}")
    assert made["author"] == [{"family": "Reed", "given": "A."}, {"literal": "Garden Club"}]
    assert made["issued"] == {"date-parts": [[2019]]}


def test_the_letter_of_a_year_is_shown() -> None:
    assert "2019b" in formatted("@article{a, author = {Reed, A.}, title = {A}, journal = {J}, year = {2019b}}")["a"]


def test_a_volume_without_a_journal_is_not_shown() -> None:
    assert "volume" not in item("@misc{a, title = {A}, volume = {1}, pages = {2}}")
    assert item("@article{a, title = {A}, journal = {J}, volume = {1}, pages = {2}}")["volume"] == "1"
