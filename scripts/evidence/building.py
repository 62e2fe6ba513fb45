"""From files to pages in one readable list: read, check, cut, render, write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import jinja2

from evidence import checks, citation, exports, output, overviews, pages, reading
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.output import Written
from evidence.pages import Page
from evidence.problems import Place, Problem, errors
from evidence.rendering import Renderer


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found and, where nothing was in the way, wrote."""

    problems: list[Problem] = field(default_factory=list)
    written: Written | None = None


def load(root: Path) -> tuple[Catalogue, list[Problem]]:
    """The catalogue below `root` and everything that is wrong with it, in the order of files and lines."""
    catalogue, problems = reading.read_site(root)
    return catalogue, sorted([*problems, *checks.check(catalogue)])


def make_pages(catalogue: Catalogue, own: Iterable[str] = ()) -> list[Page]:
    """Every generated page of the site, in a stable order; `own` names the templates of the site's own pages."""
    cutter = Cutter(catalogue)
    claims = [overviews.claims_index(cutter)] if "claim" in catalogue.kinds else []
    return [
        overviews.home(cutter),
        *overviews.indexes(cutter),
        *pages.record_pages(cutter),
        *claims,
        overviews.bibliography(cutter),
        *overviews.site_pages(cutter, own),
        *pages.permanent_addresses(cutter),
    ]


def _conflicts(made: Iterable[Page]) -> list[Problem]:
    """Pages that would stand at the same address."""
    problems, seen = [], dict[str, Page]()
    for page in made:
        other = seen.setdefault(page.path.removesuffix(".md").removesuffix("/index"), page)
        if other is not page:
            message = f"{page.source} and {other.source} both make the page {page.path}"
            problems.append(Problem(Place(page.source), "page-conflict", message, "rename one of the two"))
    return problems


def generate(root: Path) -> Result:
    """Check the site at `root` and, where there is no error, make its generated pages what they should be."""
    catalogue, problems = load(root)
    if errors(problems):
        return Result(problems)
    formatted = citation.format_all(catalogue.references.values(), root / "templates" / "citation-style.csl")
    renderer = Renderer(catalogue, root / "templates", formatted)
    own = sorted(path.name for path in (root / "templates" / "pages").glob("*.md.j2"))
    made = make_pages(catalogue, own)
    if conflicts := _conflicts(made):
        return Result([*problems, *conflicts])
    try:
        rendered = {page.path: renderer.render(page) for page in made}
    except jinja2.TemplateError as error:
        place = Place(f"templates/{getattr(error, 'name', '') or ''}", getattr(error, "lineno", None) or 1)
        return Result([*problems, Problem(place, "template-error", str(error.message))])
    try:
        written = output.write_all(root / "docs", rendered, exports.data_files(renderer.cutter))
    except FileExistsError as error:
        path = str(error).split(" ", 1)[0]
        return Result([*problems, Problem(Place(path), "page-conflict", str(error), "rename one of the two")])
    return Result(problems, written)
