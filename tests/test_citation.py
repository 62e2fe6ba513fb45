"""References formatted in the site's style."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence import citation
from evidence.bibliography import read
from evidence.citation import csl_item, format_all

ROOT = Path(__file__).parent.parent


def formatted(text: str) -> dict[str, str]:
    references, problems = read(text, "references.bib")
    assert problems == []
    texts, wrong = format_all(references.values(), ROOT)
    assert wrong == []
    return texts


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


STYLE = (ROOT / "templates" / "citation-style.csl").read_text("utf-8")
PARENT = '<link href="https://example.org/style" rel="independent-parent"/></info>'
BAD_STYLES = {
    "nothing": ("", "1:1: template-error: the citation style cannot be used: no element found"),
    "no XML": ("<style", "1:1: template-error: the citation style cannot be used: unclosed token"),
    "an open tag": (STYLE[: STYLE.index("<macro")] + "<", "the citation style cannot be used: "),
    "another XML": ("<style/>", "the citation style cannot be used: it is no style of the Citation Style Language"),
    "a dependent style": (STYLE.replace("</info>", PARENT, 1), "it only names another style, which would have to be"),
    "no list": (STYLE.replace("bibliography>", "list>").replace("<bibliography", "<list"), "how a list of references"),
    "no citation": (STYLE.replace("citation>", "quote>").replace("<citation", "<quote"), "No citation element present"),
    "a missing macro": (STYLE.replace('<text macro="', '<text macro="no-'), "undefined macro no-"),
    "an unknown encoding": (STYLE.replace('encoding="utf-8"', 'encoding="no"'), "the citation style cannot be used: "),
}


@pytest.mark.parametrize("name", BAD_STYLES)
def test_a_style_that_cannot_be_used_is_a_problem(tmp_path: Path, name: str) -> None:
    style, message = BAD_STYLES[name]
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "citation-style.csl").write_text(style, "utf-8")
    references, _ = read("@article{a, title = {Slugs of Kent}, journal = {J}, year = 2019}", "references.bib")
    texts, [problem] = format_all(references.values(), tmp_path)
    assert texts == {}
    assert (problem.place.path, problem.code) == ("templates/citation-style.csl", "template-error")
    assert message in str(problem)
    assert "\n" not in str(problem)


def test_what_is_kept_holds_for_the_same_references_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def texts(title: str) -> dict[str, str]:
        references, _ = read(f"@book{{a, title = {{{title}}}, year = 2019}}", "references.bib")
        return format_all(references.values(), ROOT, tmp_path / "new" / "kept.json")[0]

    first = texts("Slugs")
    assert "Slugs" in first["a"]
    assert "Snails" in texts("Snails")["a"]
    monkeypatch.setattr(citation, "_entries", None)
    assert "Snails" in texts("Snails")["a"]
    (tmp_path / "new" / "kept.json").write_bytes(b"[]")
    monkeypatch.undo()
    assert texts("Slugs") == first


def test_without_a_style_nothing_is_formatted(tmp_path: Path) -> None:
    texts, problems = format_all([], tmp_path)
    assert texts == {}
    assert [str(one) for one in problems] == [
        "templates/citation-style.csl:1:1: file-unreadable: No such file or directory "
        "(put a style of https://citationstyles.org there)"
    ]


def test_a_dollar_sign_is_one() -> None:
    assert "A $5 dressing and $6 more" in titled("A $5 dressing and $6 more")
