"""Nested values say what the records' files say, with names, places and levels looked up."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import GARDEN, SiteFactory
from evidence.cutting import Cutter
from evidence.nested import records
from evidence.reading import read_site

MORE = {
    "content/slugs/grey-slug.yml": """\
name: Grey field slug
abbreviations: [GFS]
parent: slug
summary: A [[slug|soft animal]] that eats [[lettuce]] [@field-2].
identifiers: {GBIF: "1"}
""",
    "content/slugs/slug.yml": "name: Slug\n",
    "content/studies/_kind.yml": "id: study\ntitle: Study\nplural: Studies\norder: 40\n",
    "content/studies/reed-2019.yml": """\
name: Reed 2019
reference: field-1
level: [pot, garden]
participants: 0
follow_up: six weeks
about: {remedy: [copper]}
finding: Slugs kept away from [[lettuce]].
corrections: [not-six]
""",
    "content/corrections/not-six.yml": """\
name: Not six
review: six weeks
original: five weeks
basis: text
refs: field-1
""",
    "content/claims/copper-lettuce.yml": GARDEN["content/claims/copper-lettuce.yml"].replace(
        "study:\n  level: garden\n", "study: reed-2019\ncorrections: not-six\ncaution: See [[grey-slug]].\n"
    ),
}


@pytest.fixture
def found(site: SiteFactory) -> dict[str, list[dict[str, Any]]]:
    """The nested records of a garden with a study, a correction and a parent."""
    catalogue, problems = read_site(site({**GARDEN, **MORE}))
    assert problems == []
    return records(Cutter(catalogue))


def test_a_claim(found: dict[str, list[dict[str, Any]]]) -> None:
    [claim] = found["claims"]
    assert claim == {
        "id": "copper-lettuce",
        "kind": "claim",
        "address": "c/copper-lettuce/",
        "statement": "Copper bands keep grey field slugs away from lettuce.",
        "stance": "supports",
        "level": {"id": "garden", "title": "Garden trial"},
        "about": {
            "slug": [{"id": "grey-slug", "title": "Grey field slug", "kind": "slug", "through": "about"}],
            "plant": [{"id": "lettuce", "title": "Lettuce", "kind": "plant", "through": "effects"}],
            "remedy": [{"id": "copper", "title": "Copper band", "kind": "remedy", "through": "about"}],
        },
        "effects": [
            {
                "target": {"id": "lettuce", "title": "Lettuce", "kind": "plant"},
                "change": "improves",
                "from": [],
                "actors": [{"id": "copper", "title": "Copper band", "kind": "remedy"}],
                "by": [],
                "versus": [],
            }
        ],
        "study": {
            "id": "reed-2019",
            "title": "Reed 2019",
            "levels": ["pot", "garden"],
            "design": None,
            "participants": 0,
            "donor": None,
            "species": None,
            "model": None,
            "comparator": None,
            "dose": None,
            "route": None,
            "follow_up": "six weeks",
        },
        "evidence": [
            {
                "source": "guide",
                "quote": "Bands of copper kept grey slugs away from lettuce for six weeks [1, 3].",
                "place": "Bands, paragraph 1",
                "section": "Bands",
                "cites": ["field-1", "field-3"],
                "reads": None,
            }
        ],
        "cites": ["field-1", "field-3"],
        "checked": [],
        "counted": True,
        "corrections": [{"id": "not-six", "title": "Not six", "kind": "correction"}],
        "caution": "See Grey field slug.",
        "retracted": [],
        "reviews": [],
        "reading": None,
        "fields": {},
        "former_ids": [],
        "file": "content/claims/copper-lettuce.yml",
    }


def test_a_topic_with_its_parent_its_claims_and_what_its_texts_cite(found: dict[str, list[dict[str, Any]]]) -> None:
    topic = next(one for one in found["topics"] if one["id"] == "grey-slug")
    assert topic["address"] == "slugs/grey-slug/"
    assert topic["parent"] == {"id": "slug", "title": "Slug", "kind": "slug"}
    assert topic["summary"] == "A soft animal that eats Lettuce."
    assert (topic["cites"], topic["identifiers"]) == (["field-2"], {"GBIF": "1"})
    assert (topic["claims"], topic["studies"]) == (["copper-lettuce"], [])


def test_a_study_with_the_claims_it_stands_behind(found: dict[str, list[dict[str, Any]]]) -> None:
    [study] = found["studies"]
    assert study["address"] == "studies/reed-2019/"
    assert study["level"] == {"id": "garden", "title": "Garden trial"}
    assert (study["participants"], study["design"], study["finding"]) == (0, None, "Slugs kept away from Lettuce.")
    assert study["claims"] == ["copper-lettuce"]


def test_a_correction_with_what_it_concerns(found: dict[str, list[dict[str, Any]]]) -> None:
    [correction] = found["corrections"]
    assert (correction["claims"], correction["studies"]) == (["copper-lettuce"], ["reed-2019"])
    assert (correction["refs"], correction["seen"], correction["address"]) == (["field-1"], None, None)


def test_a_reference_with_what_rests_on_it(found: dict[str, list[dict[str, Any]]]) -> None:
    first, second, _ = found["references"]
    assert first["authors"] == [{"family": "Reed", "given": "A."}]
    assert (first["title"], first["status"], first["notice"], first["review"]) == ("Lettuce", "resolved", None, False)
    assert (first["number"], first["claims"], first["studies"]) == (1, ["copper-lettuce"], ["reed-2019"])
    assert (second["claims"], second["studies"]) == ([], [])


@pytest.mark.parametrize(
    ("effect", "actors"),
    [
        ("{target: lettuce, change: improves}", ["copper", "tin"]),
        ("{target: lettuce, change: improves, versus: copper}", ["tin"]),
        ("{target: lettuce, change: improves, from: grey-slug}", ["grey-slug"]),
    ],
)
def test_what_acts_is_said_or_it_is_the_intervention(site: SiteFactory, effect: str, actors: list[str]) -> None:
    claim = GARDEN["content/claims/copper-lettuce.yml"].replace("{target: lettuce, change: improves}", effect)
    claim = claim.replace("remedy: [copper]", "remedy: [copper, tin]")
    files = {"content/claims/copper-lettuce.yml": claim, "content/remedies/tin.yml": "name: Tin\n"}
    [found] = records(Cutter(read_site(site({**GARDEN, **files}))[0]))["claims"]
    assert [one["id"] for one in found["effects"][0]["actors"]] == actors


def test_what_rests_on_retracted_papers_alone_is_not_counted(site: SiteFactory) -> None:
    one = GARDEN["references.bib"].replace("year = {2019}", "year = {2019}, notice = {retracted}")
    both = one.replace("year = {2021}", "year = {2021}, notice = {retracted}")
    for text, retracted in ((one, ["field-1"]), (both, ["field-1", "field-3"])):
        [claim] = records(Cutter(read_site(site({**GARDEN, "references.bib": text}))[0]))["claims"]
        assert (claim["retracted"], claim["counted"]) == (retracted, text == one)


def test_a_target_in_words_has_no_id(site: SiteFactory) -> None:
    claim = GARDEN["content/claims/copper-lettuce.yml"].replace("target: lettuce", "target: {text: taste}")
    catalogue, _ = read_site(site({**GARDEN, "content/claims/copper-lettuce.yml": claim}))
    [found] = records(Cutter(catalogue))["claims"]
    assert found["effects"][0]["target"] == {"id": None, "title": "taste", "kind": None}


def test_a_kinds_own_fields_stand_apart(site: SiteFactory) -> None:
    kind = GARDEN["content/slugs/_kind.yml"] + "fields:\n  story: {type: prose}\n  length: {type: number}\n"
    slug = "name: Grey slug\nstory: Eats [[lettuce]] [@field-1].\n"
    files = {"content/slugs/_kind.yml": kind, "content/slugs/grey-slug.yml": slug}
    topics = records(Cutter(read_site(site({**GARDEN, **files}))[0]))["topics"]
    found = next(one for one in topics if one["id"] == "grey-slug")
    assert (found["fields"], found["cites"]) == ({"story": "Eats Lettuce.", "length": None}, ["field-1"])
