"""The sources as a script say where each citation and each name stands, and finding agrees with the shared cases."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conftest import SiteFactory
from evidence.catalogue import Catalogue
from evidence.folding import fold
from evidence.passages import script
from evidence.proposing import named_topics, propose
from evidence.quotes import Found, Missing
from evidence.reading import read_site
from quotations import CASES, SITE


@pytest.fixture
def catalogue(site: SiteFactory) -> Catalogue:
    found, problems = read_site(site({path: text for path, text in SITE.items() if text}))
    assert problems == []
    return found


def tables(catalogue: Catalogue) -> dict[str, Any]:
    text = script(catalogue)
    found = json.loads(text.removeprefix("window.evidenceSources = ").removesuffix(";\n"))
    assert isinstance(found, dict)
    return found


def test_python_finds_the_shared_cases_so(catalogue: Catalogue) -> None:
    for case in CASES:
        proposed, found = propose(catalogue, case["quote"]), catalogue.finders["guide"].find(case["quote"])
        if "fault" in case:
            assert isinstance(proposed, Missing), case
            assert proposed.code == case["fault"], case
            continue
        assert isinstance(found, Found), case
        assert not isinstance(proposed, Missing), case
        item = proposed["evidence"][0]
        topics = {id_ for ids in proposed.get("about", {}).values() for id_ in ids}
        assert (item["quote"], item.get("cites", []), topics) == (case["words"], case["cites"], set(case["topics"]))
        assert found.passage.place == case["place"]


def test_citations_and_names_stand_where_the_script_says(catalogue: Catalogue) -> None:
    (source,) = tables(catalogue)["sources"]
    seen: dict[str, list[str]] = {}
    for _, _, text, markers, topics in source["passages"]:
        for start, end, keys in markers:
            seen.setdefault(units(text, start, end), []).extend(keys)
        for start, end, _, id_ in topics:
            assert id_ in {
                one for ids in named_topics(catalogue, units(fold(text), start, end)).values() for one in ids
            }
    assert seen == {
        "[1, 3]": ["field-1", "field-3"],
        "[2–3]": ["field-2", "field-3"],
        "[2]": ["field-2"],
    }


def units(text: str, start: int, end: int) -> str:
    """A piece of a text by UTF-16 units."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def test_a_source_that_may_not_be_shown_gives_no_words_away(site: SiteFactory) -> None:
    closed = {path: text for path, text in SITE.items() if text}
    closed["seeds/_sources.yml"] = closed["seeds/_sources.yml"].replace("show_full_text: true", "show_full_text: false")
    catalogue, _ = read_site(site(closed))
    assert tables(catalogue)["sources"] == [{"key": "guide", "short": "Guide"}]
