"""Two states of the garden between which everything happens once, for the tests of what is told of a change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import GARDEN, Files, write
from evidence.building import survey
from evidence.difference import State

Grow = Callable[[Files], State]

CLAIM = "content/claims/copper-lettuce.yml"

BEFORE = {
    **GARDEN,
    "content/slugs/black-slug.yml": "name: Black slug\nsummary: Larger than a [[grey-slug]], and as *hungry*.\n",
    "content/claims/beds-crossed.yml": """\
statement: Grey field slugs cross wet beds at night.
stance: background
about: {slug: [grey-slug]}
evidence:
  - source: guide
    quote: The slugs crossed wet beds at night [2].
    cites: [field-2]
""",
    "content/claims/under-glass.yml": """\
statement: Lettuce under glass is eaten less often than lettuce in beds.
stance: background
about: {plant: lettuce}
evidence:
  - source: guide
    quote: Lettuce under glass was eaten less often than lettuce in beds [2].
    cites: [field-2]
""",
    "content/studies/six-weeks.yml": "name: Six weeks of copper\nparticipants: 12\nreference: field-1\n",
}
"""The garden with three claims and a study."""

AFTER = {
    **BEFORE,
    "references.bib": "@article{field-4, author = {Hart, D.}, title = {{Salt}}, year = {2022}}\n"
    + GARDEN["references.bib"].replace("{2019}}", "{2019}, notice = {retracted}}"),
    # Reworded, with another level, stance and effect, about something else, and with another quotation.
    CLAIM: GARDEN[CLAIM]
    .replace("keep grey field slugs away from", "do not keep field slugs from")
    .replace("stance: supports", "stance: opposes")
    .replace("slug: [grey-slug]", "slug: [field-slug, black-slug]")
    .replace("change: improves", "change: no-change")
    .replace("level: garden", "level: pot\n  species: slugs")
    .replace("Bands of copper kept", "Bands of tin kept")
    .replace("[1, 3].", "[1].")
    .replace("cites: [field-1, field-3]", "cites: [field-1]"),
    "seeds/guide.txt": GARDEN["seeds/guide.txt"].replace("Bands of copper", "Bands of tin").replace("[1, 3]", "[1]"),
    # Renamed, and with it every record that names it.
    "content/slugs/grey-slug.yml": "",
    "content/slugs/field-slug.yml": GARDEN["content/slugs/grey-slug.yml"] + "former_ids: [grey-slug]\n",
    "content/slugs/black-slug.yml": BEFORE["content/slugs/black-slug.yml"].replace("[[grey-", "[[field-"),
    "content/claims/beds-crossed.yml": BEFORE["content/claims/beds-crossed.yml"].replace("grey-slug", "field-slug"),
    # One removed, one new.
    "content/claims/under-glass.yml": "",
    "content/claims/glass-helps.yml": """\
statement: A roof of glass keeps slugs from [[lettuce|salad]].
stance: supports
about: {remedy: [copper], plant: [lettuce]}
study: {level: pot}
evidence:
  - source: guide
    quote: Lettuce under glass was eaten less often than lettuce in beds [2].
    cites: [field-2]
""",
    "content/studies/six-weeks.yml": "name: Six weeks of copper\nparticipants: 21\nreference: field-1\n",
    "content/corrections/tin.yml": """\
name: Tin, not copper
review: Copper.
original: It was tin.
basis: text
""",
    "content/plants/_kind.yml": GARDEN["content/plants/_kind.yml"] + "help: What slugs eat.\n",
    "content/_abbreviations.yml": "- {short: GFS, long: Grey field slug}\n",
}
"""The same garden after one of everything."""


FIRST = "- {version: '1.0', date: 2024-01-02, summary: All of it., added: [copper-lettuce, old-plant, gone-slug]}\n"
SECOND = """\
- version: 1.1+b
  date: 2024-02-03
  reworded:
    - {claim: copper-lettuce, was: "Copper keeps slugs & snails away.", now: "Copper keeps slugs away."}
  changed: [black-slug]
  removed:
    - {id: gone-slug, name: A <b>slug</b>}
"""
RELEASED = {
    **BEFORE,
    "content/_releases.yml": FIRST + SECOND,
    "content/plants/lettuce.yml": "name: Lettuce\nformer_ids: [old-plant]\n",
    "mkdocs.yml": GARDEN["mkdocs.yml"] + "site_url: https://slugs.example/garden\n",
}
"""The garden before, with two releases and an address."""


@pytest.fixture
def grow(tmp_path: Path) -> Grow:
    """Writes a garden of the given files, but for those that are empty, and surveys it."""
    grown = iter(range(9))

    def planted(files: Files) -> State:
        return survey(write(tmp_path / str(next(grown)), {name: text for name, text in files.items() if text}))

    return planted
