"""Rules of links, kinds and citation keys."""

from __future__ import annotations

import pytest

from conftest import GARDEN, CheckFactory

PATH = "content/claims/copper-lettuce.yml"
CLAIM = GARDEN[PATH]
SLUG = "content/slugs/grey-slug.yml"
KIND = "content/slugs/_kind.yml"
SOURCES = "seeds/_sources.yml"


def changed(old: str, new: str) -> dict[str, str]:
    assert old in CLAIM
    return {PATH: CLAIM.replace(old, new)}


# Ids ---------------------------------------------------------------------------------------------------------


def test_a_former_id_that_is_another_record_is_a_problem(garden: CheckFactory) -> None:
    assert garden({"content/slugs/brown-slug.yml": "name: Brown\nformer_ids: [brown, lettuce]\n"})[1] == [
        "content/slugs/brown-slug.yml:2:21: id-duplicate: lettuce is the id of content/plants/lettuce.yml "
        "(an id is never used again)"
    ]


def test_two_records_may_not_have_had_the_same_id(garden: CheckFactory) -> None:
    found = garden(
        {
            "content/slugs/brown-slug.yml": "name: Brown\nformer_ids: slug\n",
            "content/slugs/white-slug.yml": "name: White\nformer_ids: slug\n",
        }
    )[1]
    assert [line.split(": ")[:2] for line in found] == [["content/slugs/white-slug.yml:2:1", "id-duplicate"]]


# Links -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "slug: [grey-slug]",
            "slug: [gray-slug]",
            "5:10: link-unknown: there is no slug 'gray-slug' (did you mean grey-slug?)",
        ),
        (
            "slug: [grey-slug]",
            "slug: [lettuce]",
            "5:10: link-kind: lettuce is a plant, not a slug (file it under plant, or name a slug)",
        ),
        ("slug: [grey-slug]", "slugs: [grey-slug]", "5:3: link-kind: there is no kind 'slugs' (did you mean slug?)"),
        (
            "target: lettuce, ",
            "target: lettuce, from: copper-lettuce, ",
            "7:23: link-kind: copper-lettuce is a claim, of which no claim or study tells (name a topic)",
        ),
        (
            "target: lettuce",
            "target: letuce",
            "7:14: link-unknown: there is no record 'letuce' (did you mean lettuce?)",
        ),
        (
            "target: lettuce, ",
            "target: lettuce, from: cooper, ",
            "7:23: link-unknown: there is no record 'cooper' (did you mean copper?)",
        ),
        ("target: lettuce, ", "target: lettuce, versus: [tin], ", "7:32: link-unknown: there is no record 'tin'"),
        ("study:\n  level: garden", "study: trial", "8:8: link-unknown: there is no study 'trial'"),
        (
            "study:\n  level: garden",
            "study: lettuce",
            "8:8: link-kind: lettuce is a plant, not a study (file it under plant, or name a study)",
        ),
        (
            "stance: supports",
            "stance: supports\ncorrections: [zinc]",
            "3:15: link-unknown: there is no correction 'zinc'",
        ),
        (
            "keep grey field slugs",
            "keep [[gray-slug|slugs]]",
            "1:30: link-unknown: there is no record 'gray-slug' (did you mean grey-slug?)",
        ),
    ],
)
def test_a_link_that_leads_nowhere_is_a_problem_at_its_place(
    garden: CheckFactory, old: str, new: str, said: str
) -> None:
    assert garden(changed(old, new))[1] == [f"{PATH}:{said}"]


def test_a_topic_may_link_in_its_summary(garden: CheckFactory) -> None:
    summary = "name: Grey\nsummary: >-\n  Eats [[lettuce]] and\n  [[kale]].\n"
    assert garden({SLUG: summary})[1] == [f"{SLUG}:4:3: link-unknown: there is no record 'kale'"]


