"""Maps count each claim once, children with their parents, and leave out what holds nothing."""

from __future__ import annotations

import pytest

from conftest import GARDEN, CheckFactory
from evidence.maps import Filter, Map, filters, make_map

CLAIM = GARDEN["content/claims/copper-lettuce.yml"]
CHILD = {
    "content/slugs/black-slug.yml": "name: Black slug\n",
    "content/slugs/spotted-slug.yml": "name: Spotted slug\nparent: grey-slug\n",
}
UNDER_HEADING = {
    "seeds/_sources.yml": GARDEN["seeds/_sources.yml"].replace("level: 1}", "level: 1, setting: [marrow]}")
}
MARROW = {"content/plants/marrow.yml": "name: Marrow\n"}
SETTINGS = GARDEN["mkdocs.yml"] + "extra:\n  maps:\n    - {rows: slug, columns: plant}\n  filters: "


def named(found: Map, row: str, column: str) -> list[str]:
    """The ids of the claims that name both records of a cell."""
    return [claim.id for claim in found.cells[row, column].named.claims]


def ids(found: Map) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """The ids and depths of the rows and of the columns."""
    rows, columns = ([(record.id, depth) for record, depth in axis.records] for axis in (found.rows, found.columns))
    return rows, columns


def test_a_cell_holds_the_claims_that_name_both(garden: CheckFactory) -> None:
    catalogue, _ = garden({})
    found = make_map(catalogue, "slug", "plant")
    assert named(found, "grey-slug", "lettuce") == ["copper-lettuce"]
    assert found.cells["grey-slug", "lettuce"].by_heading.claims == ()


def test_what_no_claim_names_is_folded_away(garden: CheckFactory) -> None:
    catalogue, _ = garden(CHILD)
    found = make_map(catalogue, "slug", "plant")
    assert ids(found) == ([("grey-slug", 0)], [("lettuce", 0)])
    assert [record.id for record in found.rows.folded] == ["black-slug", "spotted-slug"]


def test_a_child_counts_with_its_parent_and_once(garden: CheckFactory) -> None:
    both = CLAIM.replace("slug: [grey-slug]", "slug: [grey-slug, spotted-slug]")
    catalogue, _ = garden({**CHILD, "content/claims/copper-lettuce.yml": both})
    found = make_map(catalogue, "slug", "plant")
    assert ids(found)[0] == [("grey-slug", 0), ("spotted-slug", 1)]
    assert named(found, "grey-slug", "lettuce") == ["copper-lettuce"]
    only = CLAIM.replace("slug: [grey-slug]", "slug: [spotted-slug]")
    catalogue, _ = garden({**CHILD, "content/claims/copper-lettuce.yml": only})
    assert named(make_map(catalogue, "slug", "plant"), "grey-slug", "lettuce") == ["copper-lettuce"]


def test_what_only_serves_as_comparison_stands_apart_in_its_cell(garden: CheckFactory) -> None:
    claim = CLAIM.replace("change: improves}", "change: improves, from: [copper], versus: [brass]}")
    brass = {"content/remedies/brass.yml": "name: Brass band\n", "content/claims/copper-lettuce.yml": claim}
    cells = make_map(garden(brass)[0], "plant", "remedy").cells
    assert cells["lettuce", "copper"].named.summary.claims == 1
    assert cells["lettuce", "brass"].named.summary.claims == 0
    assert cells["lettuce", "brass"].named.summary.comparing == ("copper-lettuce",)
    assert [one.id for one in cells["lettuce", "brass"].named.claims] == ["copper-lettuce"]


def test_what_only_a_heading_says_stands_apart(garden: CheckFactory) -> None:
    catalogue, _ = garden({**MARROW, **UNDER_HEADING})
    found = make_map(catalogue, "slug", "plant")
    cell = found.cells["grey-slug", "marrow"]
    assert cell.named.claims == ()
    assert cell.named.summary.claims == 0
    assert [claim.id for claim in cell.by_heading.claims] == ["copper-lettuce"]
    assert found.columns.named == {"lettuce"}
    assert [record.id for record, _ in found.columns.records] == ["lettuce", "marrow"]


