"""What is meant by a word that is no id, kind or key."""

from __future__ import annotations

import pytest

from conftest import GARDEN, CheckFactory
from evidence import meaning
from evidence.catalogue import Catalogue

FORMER = "content/plants/lettuce.yml"


@pytest.fixture
def catalogue(garden: CheckFactory) -> Catalogue:
    return garden(
        {
            FORMER: "name: Lettuce\nformer_ids: [salad]\nsynonyms: [greens]\n",
            "content/plants/kale.yml": "name: Kale\nsynonyms: [greens]\n",
            "content/slugs/red-slug.yml": "name: Red slug\nabbreviations: [RS]\nsynonyms: [kale]\n",
            "references.bib": GARDEN["references.bib"].replace("year = {2019}", "year = {2019}, doi = {10.5555/Reed}"),
        }
    )[0]


@pytest.mark.parametrize(
    ("words", "kind", "meant"),
    [
        ("salad", None, "lettuce"),
        ("salad", "slug", None),
        ("Lettuce", "plant", "lettuce"),
        ("rs", None, "red-slug"),
        ("Red_Slug", "slug", "red-slug"),
        ("greens", None, None),  # a name of two
        ("kale!", "slug", None),  # nearly the id of a plant
        ("kale", "slug", None),
        ("letuce", "plant", None),  # a slip, or another plant
    ],
)
def test_a_record_is_meant_by_its_id_former_id_or_name(
    catalogue: Catalogue, words: str, kind: str | None, meant: str | None
) -> None:
    answer = meaning.record(catalogue, words, kind)
    assert (answer.new[0] if answer else None) == meant


@pytest.mark.parametrize(
    ("words", "meant"), [("plants", "plant"), ("Plant", "plant"), ("plnat", "plant"), ("stone", None)]
)
def test_a_kind_is_meant_by_its_title_plural_or_a_slip(catalogue: Catalogue, words: str, meant: str | None) -> None:
    answer = meaning.kind(catalogue, words)
    assert (answer.new[0] if answer else None) == meant


def test_a_source_is_meant_by_its_key_in_any_case_only(catalogue: Catalogue) -> None:
    answer = meaning.source(catalogue, "Guide")
    assert answer is not None
    assert answer.new == ("guide",)
    assert meaning.source(catalogue, "guid") is None


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Field-1", ("field-1",)),
        ("@field-1", ("field-1",)),
        ("https://doi.org/10.5555/reed", ("field-1",)),
        ("2", ("field-2",)),
        ("[2]", ("field-2",)),
        ("1, 3", ("field-1", "field-3")),
        ("[1\u20133]", ("field-1", "field-2", "field-3")),
        ("field-02", ("field-2",)),
        ("3, 4", None),  # there is no field-4
        ("field-9", None),
        ("", None),
    ],
)
def test_references_are_meant_by_markers_numbers_and_dois(
    catalogue: Catalogue, words: str, meant: tuple[str, ...] | None
) -> None:
    answer = meaning.references(catalogue, words, "guide")
    assert (answer.new if answer else None) == meant
    assert meaning.references(catalogue, "2", "another source") is None