@pytest.mark.parametrize("name", ["Grey field slug", "gfs", "NETTED SLUG"])
def test_a_name_in_place_of_an_id_is_met_with_the_id(garden: CheckFactory, name: str) -> None:
    _, found = garden(changed("slug: [grey-slug]", f"slug: ['{name}']"))
    assert found == [f"{PATH}:5:10: link-unknown: there is no slug {name!r} (did you mean grey-slug?)"]


def test_a_former_id_is_met_with_the_new_one(garden: CheckFactory) -> None:
    moved = {SLUG: "name: Grey\nformer_ids: [field-slug]\n"}
    _, found = garden({**moved, **changed("slug: [grey-slug]", "slug: [field-slug]")})
    assert found == [f"{PATH}:5:10: link-unknown: field-slug is now called grey-slug (write grey-slug)"]


def test_a_link_to_a_record_that_cannot_be_read_is_no_further_problem(garden: CheckFactory) -> None:
    _, found = garden({SLUG: "nam: Grey\n"})
    assert all(line.startswith(SLUG) for line in found)
    assert len(found) == 2


def test_fields_of_a_kind_link_too(garden: CheckFactory) -> None:
    kind = """\
id: slug
title: Slug
plural: Slugs
fields: {eats: {type: links, kind: plant}, near: {type: link, kind: slug}, diet: {type: prose}}
"""
    slug = "name: Grey\neats: [lettuce, copper]\nnear: brown\ndiet: Leaves of [[lettuce]] or [[kale]] [@field-9].\n"
    assert garden({KIND: kind, SLUG: slug})[1] == [
        f"{SLUG}:2:17: link-kind: copper is a remedy, not a plant (file it under remedy, or name a plant)",
        f"{SLUG}:3:7: link-unknown: there is no slug 'brown'",
        f"{SLUG}:4:32: link-unknown: there is no record 'kale'",
        f"{SLUG}:4:42: reference-unknown: references.bib has no entry 'field-9' (did you mean field-1?)",
    ]


def test_the_place_of_a_link_is_not_that_of_a_longer_one(garden: CheckFactory) -> None:
    summary = "name: Grey\nsummary: '[[lettuce]] [[lett]] [@field-12] [@field-1] [@field-12]'\n"
    bib = "@misc{field-12, title = {A}}\n"
    _, found = garden({SLUG: summary, "references.bib": GARDEN["references.bib"].replace("field-1,", "field-4,") + bib})
    assert [line.split(": ")[0] for line in found if line.startswith(SLUG)] == [f"{SLUG}:2:23", f"{SLUG}:2:45"]


def test_what_a_heading_sets_the_scene_for_exists(garden: CheckFactory) -> None:
    sources = GARDEN[SOURCES].replace("level: 1}", "level: 1, setting: [copper, brass]}")
    assert garden({SOURCES: sources})[1] == [f"{SOURCES}:7:50: link-unknown: there is no record 'brass'"]


# Kinds -------------------------------------------------------------------------------------------------------


def test_the_kinds_of_interventions_exist(garden: CheckFactory) -> None:
    kind = GARDEN["content/claims/_kind.yml"].replace("[remedy]", "[remedy, remedi]")
    assert garden({"content/claims/_kind.yml": kind})[1] == [
        "content/claims/_kind.yml:6:24: link-kind: there is no kind 'remedi' (did you mean remedy?)"
    ]


def test_the_kind_that_a_field_links_to_exists(garden: CheckFactory) -> None:
    kind = "id: slug\ntitle: Slug\nplural: Slugs\nfields:\n  eats: {type: link, kind: plants}\n"
    assert garden({KIND: kind})[1] == [f"{KIND}:5:28: link-kind: there is no kind 'plants' (did you mean plant?)"]


@pytest.mark.parametrize("name", ["name", "summary", "parent", "former_ids"])
def test_a_field_may_not_hide_one_that_every_record_has(garden: CheckFactory, name: str) -> None:
    kind = f"id: snail\ntitle: Snail\nplural: Snails\npages: false\nfields:\n  {name}: {{type: text}}\n"
    assert garden({"content/snails/_kind.yml": kind})[1] == [
        f"content/snails/_kind.yml:6:3: field-value: every record has a field {name!r} already (give it another name)"
    ]


