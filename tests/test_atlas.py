"""Maps become pages, the first of them also small on the home page, with what a browser needs to count anew."""

from __future__ import annotations

from conftest import GARDEN, CheckFactory
from evidence.atlas import first_map, map_pages
from evidence.cutting import Cutter

MAPS = """\
extra:
  maps:
    - {rows: slug, columns: plant}
    - {rows: plant, columns: remedy}
  filters: [level, stance]
"""
CLAIM = GARDEN["content/claims/copper-lettuce.yml"]
WORDS = "Bands of copper kept grey slugs away from lettuce for six weeks [1, 3]."
FILES = {
    "mkdocs.yml": GARDEN["mkdocs.yml"] + MAPS,
    "content/claims/_kind.yml": GARDEN["content/claims/_kind.yml"].replace("trial}", "trial, people: true}", 1),
}


def test_each_map_has_a_page_and_the_first_a_short_address(garden: CheckFactory) -> None:
    cutter = Cutter(garden(FILES)[0])
    assert [page.path for page in map_pages(cutter)] == ["map.md", "map/plant-remedy.md"]
    first = first_map(cutter)
    assert first
    assert (first.target.title, first.target.path) == ("Slugs × plants", "map.md")


def test_a_site_that_declares_no_map_has_none(garden: CheckFactory) -> None:
    cutter = Cutter(garden({})[0])
    assert list(map_pages(cutter)) == []
    assert first_map(cutter) is None


def test_a_cell_leads_to_its_claims(garden: CheckFactory) -> None:
    first = first_map(Cutter(garden(FILES)[0]))
    assert first
    cell = first.cells["grey-slug", "lettuce"]
    assert (cell.target.path, cell.target.anchor) == ("map.md", "grey-slug--lettuce")
    assert [target.anchor for _, target in cell.named.claims] == ["c-copper-lettuce"]
    assert not first.by_heading


def test_the_browser_is_told_what_each_claim_counts_as(garden: CheckFactory) -> None:
    claims = {
        "background": CLAIM.replace("stance: supports", "stance: background"),
        "pot": CLAIM.replace("level: garden", "level: pot"),
        "unknown": CLAIM.replace("level: garden", "model: beds"),
        "retracted": CLAIM.replace(WORDS, "The slugs crossed wet beds at night [2].").replace(
            "field-1, field-3", "field-2"
        ),
    }
    bib = GARDEN["references.bib"].replace("{field-2,", "{field-2, notice = {retracted},")
    files = {f"content/claims/{name}.yml": text for name, text in claims.items()}
    catalogue, _ = garden({**FILES, **files, "references.bib": bib})
    data = next(iter(map_pages(Cutter(catalogue)))).values["data"]
    assert {name: found[:3] for name, found in data.items()} == {
        "background": ["background", None, None],
        "copper-lettuce": ["supports", 0, "field-1"],
        "pot": ["supports", 1, None],
        "retracted": ["retracted", None, None],
        "unknown": ["supports", 2, None],
    }
    assert data["unknown"][3] == {"level": ("none",), "stance": ("supports",)}
