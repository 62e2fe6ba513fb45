"""Every line of the menu leads to a page: one written by hand, one of a record, or one that the site makes of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from evidence import output
from evidence.cutting import Cutter
from evidence.pages import owners
from evidence.problems import Place, Problem, Severity, did_you_mean
from evidence.rendering import STAMP


def dead(root: Path, cutter: Cutter, pages: Callable[[], Iterable[str]]) -> list[Problem]:
    """What leads nowhere in the menu of the site at `root`, of which nothing else is wrong.

    `pages` gives the paths of all generated pages, and is asked only where that cannot be told sooner. Something else
    may make pages too, so these are warnings.
    """
    wanted = [one for one in cutter.catalogue.settings.nav if one.endswith(".md") and "://" not in one]
    missing = [one for one in wanted if not _by_hand(root / "docs" / one)]
    known = {*_likely(root, cutter)}
    if not missing or known.issuperset(missing):
        return []
    known |= {*pages()}
    lines = (root / "mkdocs.yml").read_text("utf-8", "replace").splitlines()
    return [_problem(lines, one, known) for one in dict.fromkeys(missing) if one not in known]


def _by_hand(path: Path) -> bool:
    return path.is_file() and not output.stamp(path).startswith(STAMP)


def _likely(root: Path, cutter: Cutter) -> Iterator[str]:
    """Pages that are generated for certain, as menus name them."""
    catalogue = cutter.catalogue
    yield from ("index.md", "references.md")
    yield from (f"{kind.folder}/index.md" for kind in owners(catalogue))
    yield from (f"{kind.folder}/index.md" for kind in catalogue.kinds.values() if kind.id == "claim")
    yield from ("map.md" for _ in catalogue.settings.maps[:1])
    yield from (cutter.source_page(source, 0) for source in catalogue.sources.values())
    yield from (path.name.removesuffix(".j2") for path in (root / "templates" / "pages").glob("*.md.j2"))


def _problem(lines: list[str], page: str, known: Iterable[str]) -> Problem:
    number = next((number for number, line in enumerate(lines, 1) if page in line), 1)
    column = lines[number - 1].find(page) + 1 if lines else 1
    cure = did_you_mean(page, known) or "take the line out"
    return Problem(
        Place("mkdocs.yml", number, max(1, column)), "nav-unknown", f"there is no page {page!r}", cure, Severity.WARNING
    )
