"""Maps count each claim once, children with their parents, and leave out what holds nothing."""

from __future__ import annotations

from conftest import GARDEN, CheckFactory
from evidence.maps import make_map

CHILD = {
    "content/slugs/black-slug.yml": "name: Black slug\n",
    "content/slugs/spotted-slug.yml": "name: Spotted slug\nparent: grey-slug\n",
}


def test_a_cell_holds_the_claims_that_name_both(garden: CheckFactory) -> None:
    catalogue, _ = garden({})
    found = make_map(catalogue, "slug", "plant")
    claims = {claim.id for claim in catalogue.claims if {"grey-slug", "lettuce"} <= set(catalogue.named[claim.id])}
    assert claims
    assert {claim.id for claim in found.cells["grey-slug", "lettuce"].claims} == claims


def test_what_no_claim_names_is_left_out(garden: CheckFactory) -> None:
    catalogue, _ = garden(CHILD)
    assert "black-slug" not in [record.id for record, _ in make_map(catalogue, "slug", "plant").row_records]


def test_a_child_counts_with_its_parent_and_once(garden: CheckFactory) -> None:
    claim = GARDEN["content/claims/copper-lettuce.yml"]
    both = claim.replace("slug: [grey-slug]", "slug: [grey-slug, spotted-slug]")
    catalogue, _ = garden({**CHILD, "content/claims/copper-lettuce.yml": both})
    found = make_map(catalogue, "slug", "plant")
    assert [(record.id, depth) for record, depth in found.row_records] == [("grey-slug", 0), ("spotted-slug", 1)]
    ids = [one.id for one in found.cells["grey-slug", "lettuce"].claims]
    assert len(ids) == len(set(ids))
    only = claim.replace("slug: [grey-slug]", "slug: [spotted-slug]")
    catalogue, _ = garden({**CHILD, "content/claims/copper-lettuce.yml": only})
    assert "copper-lettuce" in [
        one.id for one in make_map(catalogue, "slug", "plant").cells["grey-slug", "lettuce"].claims
    ]


def test_the_level_is_that_of_the_findings(garden: CheckFactory) -> None:
    catalogue, _ = garden({})
    cell = make_map(catalogue, "slug", "plant").cells["grey-slug", "lettuce"]
    assert cell.closest is not None
    assert cell.closest.id == "garden"
    assert cell.studies == 0


def test_a_map_of_a_kind_that_does_not_exist_is_a_problem(garden: CheckFactory) -> None:
    settings = GARDEN["mkdocs.yml"] + "extra:\n  maps:\n    - {rows: slug, columns: plnt}\n"
    _, found = garden({"mkdocs.yml": settings})
    assert any("extra.maps names 'plnt'" in line and "did you mean plant?" in line for line in found)
