"""The script for the claim explorer says what the records say."""

from __future__ import annotations

import json
from typing import Any

from conftest import GARDEN, Files, SiteFactory
from evidence.cutting import Cutter
from evidence.explorer import facets, script
from evidence.reading import read_site

TINY = "content/slugs/tiny-slug.yml"
MORE = {
    TINY: "name: Tiny slug\nparent: grey-slug\nsynonyms: [little slug]\n",
    "content/corrections/wet.yml": "name: Wet beds\nreview: It says wet.\noriginal: It is dry.\nbasis: text\n",
    "content/claims/beds.yml": """\
statement: A tiny slug (see [[grey-slug|its kind]]) crosses wet beds.
stance: background
about: {slug: [tiny-slug]}
study: {species: Limax, level: [pot, garden]}
corrections: [wet]
evidence:
  - source: guide
    quote: The slugs crossed wet beds at night [2].
    cites: [field-2]
    reads: disputed
""",
    "content/claims/nothing.yml": """\
statement: All is "said" & done.
stance: background
evidence:
  - source: guide
    quote: Lettuce under glass was eaten less often than lettuce in beds
""",
}


def cutter(site: SiteFactory, changes: Files) -> Cutter:
    catalogue, problems = read_site(site({**GARDEN, **changes}))
    assert problems == []
    return Cutter(catalogue)


def word(group: str, key: str) -> str:
    return f"{group}/{key}"


def tables(text: str) -> dict[str, Any]:
    """The tables of a script."""
    assert text.startswith("window.evidence = {")
    assert text.endswith("};\n")
    found = json.loads(text.removeprefix("window.evidence = ").removesuffix(";\n"))
    assert isinstance(found, dict)
    return found


def decoded(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every claim with names in place of numbers, as the explorer reads the tables."""
    claims = {}
    for id_, statement, home, values, quotations, references in data["claims"]:
        named: dict[str, list[str]] = {}
        for facet, value, *_ in (data["values"][code] for code in values):
            named.setdefault(data["facets"][facet]["id"], []).append(value)
        claims[id_] = {
            "statement": statement,
            "home": data["values"][home][1] if home >= 0 else None,
            "named": named,
            "quotations": [data["quotations"][number] for number in quotations],
            "references": [data["references"][number] for number in references],
        }
    return claims


def test_the_tables_decode_to_what_the_records_say(site: SiteFactory) -> None:
    data = tables(script(cutter(site, MORE), word))
    assert decoded(data) == {
        "copper-lettuce": {
            "statement": "Copper bands keep grey field slugs away from lettuce.",
            "home": "grey-slug",
            "named": {
                "level": ["garden"],
                "stance": ["supports"],
                "slug": ["grey-slug"],
                "plant": ["lettuce"],
                "remedy": ["copper"],
                "year": ["2021", "2019"],
            },
            "quotations": ["Bands of copper kept grey slugs away from lettuce for six weeks [1, 3]."],
            "references": [["field-1", "Reed 2019", ""], ["field-3", "Fern 2021", ""]],
        },
        "beds": {
            "statement": "A tiny slug (see its kind) crosses wet beds.",
            "home": "tiny-slug",
            "named": {
                "level": ["garden"],
                "stance": ["background"],
                "slug": ["tiny-slug"],
                "correction": ["wet"],
                "species": ["Limax"],
                "year": ["2020"],
                "mark": ["disputed", "corrected"],
            },
            "quotations": ["The slugs crossed wet beds at night [2]."],
            "references": [["field-2", "Moss 2020", ""]],
        },
        "nothing": {
            "statement": 'All is "said" & done.',
            "home": None,
            "named": {"level": ["no-level"], "stance": ["background"], "mark": ["uncited"]},
            "quotations": ["Lettuce under glass was eaten less often than lettuce in beds"],
            "references": [],
        },
    }
    assert [claim[0] for claim in data["claims"]] == ["beds", "nothing", "copper-lettuce"], "by statement"


def test_facets_come_from_the_data_with_titles_in_their_order(site: SiteFactory) -> None:
    found = {facet.id: facet for facet in facets(cutter(site, MORE), word)}
    assert {facet.id: (facet.title, facet.folder, facet.about) for facet in found.values()} == {
        "level": ("facets/level", "", False),
        "stance": ("facets/stance", "", False),
        "slug": ("Slugs", "slugs", True),
        "plant": ("Plants", "plants", True),
        "remedy": ("Remedies", "", True),
        "correction": ("Corrections", "", False),
        "species": ("facets/species", "", False),
        "year": ("facets/year", "", False),
        "mark": ("facets/mark", "", False),
    }
    assert list(found) == ["level", "stance", "slug", "plant", "remedy", "correction", "species", "year", "mark"]
    assert [(value.id, value.title) for value in found["level"].values] == [
        ("garden", "Garden trial"),
        ("no-level", "no-level/title"),
    ]
    assert [value.id for value in found["year"].values] == ["2021", "2020", "2019"]


def test_a_child_follows_its_parent_and_names_it(site: SiteFactory) -> None:
    data = tables(script(cutter(site, MORE), word))
    grey, tiny = (value for value in data["values"] if value[1] in ("grey-slug", "tiny-slug"))
    assert grey[1:] == ["grey-slug", "Grey field slug", -1, "GFS; netted slug"]
    assert tiny[1:] == ["tiny-slug", "Tiny slug", data["values"].index(grey), "little slug"]


def test_a_parent_that_no_claim_names_is_a_choice_and_a_stranger_is_none(site: SiteFactory) -> None:
    changes = {
        TINY: MORE[TINY],
        "content/slugs/black-slug.yml": "name: Black slug\n",
        "content/claims/copper-lettuce.yml": GARDEN["content/claims/copper-lettuce.yml"].replace("grey-", "tiny-"),
    }
    slugs = next(facet for facet in facets(cutter(site, changes), word) if facet.id == "slug")
    assert [(value.id, value.claims) for value in slugs.values] == [
        ("grey-slug", ()),
        ("tiny-slug", ("copper-lettuce",)),
    ]


def test_levels_of_studies_in_people_are_told(site: SiteFactory) -> None:
    kind = GARDEN["content/claims/_kind.yml"].replace("Garden trial", "Garden trial, people: true")
    data = tables(script(cutter(site, {**MORE, "content/claims/_kind.yml": kind}), word))
    assert [data["values"][code][1] for code in data["people"]] == ["garden"]


def test_a_kind_that_is_called_like_a_parameter_is_asked_for_by_another_name(site: SiteFactory) -> None:
    changes = {
        "content/slugs/_kind.yml": GARDEN["content/slugs/_kind.yml"].replace("id: slug\n", "id: species\n"),
        "content/claims/copper-lettuce.yml": GARDEN["content/claims/copper-lettuce.yml"].replace(
            "  slug: [grey-slug]", "  species: [grey-slug]"
        ),
        "content/claims/beds.yml": MORE["content/claims/beds.yml"].replace("slug: [tiny", "species: [grey"),
        "content/corrections/wet.yml": MORE["content/corrections/wet.yml"],
    }
    found = {facet.id: [value.id for value in facet.values] for facet in facets(cutter(site, changes), word)}
    assert found["species-kind"] == ["grey-slug"]
    assert found["species"] == ["Limax"]


def test_the_script_is_the_same_every_time(site: SiteFactory) -> None:
    assert script(cutter(site, MORE), word) == script(cutter(site, MORE), word)
