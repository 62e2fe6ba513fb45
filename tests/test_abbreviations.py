"""Abbreviations are explained by records and notes, and those that are not are found where they stand."""

from __future__ import annotations

import pytest

from conftest import GARDEN, CheckFactory
from evidence.abbreviations import explained, pattern

NOTES = "- {short: RHS, long: Royal Society}\n- {short: UV, long: ultraviolet}\n"
CLAIM = "content/claims/copper-lettuce.yml"


def test_records_and_notes_explain_in_alphabetical_order(garden: CheckFactory) -> None:
    catalogue, _ = garden({"content/_abbreviations.yml": NOTES})
    found = explained(catalogue)
    assert [(short, long) for short, (long, _) in found.items()] == [
        ("GFS", "Grey field slug"),
        ("RHS", "Royal Society"),
        ("UV", "ultraviolet"),
    ]
    assert found["GFS"][1] is catalogue.records["grey-slug"]
    assert found["UV"][1] is None


def test_an_abbreviation_is_not_explained_by_itself(garden: CheckFactory) -> None:
    catalogue, _ = garden({"content/slugs/grey-slug.yml": "name: GFS\nabbreviations: [GFS]\n"})
    assert explained(catalogue) == {}
    catalogue, _ = garden(
        {"content/slugs/grey-slug.yml": "name: GFS\nabbreviations: [GFS]\nsynonyms: [grey field slug]\n"}
    )
    assert explained(catalogue)["GFS"][0] == "grey field slug"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a GFS-rich bed", ["GFS"]),
        ("the GFS/UV bed", ["GFS", "UV"]),
        ("GFSs and aGFS", []),
        ("GFS-X and GFS", ["GFS-X", "GFS"]),
        ("γGFS", []),
    ],
)
def test_an_abbreviation_is_found_as_a_whole_word_and_in_compounds(text: str, found: list[str]) -> None:
    assert pattern(["GFS", "GFS-X", "UV"]).findall(text) == found


def test_no_abbreviations_are_found_nowhere() -> None:
    assert pattern([]).findall("a GFS") == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("statement: Copper bands", "statement: Copper and RHS bands"), "1:23"),
        (("level: garden", "level: garden\n  design: A trial of the RHS."), "10:26"),
        (
            ("for six weeks [1, 3].\n", "for six weeks [1, 3].\ncaution: >-\n  See [[grey-slug|the RHS slug]].\n"),
            "14:23",
        ),
    ],
)
def test_what_nothing_explains_is_advised_of_where_it_stands(
    garden: CheckFactory, change: tuple[str, str], place: str
) -> None:
    text = GARDEN[CLAIM].replace(*change)
    cure = "add it to the `abbreviations` of its record, or to content/_abbreviations.yml"
    _, found = garden({CLAIM: text})
    assert found == [f"{CLAIM}:{place}: warning: abbreviation-unexplained: nothing explains RHS ({cure})"]
    assert garden({CLAIM: text, "content/_abbreviations.yml": NOTES})[1] == []


def test_words_of_a_longer_name_numerals_and_capitals_at_a_beginning_need_no_explanation(garden: CheckFactory) -> None:
    files = {
        "content/slugs/grey-slug.yml": "name: Grey slug\nsynonyms: [field slug AB]\n",
        CLAIM: GARDEN[CLAIM].replace("Copper bands keep grey", "Field slug AB shuns type III Copper; it keeps grey"),
    }
    assert garden(files)[1] == []


def test_each_is_asked_for_once(garden: CheckFactory) -> None:
    files = {
        "content/slugs/grey-slug.yml": "name: Grey slug\nsummary: An RHS slug of the RHS.\n",
        "content/plants/lettuce.yml": "name: Lettuce\nsummary: An RHS plant.\n",
    }
    assert [line.split(": warning: ")[0] for line in garden(files)[1]] == ["content/slugs/grey-slug.yml:2:13"]
