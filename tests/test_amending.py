"""A catalogue with edited claims in it is the one that is read anew, and what is wrong with them is known at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from evidence import building, recordpages
from evidence.amending import amended
from evidence.catalogue import Catalogue
from sitetools import lay

ALLEYS, TILLAGE = "grass/every-second-alley", "bare-ground/tillage-raises-soil-loss"
EDITS = [
    (ALLEYS, "no number is given.", "see [[rye]] and [@mueller2014]."),
    (ALLEYS, "practice: [alternate-alleys]", "practice: [alternate-alleys, tillage]"),
    (ALLEYS, "stance: supports", "stance: mixed"),
    (TILLAGE, '  - source: orlova2023\n    quote: "A grassed alley (left) and a tilled alley (right) after', "  #"),
    (TILLAGE, "study: loess-slope-trial\n", ""),
    (TILLAGE, "practice: [tillage, dauerbegruenung]", "practice: [dauerbegruenung]"),
]
MISTAKES = [
    (ALLEYS, "stance: supports", "stance: agrees", "field-value"),
    (ALLEYS, "stance: supports", "stance: [", "yaml-syntax"),
    (ALLEYS, "target: soil-erosion, change: improves", "target: soil-erosions, change: improves", "link-unknown"),
    (ALLEYS, "cites: [vandenberg2012]", "cites: [vandenberg2013]", "reference-unknown"),
    (
        ALLEYS,
        "almost as well as grass in all\n      alleys (van",
        "as well as grass in all\n      alleys (van",
        "quote-not-found",
    ),
    (TILLAGE, "study: loess-slope-trial", "study: {level: trials}", "level-unknown"),
]


@pytest.fixture
def site(tmp_path: Path) -> building.Ready:
    return building.ready(lay("another-review", tmp_path / "site"))


def edit(site: building.Ready, name: str, old: str, new: str) -> Path:
    """Change a claim; gives its file."""
    path = site.root / "content" / "claims" / f"{name}.yml"
    text = path.read_text("utf-8")
    assert old in text, (name, old)
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def rendered(site: building.Ready) -> dict[str, str]:
    assert site.renderer
    return {page.path: site.renderer.render(page).text for page in recordpages.record_pages(site.renderer.cutter)}


def catalogue(site: building.Ready) -> Catalogue:
    assert site.renderer
    return site.renderer.catalogue


def test_pages_with_edited_claims_are_what_they_are_when_all_is_read_again(site: building.Ready) -> None:
    before, files = rendered(site), set()
    for number, one in enumerate(EDITS):
        files.add(edit(site, *one))
        found = building.amended(site, files)
        assert found
        assert found.problems == []
        again = building.ready(site.root)
        assert catalogue(found).records == catalogue(again).records, number
        assert catalogue(found).quotations == catalogue(again).quotations, number
        assert rendered(found) == rendered(again) != before, number
        site, before, files = (found, rendered(found), set()) if number % 2 else (site, before, files)


@pytest.mark.parametrize(("name", "old", "new", "code"), MISTAKES, ids=[one[-1] for one in MISTAKES])
def test_mistakes_in_an_edited_claim_are_told_where_they_are(
    site: building.Ready, name: str, old: str, new: str, code: str
) -> None:
    path = edit(site, name, old, new)
    found = building.amended(site, {path})
    assert found
    assert found.renderer is None
    assert code in {problem.code for problem in found.problems}
    known = {(one.place, one.code, one.message) for one in building.ready(site.root).problems}
    assert {(one.place, one.code, one.message) for one in found.problems} <= known
    path.write_text(path.read_text("utf-8").replace(new, old, 1), "utf-8")
    mended = building.amended(site, {path})
    assert mended
    assert mended.renderer
    assert building.amended(found, {path}) is None  # of which nothing is known


def test_what_is_no_edited_claim_is_left_to_others(site: building.Ready) -> None:
    root, known = site.root, catalogue(site)
    claim = root / "content" / "claims" / f"{ALLEYS}.yml"
    others = [root / "content/plants/rye.yml", root / "references.bib", claim.with_name("new.yml")]
    ways: Iterable[set[Path]] = [set(), *({claim, other} for other in others)]
    assert [amended(known, root, way) for way in ways] == [None] * 4
    assert amended(known, root, {claim}) == (known, [])
    claim.unlink()
    assert amended(known, root, {claim}) is None
