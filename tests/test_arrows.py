"""Arrows say what claims say: who acts, by what means, which way, by how many studies, and where claims disagree."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import GARDEN, CheckFactory
from evidence.arrows import Arrow, arrows, sayings
from evidence.building import load
from evidence.catalogue import Catalogue

SIGNS = {"increases": 1, "improves": 1, "decreases": -1, "worsens": -1}
ROOT = Path(__file__).parents[1]
CLAIM = GARDEN["content/claims/copper-lettuce.yml"]
EFFECT = "  - {target: lettuce, change: improves}\n"
KINDS = {
    "content/remedies/tin.yml": "name: Tin band\n",
    "content/slugs/black-slug.yml": "name: Black slug\n",
    "content/claims/_kind.yml": GARDEN["content/claims/_kind.yml"].replace(
        "Garden trial}", "Garden trial, people: true}"
    ),
}
"""What the claims of these tests name besides."""


def claims(**effects: str) -> dict[str, str]:
    """The garden with one claim for each given list of effects; the underscore of a name is a hyphen of the id."""
    files = {"content/claims/copper-lettuce.yml": "", **KINDS}
    for name, text in effects.items():
        files[f"content/claims/{name.replace('_', '-')}.yml"] = CLAIM.replace(EFFECT, text)
    return files


def shown(found: Iterable[Arrow]) -> list[str]:
    """Arrows in short: what acts (against what), which way, on what, and whether that is derived."""
    return [
        f"{'+'.join(one.says.origin.ids)}{'/' if one.says.origin.versus else ''}{'+'.join(one.says.origin.versus)} "
        f"{one.says.change} {one.says.goal.id or repr(one.says.goal.text)}{' derived' if one.says.derived else ''}"
        for one in found
    ]


# What one claim says ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effects", "expected"),
    [
        (EFFECT, ["copper improves lettuce"]),
        ("  - {target: {text: rust}, change: no-change}\n", ["copper no-change 'rust'"]),
        ("  - {target: lettuce, change: improves, from: grey-slug}\n", ["grey-slug improves lettuce"]),
        ("  - {target: lettuce, change: improves, from: [copper, tin]}\n", ["copper+tin improves lettuce"]),
        ("  - {target: lettuce, change: improves, from: [tin, copper]}\n", ["copper+tin improves lettuce"]),
        ("  - {target: lettuce, change: worsens, from: tin, versus: copper}\n", ["tin/copper worsens lettuce"]),
    ],
)
def test_an_arrow_leads_from_what_acts_to_what_changes(garden: CheckFactory, effects: str, expected: list[str]) -> None:
    catalogue, _ = garden(claims(one=effects))
    acting = {id_ for says, _ in sayings(catalogue, catalogue.claims[0]) for id_ in says.origin.ids}
    assert [shown(arrows(catalogue, one)) for one in acting] == [expected] * len(acting)


def test_what_is_compared_with_does_not_act(garden: CheckFactory) -> None:
    effect = "  - {target: lettuce, change: improves, versus: tin}\n"
    files = claims(one=effect)
    files["content/claims/one.yml"] = files["content/claims/one.yml"].replace("[copper]", "[tin, copper]")
    catalogue, _ = garden(files)
    assert shown(arrows(catalogue, "copper")) == ["copper/tin improves lettuce"]
    assert arrows(catalogue, "tin") == ()


def test_a_claim_in_which_nothing_acts_gives_only_its_derived_arrows(garden: CheckFactory) -> None:
    files = claims(
        one="  - {target: lettuce, change: worsens, by: grey-slug}\n  - {target: grey-slug, change: increases}\n"
    )
    nothing = files["content/claims/one.yml"].replace("  remedy: [copper]\n", "").replace("supports", "background")
    catalogue, found = garden({**files, "content/claims/one.yml": nothing})
    assert found == []
    assert shown(arrows(catalogue, "lettuce")) == ["grey-slug worsens lettuce derived"]


@pytest.mark.parametrize(
    ("means", "target", "derived"),
    [
        ("increases", "improves", "improves"),
        ("decreases", "improves", "worsens"),
        ("increases", "worsens", "worsens"),
        ("decreases", "worsens", "improves"),
        ("alters", "improves", "alters"),
        ("no-change", "improves", "alters"),
        ("decreases", "no-change", "no-change"),
        ("mixed", "improves", "mixed"),
        ("increases", "mixed", "mixed"),
        ("mixed", "no-change", "no-change"),
    ],
)
def test_a_derived_arrow_has_the_product_of_both_signs(
    garden: CheckFactory, means: str, target: str, derived: str
) -> None:
    effects = f"  - {{target: lettuce, change: {target}, by: grey-slug}}\n  - {{target: grey-slug, change: {means}}}\n"
    catalogue, _ = garden(claims(one=effects))
    assert shown(arrows(catalogue, "grey-slug")) == [
        f"grey-slug {derived} lettuce derived",
        f"copper {means} grey-slug",
    ]


def test_what_is_better_of_a_means_is_not_read_as_more_of_it(garden: CheckFactory) -> None:
    effects = "  - {target: grey-slug, change: decreases, by: lettuce}\n" + EFFECT
    catalogue, _ = garden(claims(one=effects))
    assert "lettuce alters grey-slug derived" in shown(arrows(catalogue, "lettuce"))


def test_the_sign_of_a_means_is_that_under_the_same_actors(garden: CheckFactory) -> None:
    effects = """\
  - {target: lettuce, change: improves, by: grey-slug}
  - {target: grey-slug, change: decreases}
  - {target: grey-slug, change: increases, from: tin}
