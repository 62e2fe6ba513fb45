"""What is written for reference managers is read back and says the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from evidence.bibliography import read
from evidence.formats import FORMATS, bibtex, csl_json, entry, one_by_one, ris, together
from evidence.references import Reference

ARTICLE = r"""
@article{reed-2019,
  author = {Reed, Anna B. and van der Moss, C. and {Garden \& Sons Club} and others},
  title = {{Slugs \& 50 \% of TGF-$\beta$1 in \emph{Arion\_ater}}},
  journal = {Journal of Sl{\"u}gs}, year = {2019a}, volume = {12}, number = {3}, pages = {4--9},
  doi = {10.1000/a_b%20c}, pmid = {123}, pmcid = {PMC45}, url = {https://example.org/a_b?c=1&d=2},
  notice = {retracted}, note = {seen in the garden}, keywords = {review}, status = {resolved}, seen = {here}
}
"""
OTHERS = """
@techreport{club, author = {{Garden Club}}, title = {Rain}, institution = {Office for Rain}, year = 2001}
@inproceedings{talk, author = {Fern, C.}, title = {Talk}, booktitle = {Meeting}, pages = {12}, year = 2002}
@misc{unknown, note = {Reference 3}, status = {unresolved}}
"""


def references(text: str) -> dict[str, Reference]:
    found, problems = read(text, "references.bib")
    assert problems == []
    return found


def written(text: str, write: Callable[[list[Reference]], str]) -> str:
    return write(list(references(text).values()))


def test_bibtex_says_what_the_entry_said_and_nothing_of_our_own() -> None:
    before = references(ARTICLE)["reed-2019"]
    after = references(written(ARTICLE, bibtex))["reed-2019"]
    assert (after.type, after.authors, after.more) == (before.type, before.authors, before.more)
    kept = ("title", "journal", "volume", "number", "pages", "doi", "pmid", "pmcid", "url")
    assert {name: after.get(name) for name in kept} == {name: before.get(name) for name in kept}
    assert after.fields.keys() - set(kept) == {"year", "note"}
    assert (after.get("year"), after.get("note")) == ("2019", "Notice: retracted")


def test_a_title_in_bibtex_keeps_its_capitals() -> None:
    assert "title = {{Slugs \\& 50 \\% of TGF-β1" in written(ARTICLE, bibtex)


@given(st.text("ab 1&%$#_{}\\ßβ田", min_size=1))
def test_any_title_survives_bibtex(title: str) -> None:
    text = entry("misc", "a", {"title": " ".join(title.split())})
    found, problems = read(text, "references.bib")
    assert problems == []
    assert found["a"].get("title") == " ".join(title.split())


def test_fields_without_text_are_left_out_of_bibtex() -> None:
    assert entry("misc", "a", {"title": "A", "year": "", "url": ""}) == "@misc{a,\n\ttitle = {{A}}\n}\n"


def test_ris_is_read_back() -> None:
    [found] = rispy.loads(written(ARTICLE, ris))
    assert found == {
        "type_of_reference": "JOUR",
        "id": "reed-2019",
        "authors": ["Reed, Anna B.", "van der Moss, C.", "Garden & Sons Club"],
        "title": "Slugs & 50 % of TGF-β1 in Arion_ater",
        "journal_name": "Journal of Slügs",
        "volume": "12",
        "number": "3",
        "start_page": "4",
        "end_page": "9",
        "year": "2019",
        "doi": "10.1000/a_b%20c",
        "accession_number": "123",
        "custom2": "PMC45",
        "urls": ["https://example.org/a_b?c=1&d=2"],
        "notes": ["Notice: retracted"],
    }


def test_ris_begins_with_its_first_tag() -> None:
    assert written(ARTICLE, ris).startswith("TY  - JOUR\n")


def test_kinds_of_works_in_ris() -> None:
    found = {one["id"]: one for one in rispy.loads(written(ARTICLE + OTHERS, ris))}
    assert {key: one["type_of_reference"] for key, one in found.items()} == {
        "reed-2019": "JOUR",
        "club": "RPRT",
        "talk": "CPAPER",
        "unknown": "GEN",
    }
    assert found["talk"]["secondary_title"] == "Meeting"
    assert (found["talk"]["start_page"], found["talk"].get("end_page")) == ("12", None)
    assert found["club"]["publisher"] == "Office for Rain"


def test_csl_json_is_read_back() -> None:
    [found] = json.loads(written(ARTICLE, csl_json))
    expected: dict[str, Any] = {
        "id": "reed-2019",
        "type": "article-journal",
        "title": "Slugs & 50 % of TGF-β1 in Arion_ater",
        "container-title": "Journal of Slügs",
        "volume": "12",
        "issue": "3",
        "page": "4–9",
        "issued": {"date-parts": [[2019]]},
        "DOI": "10.1000/a_b%20c",
        "PMID": "123",
        "PMCID": "PMC45",
        "URL": "https://example.org/a_b?c=1&d=2",
        "note": "Notice: retracted",
    }
    assert {name: found[name] for name in expected} == expected
    assert found["author"][0] == {"family": "Reed", "given": "Anna B."}
    assert found["author"][2] == {"literal": "Garden & Sons Club"}


def test_there_is_a_file_for_each_known_reference_and_one_for_all() -> None:
    known = references(ARTICLE + OTHERS).values()
    found = {**together(known), **one_by_one(known)}
    names = ("identified", "references/reed-2019", "references/club", "references/talk")
    assert set(found) == {f"{name}.{ending}" for name in names for ending in FORMATS}
    assert list(references(found["identified.bib"])) == ["reed-2019", "club", "talk"]
    assert [one["id"] for one in json.loads(found["references/club.json"])] == ["club"]


@pytest.mark.parametrize("ending", list(FORMATS))
def test_a_key_with_signs_makes_a_plain_file_name(ending: str) -> None:
    found = one_by_one(references("@misc{a:1/../b, title = {A}}").values())
    assert f"references/a-1-b.{ending}" in found
