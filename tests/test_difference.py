"""What a change does to the evidence, as a value."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from conftest import GARDEN
from differencetools import AFTER, BEFORE, CLAIM, Grow, grow
from evidence.difference import Count, Difference, Field, Name, as_data, compare

__all__ = ["grow"]

TITLE = "Copper bands keep grey field slugs away from lettuce."


def told(difference: Difference) -> list[tuple[str, str, tuple[str, ...]]]:
    """Of each change how, what and in which fields."""
    return [
        (one.how, "/".join(name.id for name in one.names), tuple(f.name for f in one.fields))
        for one in difference.changes
    ]


def test_one_of_everything(grow: Grow) -> None:
    difference = compare(grow(BEFORE), grow(AFTER))
    assert [line for line in told(difference) if line[0] in ("changed", "renamed")] == [
        (
            "changed",
            "copper-lettuce/copper-lettuce",
            ("statement", "stance", "about", "effects", "level", "quotations", "cites", "study"),
        ),
        ("changed", "six-weeks/six-weeks", ("participants",)),
        ("renamed", "grey-slug/field-slug", ()),
        ("changed", "field-1/field-1", ("notice",)),
        ("changed", "guide/guide", ("text",)),
        ("changed", "plant/plant", ("help",)),
    ]
    assert [line[:2] for line in told(difference) if line[0] in ("added", "removed")] == [
        ("added", "glass-helps"),
        ("removed", "under-glass"),
        ("added", "tin"),
        ("added", "field-4"),
        ("added", "_abbreviations.yml"),
    ]
    claim = next(one for one in difference.changes if one.before and one.before.id == "copper-lettuce")
    assert claim.before == Name("copper-lettuce", TITLE)
    assert claim.of("about") == Field(
        "about", ("remedy: copper", "slug: field-slug"), ("remedy: copper", "slug: field-slug", "slug: black-slug")
    )
    assert claim.of("effects") == Field(
        "effects", ("target: lettuce; change: improves",), ("target: lettuce; change: no-change",)
    )
    assert difference.levels == (
        Count("garden", "Garden trial", 1, 0),
        Count("pot", "Pot trial", 0, 2),
        Count("", "", 2, 1),
    )
    assert ("references cited", "3 of 3", "2 of 2") in [
        (one.figure, one.before, one.after) for one in difference.coverage
    ]


def test_the_pages_that_come_go_or_show_something_else(grow: Grow) -> None:
    pages = compare(grow(BEFORE), grow(AFTER)).pages
    assert pages
    assert pages.added == (Name("slugs/field-slug.md", "Grey field slug"), Name("references/field-4.md", "field-4"))
    assert pages.removed == (Name("slugs/grey-slug.md", "Grey field slug"),)
    changed = {name.id for name in pages.changed}
    assert {"index.md", "slugs/index.md", "plants/lettuce.md", "references/field-1.md", "sources/guide.md"} <= changed
    assert "references/field-3.md" in changed, "no claim rests on it any more"


def test_a_page_changes_with_a_footnote_and_not_with_the_lines_of_its_file(grow: Grow) -> None:
    bib = GARDEN["references.bib"]
    moved = compare(grow(BEFORE), grow({**BEFORE, "references.bib": "\n\n" + bib}))
    assert moved == compare(grow(BEFORE), grow(BEFORE))
    pages = compare(grow(BEFORE), grow({**BEFORE, "references.bib": bib.replace("Lettuce", "Salad")})).pages
    assert pages
    changed = {name.id for name in pages.changed}
    assert "plants/lettuce.md" in changed
    assert "slugs/black-slug.md" not in changed


@pytest.mark.parametrize("files", [GARDEN, BEFORE, AFTER], ids=["garden", "before", "after"])
def test_nothing_differs_from_itself(grow: Grow, files: dict[str, str]) -> None:
    difference = compare(grow(files), grow(files))
    assert difference.changes == ()
    assert difference.pages == Difference().pages
    assert all(level.before == level.after for level in difference.levels)
    assert all(figure.before == figure.after for figure in difference.coverage)


def _told(before: Name | None, after: Name | None, fields: list[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> str:
    """A change as text, whichever of its ids the renamed slug is told by."""
    return repr((before, after, sorted(fields))).replace("slug: field-slug", "slug: grey-slug")


def test_the_other_way_round_what_was_added_was_removed(grow: Grow) -> None:
    before, after = grow(BEFORE), grow(AFTER)
    there, back = compare(before, after), compare(after, before)
    assert {
        _told(one.after, one.before, [(f.name, f.after, f.before) for f in one.fields]) for one in there.changes
    } == {_told(one.before, one.after, [(f.name, f.before, f.after) for f in one.fields]) for one in back.changes}
    assert there.pages
    assert back.pages
    assert (there.pages.added, there.pages.removed) == (back.pages.removed, back.pages.added)
    assert {(level.id, level.before, level.after) for level in there.levels} == {
        (level.id, level.after, level.before) for level in back.levels
    }
    assert there.errors == back.errors


def test_a_renaming_that_is_taken_back_is_a_renaming(grow: Grow) -> None:
    lines = told(compare(grow(AFTER), grow(BEFORE)))
    assert ("renamed", "field-slug/grey-slug", ()) in lines


def test_a_former_id_that_is_given_up_is_told(grow: Grow) -> None:
    without = {**AFTER, "content/slugs/field-slug.yml": GARDEN["content/slugs/grey-slug.yml"]}
    assert told(compare(grow(AFTER), grow(without))) == [("changed", "field-slug/field-slug", ("former_ids",))]


def test_a_claim_follows_the_level_of_its_study(grow: Grow) -> None:
    named = {**BEFORE, CLAIM: GARDEN[CLAIM].replace("study:\n  level: garden", "study: six-weeks")}
    study = "content/studies/six-weeks.yml"
    raised, lowered = ({**named, study: BEFORE[study] + f"level: {level}\n"} for level in ("garden", "pot"))
    assert told(compare(grow(raised), grow(lowered))) == [
        ("changed", "copper-lettuce/copper-lettuce", ("level",)),
        ("changed", "six-weeks/six-weeks", ("level",)),
    ]


def test_layout_and_lists_of_one_are_no_change(grow: Grow) -> None:
    spread = BEFORE["content/claims/under-glass.yml"].replace("{plant: lettuce}", "\n  plant:\n    - lettuce")
    assert told(compare(grow(BEFORE), grow({**BEFORE, "content/claims/under-glass.yml": spread}))) == []


def test_what_cannot_be_read_is_not_said_to_be_removed(grow: Grow) -> None:
    broken = grow({**BEFORE, CLAIM: "statement: [\n", "content/slugs/black-slug.yml": "name: Black slug\n"})
    difference = compare(grow(BEFORE), broken)
    assert told(difference) == [("changed", "black-slug/black-slug", ("summary",))]
    assert difference.pages is None
    assert difference.errors == (0, 1)


def test_a_site_may_come_from_nothing(grow: Grow) -> None:
    difference = compare(grow({}), grow(BEFORE))
    assert {one.how for one in difference.changes} == {"added"}
    assert difference.errors[0] > 0
    assert difference.pages is None


def test_a_second_reading_does_not_outlive_what_was_read(grow: Grow) -> None:
    state = grow(BEFORE)
    reading = f"- {{claim: copper-lettuce, digest: {state.catalogue.digest('copper-lettuce')}, verdict: confirmed}}\n"
    read = {**BEFORE, "content/_readings.yml": reading}
    changed = compare(grow(read), grow({**read, CLAIM: AFTER[CLAIM]})).changes[0]
    assert changed.of("reading") == Field("reading", ("confirmed",), ("changed",))


def test_it_is_plain_data(grow: Grow) -> None:
    difference = compare(grow(BEFORE), grow(AFTER))
    data = json.loads(json.dumps(as_data(difference)))
    assert [one["how"] for one in data["changes"]] == [one.how for one in difference.changes]
    assert as_data(replace(difference, pages=None))["pages"] is None