"""
    catalogue, _ = garden(claims(one=effects))
    assert "grey-slug worsens lettuce derived" in shown(arrows(catalogue, "lettuce"))
    other = effects.replace("change: decreases}", "change: decreases, versus: tin}")
    catalogue, _ = garden(claims(one=other))
    assert "grey-slug alters lettuce derived" in shown(arrows(catalogue, "lettuce"))


# What several claims say -------------------------------------------------------------------------------------


def test_no_arrow_is_made_of_two_claims(garden: CheckFactory) -> None:
    catalogue, _ = garden(
        claims(
            one="  - {target: grey-slug, change: decreases}\n",
            two="  - {target: lettuce, change: worsens, from: grey-slug}\n",
        )
    )
    assert shown(arrows(catalogue, "copper")) == ["copper decreases grey-slug"]
    assert shown(arrows(catalogue, "lettuce")) == ["grey-slug worsens lettuce"]


def test_a_record_has_the_arrows_of_the_means_by_which_it_acts(garden: CheckFactory) -> None:
    effects = "  - {target: lettuce, change: improves, by: grey-slug}\n  - {target: grey-slug, change: decreases}\n"
    catalogue, _ = garden(claims(one=effects))
    assert shown(arrows(catalogue, "copper")) == [
        "copper improves lettuce",
        "grey-slug worsens lettuce derived",
        "copper decreases grey-slug",
    ]


def test_the_same_saying_of_several_claims_is_one_arrow(garden: CheckFactory) -> None:
    files = claims(one=EFFECT, two=EFFECT + EFFECT, three=EFFECT)
    files["content/claims/two.yml"] = files["content/claims/two.yml"].replace("level: garden", "level: pot")
    catalogue, _ = garden(files)
    (arrow,) = arrows(catalogue, "lettuce")
    assert [claim.id for claim in arrow.claims] == ["one", "three", "two"]
    assert arrow.studies == 1, "all three cite the same"
    assert arrow.closest
    assert arrow.closest.id == "garden"
    assert not arrow.conflict
    assert not arrow.background


def test_opposite_arrows_are_a_conflict_whatever_was_compared(garden: CheckFactory) -> None:
    catalogue, _ = garden(
        claims(
            better=EFFECT,
            worse="  - {target: lettuce, change: worsens, versus: tin}\n",
            same="  - {target: lettuce, change: no-change}\n",
            other="  - {target: lettuce, change: worsens, from: tin}\n",
            less="  - {target: grey-slug, change: decreases}\n",
        )
    )
    marked = {line: arrow.conflict for arrow in arrows(catalogue, "lettuce") for line in shown([arrow])}
    assert marked == {
        "copper improves lettuce": True,
        "copper/tin worsens lettuce": True,
        "copper no-change lettuce": False,
        "tin worsens lettuce": False,
    }
    assert [arrow.conflict for arrow in arrows(catalogue, "grey-slug")] == [False]


def test_retracted_papers_and_reviews_count_for_nothing(garden: CheckFactory) -> None:
    files = claims(better=EFFECT, worse="  - {target: lettuce, change: worsens}\n")
    second = files["content/claims/worse.yml"].replace("field-1, field-3", "field-2").replace("[1, 3]", "[2]")
    files["content/claims/worse.yml"] = second.replace(
        "Bands of copper kept grey slugs away from lettuce for six weeks", "The slugs crossed wet beds at night"
    )
    bib = GARDEN["references.bib"]
    catalogue, found = garden({**files, "references.bib": bib.replace("{2020}", "{2020}, notice = {retracted}")})
    assert found == []
    better, worse = arrows(catalogue, "lettuce")
    assert (better.studies, better.retracted, better.conflict) == (1, False, False)
    assert (worse.studies, worse.retracted, worse.conflict, worse.closest) == (0, True, False, None)
    catalogue, _ = garden({**files, "references.bib": bib.replace("{2020}", "{2020}, keywords = {review}")})
    _, worse = arrows(catalogue, "lettuce")
    assert (worse.studies, worse.retracted, worse.conflict) == (0, False, True)


def test_an_arrow_of_background_claims_alone_says_so(garden: CheckFactory) -> None:
    files = claims(one=EFFECT)
    files["content/claims/one.yml"] = files["content/claims/one.yml"].replace("supports", "background")
    catalogue, _ = garden(files)
    (arrow,) = arrows(catalogue, "lettuce")
    assert arrow.background


# The project's own content --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return load(ROOT)[0]


def listed(value: Any) -> set[str]:
    """One id or a list of them, as files may write it."""
    return {value} if isinstance(value, str) else set(value or ())


def test_every_arrow_of_the_content_stands_in_the_file_of_each_of_its_claims(real: Catalogue) -> None:
    """The files are read here anew, as plain YAML and by other code, so that both would have to be wrong alike."""
    intervention = yaml.safe_load((ROOT / "content/claims/_kind.yml").read_text("utf-8"))["intervention"]
    files = {claim.id: yaml.safe_load((ROOT / claim.path).read_text("utf-8")) for claim in real.claims}
    found = {
        (arrow.says, claim.id) for record in real.records for arrow in arrows(real, record) for claim in arrow.claims
    }
    assert len(found) > 400
    for says, claim in found:
        goal = says.goal.id or {"text": says.goal.text}
        effects = files[claim]["effects"]
        fits = [effect for effect in effects if effect["target"] == goal]
        if says.derived:
            (means,) = says.origin.ids
            served = [SIGNS.get(effect["change"]) for effect in fits if means in listed(effect.get("by"))]
            own = [SIGNS.get(effect["change"]) for effect in effects if effect["target"] == means]
            assert served, (claim, says)
            if says.change in SIGNS:
                assert {a * b for a in own if a for b in served if b} == {SIGNS[says.change]}, (claim, says)
        else:
            about = {id_ for kind in intervention for id_ in listed(files[claim].get("about", {}).get(kind))}
            against = [listed(effect.get("versus")) for effect in fits]
            acting = [listed(one.get("from")) or about - less for one, less in zip(fits, against, strict=True)]
            said = [(one, less, effect["change"]) for one, less, effect in zip(acting, against, fits, strict=True)]
            assert (set(says.origin.ids), set(says.origin.versus), says.change) in said, (claim, says)


def test_every_effect_of_the_content_is_an_arrow_of_its_target(real: Catalogue) -> None:
    for claim in real.claims:
        for effect in claim.effects:
            if not isinstance(effect.target, str):
                continue
            drawn = [arrow.says for arrow in arrows(real, effect.target) if claim in arrow.claims]
            acting = effect.actor or any(claim.about.get(kind) for kind in real.kinds["claim"].intervention)
            direct = [one for one in drawn if one.goal.id == effect.target and not one.derived]
            assert (effect.change in {one.change for one in direct}) == bool(acting), claim.id
            means = {one.origin.ids for one in drawn if one.derived}
            assert {(one,) for one in effect.by} <= means, claim.id


def test_some_arrows_of_the_content_as_counted_by_hand(real: Catalogue) -> None:
    stress = shown(arrows(real, "oxidative-stress"))
    assert "adipose+conditioned-medium decreases oxidative-stress" in stress
    # Cells lower oxidative stress and thereby improve aging skin, so that oxidative stress itself makes it worse.
    assert "oxidative-stress worsens skin-aging derived" in stress
    assert "oxidative-stress increases mmp" in stress
    assert "mapk increases mmp derived" in stress
    risk = {line: arrow.conflict for arrow in arrows(real, "tumour-risk") for line in shown([arrow])}
    assert risk["mesenchymal increases tumour-risk"]
    assert risk["mesenchymal/embryonic+induced-pluripotent decreases tumour-risk"]
    lines = shown(arrows(real, "bone-marrow"))
    assert "bone-marrow/adipose increases 'invasiveness and harm of harvest'" in lines
