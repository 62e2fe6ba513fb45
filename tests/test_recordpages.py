"""The page of a topic sums up first what there is and what is missing, and hides nothing of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import GARDEN, CheckFactory, Files
from evidence.cutting import Cutter
from evidence.recordpages import record_pages
from evidence.rendering import Renderer, environment
from evidence.templating import read

Render = Callable[[Files], str]

ROOT = Path(__file__).parents[1]
CLAIM = GARDEN["content/claims/copper-lettuce.yml"]
POT = CLAIM.replace("level: garden", "level: pot")
PEOPLE = {"content/claims/_kind.yml": GARDEN["content/claims/_kind.yml"].replace("trial}", "trial, people: true}", 1)}
STUDY = """\
name: Reed 2019
level: garden
participants: 12
comparator: Beds without a band
about: {plant: [lettuce]}
evidence:
  - {source: guide, quote: "The slugs crossed wet beds at night [2].", cites: [field-2]}
"""
BANNER = "No study in people stands behind what this page says."


@pytest.fixture
def lettuce(garden: CheckFactory) -> Render:
    """Renders the page on lettuce of the changed garden: its words, without HTML."""

    def rendered(changes: Files) -> str:
        catalogue, _ = garden(changes)
        [page] = [page for page in record_pages(Cutter(catalogue)) if page.path == "plants/lettuce.md"]
        templates, _ = read(ROOT, environment())
        return " ".join(re.sub(r"<[^>]*>|\*\*", "", Renderer(catalogue, templates, {}).render(page).text).split())

    return rendered


def test_the_box_stands_before_the_claims(lettuce: Render) -> None:
    text = lettuce(PEOPLE)
    assert "1 claim: 1 for · 0 against · 0 mixed · 0 background" in text
    assert "1 study in people (1 does not say how many)" in text
    assert "better in 1, no effect in 0, worse (harm) in 0, mixed in 0" in text
    assert text.index("Evidence at a glance") < text.index("Garden trial (1)")


def test_what_is_missing_is_named(lettuce: Render) -> None:
    text = lettuce(PEOPLE)
    assert "no finding that says what was compared with; no claim from: pot trial." in text
    assert "no study in people" not in text
    text = lettuce({**PEOPLE, "content/claims/copper-lettuce.yml": POT})
    assert "no study in people;" in text
    assert "no claim from" not in text, "that there is no study in people says it"


def test_studies_are_listed_with_what_they_were_compared_with(lettuce: Render) -> None:
    text = lettuce({**PEOPLE, "content/studies/reed.yml": STUDY})
    assert "Reed 2019: garden trial; 12 participants; compared with: Beds without a band" in text
    assert "2 studies in people, 12 participants (1 does not say how many)" in text


def test_what_speaks_against_and_what_is_cautioned_is_said_at_the_top(lettuce: Render) -> None:
    against = CLAIM.replace("supports", "opposes").replace("keep grey", "do not keep grey") + "caution: One bed.\n"
    text = lettuce({"content/claims/against.yml": against.replace("    quote:", "    reads: disputed\n    quote:")})
    box = text.partition("Evidence at a glance")[2].partition("##")[0]
    assert "Copper bands do not keep grey field slugs away" in box.partition("Against, or mixed")[2]
    assert "1 claim carries a caution; 1 claim rests on a disputed quotation" in box
    assert "Copper bands keep" not in box


def test_a_banner_says_where_no_study_in_people_stands_behind(lettuce: Render) -> None:
    assert BANNER not in lettuce(PEOPLE)
    pot = {**PEOPLE, "content/claims/copper-lettuce.yml": POT}
    assert f"{BANNER} Its claims come from other kinds of study: pot trial." in lettuce(pot)
    nothing = {**PEOPLE, "content/claims/copper-lettuce.yml": CLAIM.replace("level: garden", "model: beds")}
    assert f"{BANNER} The words it rests on describe no study at all." in lettuce(nothing)


def test_no_banner_where_a_more_specific_page_has_a_study_in_people(lettuce: Render) -> None:
    child = CLAIM.replace("target: lettuce", "target: cos")
    text = lettuce(
        {
            **PEOPLE,
            "content/plants/cos.yml": "name: Cos lettuce\nparent: lettuce\n",
            "content/claims/copper-lettuce.yml": POT,
            "content/claims/copper-cos.yml": child,
        }
    )
    assert BANNER not in text
    assert "With the more specific pages: 2 claims, 2 for" in text


def test_no_banner_and_no_studies_in_people_where_no_level_is_of_people(lettuce: Render) -> None:
    text = lettuce({"content/claims/copper-lettuce.yml": POT})
    assert "in people" not in text


def test_background_alone_is_no_finding(lettuce: Render) -> None:
    text = lettuce({**PEOPLE, "content/claims/copper-lettuce.yml": CLAIM.replace("supports", "background")})
    assert "No finding, background only" in text
    assert BANNER not in text


def test_claims_of_a_section_on_the_topic_stand_apart(lettuce: Render) -> None:
    bed = """\
statement: Slugs cross wet beds at night.
stance: background
about: {slug: [grey-slug]}
evidence:
  - {source: guide, quote: "The slugs crossed wet beds at night [2].", cites: [field-2]}
"""
    on_lettuce = GARDEN["seeds/_sources.yml"].replace("level: 1}", "level: 1, setting: [lettuce]}")
    text = lettuce({"content/claims/beds.yml": bed, "seeds/_sources.yml": on_lettuce})
    assert "1 claim: 1 for" in text
    before, _, after = text.partition("In a section on Lettuce (1)")
    assert "Slugs cross wet beds" not in before
    assert "Slugs cross wet beds at night." in after
    assert "crossed wet beds" not in after.partition("[^")[0], "its title only"


def test_claims_that_are_not_counted_are_shown_and_said_to_be_so(lettuce: Render) -> None:
    bib = GARDEN["references.bib"].replace("{field-2,", "{field-2, notice = {retracted},")
    withdrawn = CLAIM.replace(
        "Bands of copper kept grey slugs away from lettuce for six weeks [1, 3].",
        "The slugs crossed wet beds at night [2].",
    )
    withdrawn = withdrawn.replace("[field-1, field-3]", "[field-2]").replace("Copper bands keep", "Wet beds keep")
    text = lettuce({"references.bib": bib, "content/claims/withdrawn.yml": withdrawn})
    assert "1 claim: 1 for" in text
    assert "the paper behind them is retracted: 1 claim" in text
    assert "Wet beds keep grey field slugs away" in text
