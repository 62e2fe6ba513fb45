"""What once had an address still has it, and says where it went."""

from __future__ import annotations

from pathlib import Path

from conftest import GARDEN, CheckFactory
from evidence.addresses import address_portions, withdrawn_claims
from evidence.building import cut
from evidence.cutting import Cutter
from evidence.rendering import Renderer, environment
from evidence.templating import read

ROOT = Path(__file__).parents[1]


def test_claims_and_what_was_renamed_forward_to_where_they_stand(garden: CheckFactory) -> None:
    claim = GARDEN["content/claims/copper-lettuce.yml"] + "former_ids: [copper-salad]\n"
    plant = "name: Lettuce\nformer_ids: [salad]\n"
    catalogue, found = garden({"content/claims/copper-lettuce.yml": claim, "content/plants/lettuce.yml": plant})
    assert found == []
    pages = {page.path: page.meta for page in cut(address_portions(Cutter(catalogue)))}
    assert set(pages) == {"c/copper-lettuce.md", "c/copper-salad.md", "plants/salad.md"}
    assert pages["c/copper-salad.md"] == pages["c/copper-lettuce.md"]
    stands = pages["c/copper-lettuce.md"]
    assert (stands["forward"], stands["anchor"]) == ("slugs/grey-slug", "c-copper-lettuce")
    assert pages["plants/salad.md"]["forward"] == "plants/lettuce"
    assert "anchor" not in pages["plants/salad.md"]


def test_the_address_of_a_withdrawn_claim_says_what_happened(garden: CheckFactory) -> None:
    tin = "- {id: tin, reason: Nobody *saw* it., date: 2024-05-31, instead: [copper-lettuce, copper]}\n"
    catalogue, found = garden({"content/_withdrawn.yml": tin + "- {id: zinc, reason: No.}\n"})
    assert found == []
    templates, _ = read(ROOT, environment())
    first, second = withdrawn_claims(Cutter(catalogue))
    assert (first.path, first.source, second.path) == ("c/tin.md", "content/_withdrawn.yml", "c/zinc.md")
    said = Renderer(catalogue, templates, {}).render(first).text
    assert "# Withdrawn claim\n" in said
    assert "**Why:** Nobody \\*saw\\* it." in said
    assert "It was withdrawn on 2024-05-31." in said
    assert "- [Copper bands keep grey field slugs away from lettuce.](../slugs/grey-slug.md#c-copper-lettuce)\n" in said
    assert "\n- Copper band\n" in said
    said = Renderer(catalogue, templates, {}).render(second).text
    assert "It was withdrawn on" not in said
    assert "in its place" not in said