def test_no_level_is_declared_twice(garden: CheckFactory) -> None:
    kind = GARDEN["content/claims/_kind.yml"].replace("id: pot,", "id: garden,")
    assert garden({"content/claims/_kind.yml": kind})[1] == [
        "content/claims/_kind.yml:9:10: field-value: the level 'garden' is declared twice (give it another id)"
    ]


# Parents -----------------------------------------------------------------------------------------------------


def test_a_parent_is_of_the_same_kind(garden: CheckFactory) -> None:
    assert garden({SLUG: "name: Grey\nparent: lettuce\n"})[1] == [
        f"{SLUG}:2:9: link-parent: lettuce is a plant, not a slug"
    ]


def test_a_parent_exists(garden: CheckFactory) -> None:
    _, found = garden({SLUG: "name: Grey\nparent: brown-slug\n"})
    assert [line.split(": ")[1] for line in found] == ["link-unknown"]


def test_nothing_is_its_own_ancestor(garden: CheckFactory) -> None:
    _, found = garden(
        {
            "content/slugs/a.yml": "name: A\nparent: b\n",
            "content/slugs/b.yml": "name: B\nparent: a\n",
            "content/slugs/c.yml": "name: C\nparent: c\n",
        }
    )
    assert found == [
        "content/slugs/a.yml:2:9: link-parent: a is its own ancestor (a > b > a)",
        "content/slugs/b.yml:2:9: link-parent: b is its own ancestor (b > a > b)",
        "content/slugs/c.yml:2:9: link-parent: c is its own ancestor (c > c)",
    ]


def test_what_stands_below_a_circle_is_not_its_own_ancestor(garden: CheckFactory) -> None:
    _, found = garden(
        {
            "content/slugs/a.yml": "name: A\nparent: b\n",
            "content/slugs/b.yml": "name: B\nparent: a\n",
            "content/slugs/c.yml": "name: C\nparent: b\n",
        }
    )
    assert not any("c is its own ancestor" in line for line in found)


# References --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cites: [field-1, field-3]", "cites: [field-1, field-3, feild-3]", "13:31"),
        ("stance: supports", "stance: supports\nchecked: [{reference: feild-3, read: abstract}]", "3:23"),
        ("from lettuce.\n", "from lettuce [@field-1; @feild-3].\n", "1:76"),
    ],
)
def test_a_citation_names_an_entry(garden: CheckFactory, old: str, new: str, said: str) -> None:
    assert garden({PATH: CLAIM.replace(old, new, 1)})[1] == [
        f"{PATH}:{said}: reference-unknown: references.bib has no entry 'feild-3' (did you mean field-3?)"
    ]


def test_studies_corrections_and_sources_name_entries_too(garden: CheckFactory) -> None:
    _, found = garden(
        {
            "content/studies/trial.yml": "name: Trial\nreference: a\nfinding: Less [@b].\n",
            "content/corrections/zinc.yml": "name: Z\nreview: '[@c]'\noriginal: Z\nbasis: text\nrefs: [field-1, d]\n",
            SOURCES: GARDEN[SOURCES].replace("  short: Guide\n", "  short: Guide\n  reference: e\n"),
        }
    )
    assert [line.removesuffix(" (add it to references.bib)") for line in found] == [
        "content/corrections/zinc.yml:2:11: reference-unknown: references.bib has no entry 'c'",
        "content/corrections/zinc.yml:5:17: reference-unknown: references.bib has no entry 'd'",
        "content/studies/trial.yml:2:12: reference-unknown: references.bib has no entry 'a'",
        "content/studies/trial.yml:3:16: reference-unknown: references.bib has no entry 'b'",
        f"{SOURCES}:4:14: reference-unknown: references.bib has no entry 'e'",
    ]
