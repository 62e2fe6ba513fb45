"""What several test modules share: small sites written below a temporary folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from evidence.catalogue import Catalogue
from evidence.checks import check
from evidence.problems import Problem
from evidence.reading import read_site

Files = Mapping[str, str]
SiteFactory = Callable[[Files], Path]
CheckFactory = Callable[[Files], tuple[Catalogue, list[str]]]

ADVICE = {
    "claim-near-duplicate",
    "statement-level",
    "topic-unused",
    "topic-variant",
    "reference-unused",
    "prose-comment",
    "value-repeated",
}
"""The codes of the rules of `advice`."""

GARDEN = {
    "mkdocs.yml": "site_name: Garden slugs\nnav:\n  - Slugs: slugs/index.md\n  - Plants: plants/index.md\n",
    "references.bib": """\
@article{field-1, author = {Reed, A.}, title = {{Lettuce}}, year = {2019}}
@article{field-2, author = {Moss, B.}, title = {{Cabbage}}, year = {2020}}
@article{field-3, author = {Fern, C.}, title = {{Copper}}, year = {2021}}
""",
    "content/slugs/_kind.yml": "id: slug\ntitle: Slug\nplural: Slugs\norder: 10\n",
    "content/slugs/grey-slug.yml": "name: Grey field slug\nabbreviations: [GFS]\nsynonyms: [netted slug]\n",
    "content/plants/_kind.yml": "id: plant\ntitle: Plant\nplural: Plants\norder: 20\neffects: benefit\n",
    "content/plants/lettuce.yml": "name: Lettuce\n",
    "content/remedies/_kind.yml": "id: remedy\ntitle: Remedy\nplural: Remedies\norder: 30\npages: false\n",
    "content/remedies/copper.yml": "name: Copper band\n",
    "content/studies/_kind.yml": "id: study\ntitle: Study\nplural: Studies\norder: 40\npages: false\n",
    "content/corrections/_kind.yml": """\
id: correction
title: Correction
plural: Corrections
order: 50
pages: false
""",
    "content/claims/_kind.yml": """\
id: claim
title: Claim
plural: Claims
order: 60
pages: false
intervention: [remedy]
levels:
  - {id: garden, title: Garden trial}
  - {id: pot, title: Pot trial}
""",
    "content/claims/copper-lettuce.yml": """\
statement: Copper bands keep grey field slugs away from lettuce.
stance: supports
about:
  remedy: [copper]
  slug: [grey-slug]
effects:
  - {target: lettuce, change: improves}
study:
  level: garden
evidence:
  - source: guide
    quote: Bands of copper kept grey slugs away from lettuce for six weeks [1, 3].
    cites: [field-1, field-3]
""",
    "seeds/_sources.yml": """\
- key: guide
  title: A guide to slugs
  short: Guide
  edition: guide.txt
  markers: {style: numeric, key: 'field-{n}'}
  headings:
    - {title: Bands, level: 1}
""",
    "seeds/guide.txt": """\
Bands

Bands of copper kept grey slugs away from lettuce for six weeks [1, 3]. The slugs crossed wet beds at night [2].

Lettuce under glass was eaten less often than lettuce in beds [2].
""",
}
"""A small sound site; tests change one file of it."""


def write(root: Path, files: Files) -> Path:
    """Each text of `files` below `root`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root


@pytest.fixture
def site(tmp_path: Path) -> SiteFactory:
    """Writes a site of the given files and nothing else, and returns its root."""
    return lambda files: write(tmp_path, files)


@pytest.fixture
def garden(tmp_path: Path) -> CheckFactory:
    """Reads and checks the garden site with the given files in place of its own; an empty text removes the file.

    Advice is left out: tests repeat claims and take names away, and that is not what they are about.
    """

    def read_and_check(changes: Files) -> tuple[Catalogue, list[str]]:
        catalogue, problems = _changed_garden(tmp_path, changes)
        return catalogue, texts([problem for problem in problems if problem.code not in ADVICE])

    return read_and_check


@pytest.fixture
def whole_garden(tmp_path: Path) -> CheckFactory:
    """As `garden`, with advice."""

    def read_and_check(changes: Files) -> tuple[Catalogue, list[str]]:
        catalogue, problems = _changed_garden(tmp_path, changes)
        return catalogue, texts(problems)

    return read_and_check


def _changed_garden(root: Path, changes: Files) -> tuple[Catalogue, list[Problem]]:
    files = {name: text for name, text in {**GARDEN, **changes}.items() if text or name not in GARDEN}
    catalogue, problems = read_site(write(root, files))
    return catalogue, [*problems, *check(catalogue)]


def texts(problems: list[Problem]) -> list[str]:
    """The problems as the command line prints them, in the order of files and lines."""
    return [str(problem) for problem in sorted(problems)]


pytest_plugins = ["sitetools", "readers"]
