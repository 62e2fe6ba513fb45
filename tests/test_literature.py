"""The bibliography and the pages of references, as Markdown."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import GARDEN, write
from evidence.building import generate
from evidence.problems import errors
from sitetools import ROOT

CLAIM = GARDEN["content/claims/copper-lettuce.yml"]
BIBTEX = r"""
@article{field-1, author = {Reed, A. and Moss \& Sons}, title = {{Lettuce}}, journal = {Slugs}, year = {2019},
  doi = {10.1000/1}, notice = {retracted}, seen = {https://example.org/a?b=1; the first page}}
@misc{field-2, note = {Reference 2 of the guide}, status = {unresolved}}
@article{field-3, author = {Fern, C.}, title = {{Copper}}, year = {2021}, status = {candidate}}
@misc{field-4, title = {{On rain}}}
@book{guide, author = {Green, G.}, title = {{A guide to slugs}}, year = {2022}}
"""
CHANGES = {
    "references.bib": BIBTEX,
    "content/corrections/not-zinc.yml": "name: Not zinc\nrefs: [field-3]\nreview: Z.\noriginal: C.\nbasis: original\n",
    "content/studies/trial.yml": "name: A trial\nabout: {plant: [lettuce]}\nreference: field-3\n",
    "content/claims/crossing.yml": """\
statement: Slugs cross wet beds at night.
stance: background
about: {slug: [grey-slug]}
evidence:
  - source: guide
    quote: >-
      Bands of copper kept grey slugs away from lettuce for six weeks [1, 3]. The slugs crossed wet beds at night [2].
    cites: [field-2]
""",
    "content/claims/retracted.yml": CLAIM.replace("six weeks [1, 3]", "six weeks [1]").replace(", field-3]", "]"),
    "seeds/guide.txt": GARDEN["seeds/guide.txt"]
    + "\nBands of copper kept grey slugs away from lettuce for six weeks [1].\n",
    "seeds/_sources.yml": GARDEN["seeds/_sources.yml"].replace("short: Guide", "short: Guide\n  reference: guide"),
    "CITATION.cff": "version: 1.2.0\n",
}


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the garden with a retracted, a candidate and an unknown reference, and one for its source."""
    root = write(tmp_path_factory.mktemp("garden"), {**GARDEN, **CHANGES})
    shutil.copytree(ROOT / "templates", root / "templates", ignore=shutil.ignore_patterns("pages"))
    result = generate(root)
    assert errors(result.problems) == []
    return root / "docs"


def page(docs: Path, name: str) -> tuple[dict[str, Any], str]:
    """The front matter and the Markdown of a page."""
    _, front, body = (docs / name).read_text("utf-8").split("---\n", 2)
    return yaml.safe_load(front), body


def test_every_reference_has_a_page(docs: Path) -> None:
    names = ["field-1.md", "field-2.md", "field-3.md", "field-4.md", "guide.md"]
    assert sorted(path.name for path in (docs / "references").iterdir()) == names


def test_the_page_of_a_reference_says_what_is_known_and_what_rests_on_it(docs: Path) -> None:
    front, body = page(docs, "references/field-3.md")
    assert front["title"] == "3 · Fern 2021"
    assert '\n<em class="status">Probably:</em> Fern C. Copper. 2021.' in body
    assert "**Corrections:** Not zinc" in body
    assert "**Studies:** A trial" in body
    assert "## Claims that rest on it (1)" in body
    assert "- [Copper bands keep grey field slugs away from lettuce.](../slugs/grey-slug.md#c-copper-lettuce) " in body


def test_a_reference_without_authors_goes_by_its_title(docs: Path) -> None:
    front, body = page(docs, "references/field-4.md")
    assert front["title"] == "4 · On rain"
    assert "No claim rests on it." in body


def test_the_exports_of_a_reference_are_files(docs: Path) -> None:
    linked = re.findall(r"\[(?:BibTeX|RIS|CSL-JSON)\]\(([^)]+)\)", page(docs, "references/field-1.md")[1])
    assert [(docs / "references" / name).resolve().is_file() for name in linked] == [True] * 3
    linked = re.findall(r"\[(?:BibTeX|RIS|CSL-JSON)\]\(([^)]+)\)", page(docs, "references.md")[1])
    assert [(docs / name).is_file() for name in linked] == [True] * 3


def test_where_a_reference_was_seen_is_listed(docs: Path) -> None:
    body = page(docs, "references/field-1.md")[1]
    assert '- <a href="https://example.org/a?b=1">example.org/a?b=1</a>\n- the first page\n' in body


def test_a_retracted_reference_says_so_on_itself_and_on_every_claim(docs: Path) -> None:
    front, body = page(docs, "references/field-1.md")
    assert '<strong class="notice">Retracted.</strong> Reed A' in body
    assert "counted nowhere" in body
    assert json.loads(front["schema"])["mainEntity"]["creativeWorkStatus"] == "Retracted"
    topic = page(docs, "slugs/grey-slug.md")[1]
    badges = dict(re.findall(r"#c-([\w-]+) \.ev-claim \}\n\n.*?(Rests on retracted[^<]*|Cites retracted[^<]*)<", topic))
    assert badges == {
        "copper-lettuce": "Cites retracted work",
        "retracted": "Rests on retracted work: not counted",
    }


def test_a_reference_that_is_not_known_has_an_honest_page_and_no_metadata(docs: Path) -> None:
    front, body = page(docs, "references/field-2.md")
    assert front["title"] == "2 · Not identified"
    assert (front["robots"], front["search"], front["schema"], front["cite"]) == (
        "noindex",
        {"exclude": True},
        None,
        None,
    )
    assert "citation" not in front
    assert '<em class="status">Not identified:</em> Reference 2 of the guide.' in body
    assert "Z3988" not in body
    assert "BibTeX" not in body
    assert not (docs / "data" / "references" / "field-2.bib").exists()
    assert "Slugs cross wet beds at night" in body


def test_a_known_reference_has_metadata(docs: Path) -> None:
    front, body = page(docs, "references/field-1.md")
    assert ["author", "Reed, A."] in front["citation"]
    assert json.loads(front["schema"])["mainEntity"]["@type"] == "ScholarlyArticle"
    assert body.count('<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;') == 1


def test_a_reference_that_is_the_source_is_quoted(docs: Path) -> None:
    body = page(docs, "references/guide.md")[1]
    assert "3 claims and studies quote it. [All claims](../claims/index.md)" in body
    assert "No claim rests on it" not in body


def test_the_bibliography_lists_each_reference_under_its_key(docs: Path) -> None:
    front, body = page(docs, "references.md")
    assert re.findall(r"^\{ #([\w-]+) \.ev-reference \}$", body, re.MULTILINE) == [
        "field-1",
        "field-2",
        "field-3",
        "field-4",
        "guide",
    ]
    assert "\n4 of 5 references are identified." in body
    assert body.count("Z3988") == 4
    assert "[2 · Not identified](references/field-2.md)<br>Reference 2 of the guide · " in body
    assert front["search"] == {"exclude": True}


def test_a_marker_in_a_quotation_leads_to_its_footnote_and_changes_no_word(docs: Path) -> None:
    topic = page(docs, "slugs/grey-slug.md")[1]
    quotes = re.findall(r"^> (.*)$", topic, re.MULTILINE)
    [both] = [quote for quote in quotes if "[field" not in quote and "#fn:field-3" in quote]
    assert both.endswith(
        r'for six weeks \[<a class="footnote-ref" href="#fn:field-1">1</a>, '
        r'<a class="footnote-ref" href="#fn:field-3">3</a>\].'
    )
    words = html.unescape(re.sub(r"<[^>]*>|\\", "", both))
    assert words == "Bands of copper kept grey slugs away from lettuce for six weeks [1, 3]."


def test_the_marker_of_another_sentence_leads_to_the_page_of_the_reference(docs: Path) -> None:
    topic = page(docs, "slugs/grey-slug.md")[1]
    assert (
        r"six weeks \[[1](../references/field-1.md), [3](../references/field-3.md)\]. The slugs crossed wet beds at "
        r'night \[<a class="footnote-ref" href="#fn:field-2">2</a>\].'
    ) in topic


def test_a_footnote_has_status_and_link(docs: Path) -> None:
    topic = page(docs, "slugs/grey-slug.md")[1]
    notes = dict(re.findall(r"^\[\^([\w-]+)\]: (.*)$", topic, re.MULTILINE))
    assert notes["field-1"].startswith('<strong class="notice">Retracted.</strong> Reed A')
    assert notes["field-1"].endswith(
        '[DOI 10.1000/1](https://doi.org/10.1000/1) <em class="status">Identified.</em> '
        "[All claims on it](../references/field-1.md)"
    )
    assert notes["field-2"].startswith('<em class="status">Not identified:</em>')
    assert notes["field-3"].startswith('<em class="status">Probably:</em>')


def test_a_page_and_its_claims_say_how_they_are_cited(docs: Path) -> None:
    front, body = page(docs, "slugs/grey-slug.md")
    assert front["cite"]["text"] == "Grey field slug. Garden slugs. Version 1.2.0."
    assert "  title = {{Grey field slug}}" in front["cite"]["bibtex"].expandtabs(2)
    claims = re.findall(r'<summary>Cite this claim</summary><pre id="cite-[\w-]+">(.*?)</pre><button ', body)
    assert "Slugs cross wet beds at night. Garden slugs. Claim crossing. Version 1.2.0." in claims
    assert len(claims) == 3


def test_a_page_that_forwards_is_not_cited(docs: Path) -> None:
    front, _ = page(docs, "c/crossing.md")
    assert not {"cite", "schema"} & set(front)


def test_a_key_that_would_take_the_place_of_the_list_is_a_problem(tmp_path: Path) -> None:
    root = write(tmp_path, {**GARDEN, "references.bib": GARDEN["references.bib"] + "@misc{index, title = {A}}\n"})
    shutil.copytree(ROOT / "templates", root / "templates", ignore=shutil.ignore_patterns("pages"))
    assert [problem.code for problem in errors(generate(root).problems)] == ["page-conflict"]
