"""What readers can find: each thing once, where it stands, by its names and by all that it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import GARDEN, SiteFactory
from evidence.cutting import Cutter
from evidence.findable import Entry, others, topics
from evidence.reading import read_site
from sitetools import ROOT


def word(group: str, key: str) -> str:
    return f"{group}/{key}"


def cut(root: Path) -> Cutter:
    catalogue, problems = read_site(root)
    assert problems == []
    return Cutter(catalogue)


@pytest.fixture
def garden_cutter(site: SiteFactory) -> Cutter:
    return cut(site(GARDEN))


@pytest.fixture(scope="module")
def review() -> Cutter:
    """The project's own content."""
    return Cutter(read_site(ROOT)[0])


def at(entries: list[Entry], path: str, anchor: str = "") -> Entry:
    return next(one for one in entries if (one.target.path, one.target.anchor) == (path, anchor))


def test_a_topic_is_found_by_its_names(garden_cutter: Cutter) -> None:
    found = at(topics(garden_cutter), "slugs/grey-slug.md")
    assert found.names == ("Grey field slug", "GFS", "netted slug")


def test_of_two_topics_the_one_with_more_claims_stands_first(review: Cutter) -> None:
    claims = [len(review.catalogue.claims_of.get(one.target.path.split("/")[1][:-3], ())) for one in topics(review)]
    assert claims == sorted(claims, reverse=True)
    assert claims[0] > claims[-1]


def test_each_thing_is_found_once_and_where_it_stands(review: Cutter) -> None:
    found = [*topics(review), *others(review, word)]
    places = [(one.target.path, one.target.anchor) for one in found]
    assert len(places) == len(set(places))
    assert {anchor for _, anchor in places if anchor} == {f"c-{claim.id}" for claim in review.catalogue.claims}
    assert [
        one for one in found if one.target.anchor and one.target.path != review.target(one.target.anchor[2:]).path
    ] == []
    works = {one.key for one in review.catalogue.references.values() if one.known}
    assert {path for path, _ in places if path.startswith("references/")} == {
        review.catalogue.references[key].page for key in works
    }


def test_a_claim_is_found_by_all_that_it_says(review: Cutter) -> None:
    found = others(review, word)
    for claim in review.catalogue.claims:
        entry = at(found, review.home(claim), f"c-{claim.id}")
        said = f"{entry.title} {entry.text} {entry.words}"
        assert all(" ".join(item.quote.split()) in said for item in claim.evidence)
        assert claim.id in said
        for key in (key for item in claim.evidence for key in item.cites):
            assert review.catalogue.references[key].short in said
        for record in (review.catalogue.records[id_] for id_ in review.catalogue.named[claim.id]):
            assert all(name in said for name in (record.title, *review.also_known(record)))
        assert entry.page


def test_a_work_is_found_by_every_author(garden_cutter: Cutter) -> None:
    entry = at(others(garden_cutter, word), "references/field-1.md")
    assert entry.text.startswith("Lettuce.")
    assert "Reed A." in entry.words


def test_claims_closest_to_people_stand_first(review: Cutter) -> None:
    order = {level.id: place for place, level in enumerate(review.catalogue.levels)}
    levels = {claim.id: review.catalogue.level(claim) for claim in review.catalogue.claims}
    found = [levels[one.target.anchor.removeprefix("c-")] for one in others(review, word) if one.target.anchor]
    places = [order[level.id] if level else len(order) for level in found]
    assert places == sorted(places)
    assert places[0] < places[-1]