def test_a_heading_adds_nothing_to_what_the_words_name(garden: CheckFactory) -> None:
    under_lettuce = {"seeds/_sources.yml": UNDER_HEADING["seeds/_sources.yml"].replace("marrow", "lettuce")}
    catalogue, _ = garden(under_lettuce)
    cell = make_map(catalogue, "slug", "plant").cells["grey-slug", "lettuce"]
    assert cell.by_heading.claims == ()
    assert len(cell.named.claims) == 1


def test_a_heading_on_a_parent_adds_nothing_to_a_claim_on_its_child(garden: CheckFactory) -> None:
    child = {**MARROW, "content/plants/lettuce.yml": "name: Lettuce\nparent: marrow\n"}
    catalogue, _ = garden({**child, **UNDER_HEADING})
    cell = make_map(catalogue, "slug", "plant").cells["grey-slug", "marrow"]
    assert [claim.id for claim in cell.named.claims] == ["copper-lettuce"]
    assert cell.by_heading.claims == ()


def test_the_level_is_that_of_the_findings(garden: CheckFactory) -> None:
    catalogue, _ = garden({})
    summary = make_map(catalogue, "slug", "plant").cells["grey-slug", "lettuce"].named.summary
    assert summary.closest is not None
    assert summary.closest.id == "garden"
    assert summary.people.count == 0


@pytest.mark.parametrize("setting", ["maps:\n    - {rows: slug, columns: plnt}", "filters: [level, plnt]"])
def test_a_map_or_filter_of_a_kind_that_does_not_exist_is_a_problem(garden: CheckFactory, setting: str) -> None:
    _, found = garden({"mkdocs.yml": f"{GARDEN['mkdocs.yml']}extra:\n  {setting}\n"})
    where = setting.partition(":")[0]
    assert any(f"extra.{where} names 'plnt'" in line and "did you mean plant?" in line for line in found)


# Filters ---------------------------------------------------------------------------------------------------------

OTHER = CLAIM.replace("stance: supports", "stance: opposes").replace("level: garden", "level: pot")
TWO = {
    "content/claims/other.yml": OTHER.replace("remedy: [copper]", "remedy: [brass]"),
    "content/remedies/metal.yml": "name: Metal\n",
    "content/remedies/copper.yml": "name: Copper band\nparent: metal\n",
    "content/remedies/brass.yml": "name: Brass band\nparent: metal\n",
    "content/claims/_kind.yml": GARDEN["content/claims/_kind.yml"].replace("trial}", "trial, people: true}", 1),
}


def offered(garden: CheckFactory, names: str, changes: dict[str, str] = TWO) -> dict[str, Filter]:
    """The filters of a map of slugs and plants, by id."""
    catalogue, _ = garden({**changes, "mkdocs.yml": f"{SETTINGS}{names}\n"})
    return {one.id: one for one in filters(catalogue, make_map(catalogue, "slug", "plant"))}


def test_filters_are_those_declared_that_are_no_axis(garden: CheckFactory) -> None:
    assert list(offered(garden, "[stance, slug, remedy, level]")) == ["stance", "remedy", "level"]
    assert offered(garden, "[]") == {}


def test_a_filter_offers_every_level_and_stance_but_only_records_that_claims_name(garden: CheckFactory) -> None:
    found = offered(garden, "[level, stance, remedy]")
    choices = {name: [choice.id for choice in one.choices] for name, one in found.items()}
    assert choices == {
        "level": ["people", "garden", "pot", "none"],
        "stance": ["supports", "mixed", "opposes", "background"],
        "remedy": ["metal", "brass", "copper"],
    }
    assert [(choice.title, choice.depth) for choice in found["remedy"].choices] == [
        ("Metal", 0),
        ("Brass band", 1),
        ("Copper band", 1),
    ]
    assert found["level"].values["copper-lettuce"] == ("garden", "people")
    assert found["remedy"].values["other"] == ("metal", "brass")


def test_a_filter_with_one_choice_is_not_offered(garden: CheckFactory) -> None:
    assert list(offered(garden, "[level, remedy]", {})) == ["level"]


def test_levels_with_people_are_offered_together_only_where_there_are_any(garden: CheckFactory) -> None:
    assert [choice.id for choice in offered(garden, "[level]", {})["level"].choices] == ["garden", "pot", "none"]
