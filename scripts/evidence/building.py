"""From files to pages in one readable list: read, check, cut, render, write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from evidence import (
    atlas,
    checks,
    citation,
    dating,
    explorer,
    exports,
    feed,
    findable,
    forms,
    guide,
    history,
    literature,
    news,
    output,
    overviews,
    pages,
    passages,
    reader,
    reading,
    templating,
    wordindex,
)
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.difference import State
from evidence.output import Written
from evidence.pages import Page
from evidence.problems import Place, Problem, errors
from evidence.rendering import Renderer, environment

Lap = Callable[[str], object]
"""Called with the name of a step when it has been done."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found and, where nothing was in the way, wrote."""

    problems: list[Problem] = field(default_factory=list)
    written: Written | None = None


def load(root: Path) -> tuple[Catalogue, list[Problem]]:
    """The catalogue below `root` and everything that is wrong with it, in the order of files and lines."""
    catalogue, problems = reading.read_site(root)
    catalogue = replace(catalogue, history=history.read(root))
    return catalogue, sorted([*problems, *checks.check(catalogue)])


def survey(root: Path, *, cut: bool = True) -> State:
    """The site at `root` as it is compared with another state of it, with its pages unless they are not to be `cut`.

    When something last changed is left out, and so is where a reference stands in its file: neither is evidence.
    """
    catalogue, problems = reading.read_site(root)
    found = errors([*problems, *checks.check(catalogue)])
    placeless = {key: replace(reference, line=0) for key, reference in catalogue.references.items()}
    catalogue = replace(catalogue, references=placeless)
    return State(catalogue, len(found), None if found or not cut else tuple(content_pages(Cutter(catalogue))))


def make_pages(cutter: Cutter, data: Mapping[str, str], own: Mapping[str, bool] | None = None) -> list[Page]:
    """Every generated page of the site, in a stable order.

    `own` are the templates of the site's own pages as `Templates.own` gives them, and `data` the data files, which a
    page may describe.
    """
    return [
        *content_pages(cutter),
        *forms.form_pages(cutter),
        guide.guide_page(cutter),
        *overviews.site_pages(cutter, own or {}, data),
    ]


def content_pages(cutter: Cutter) -> list[Page]:
    """Every generated page that shows content: no forms, nor what a site writes as templates, with all its figures."""
    catalogue = cutter.catalogue
    claims = overviews.claims_pages(cutter) if "claim" in catalogue.kinds else []
    return [
        overviews.home(cutter),
        *overviews.indexes(cutter),
        *pages.record_pages(cutter),
        *atlas.map_pages(cutter),
        *claims,
        *literature.bibliography(cutter),
        *literature.reference_pages(cutter),
        *reader.source_pages(cutter),
        *news.news_pages(cutter),
        *pages.permanent_addresses(cutter),
        *pages.withdrawn_claims(cutter),
    ]


def _conflicts(made: Iterable[Page]) -> list[Problem]:
    """Pages that would stand at the same address, on systems too that take upper and lower case for one."""
    problems, seen = [], dict[str, Page]()
    for page in made:
        other = seen.setdefault(page.path.removesuffix(".md").removesuffix("/index").casefold(), page)
        if other is not page:
            message = f"{page.source} and {other.source} both make the page {page.path}"
            problems.append(Problem(Place(page.source), "page-conflict", message, "rename one of the two"))
    return problems


def generate(root: Path, workers: int = 1, lap: Lap = str) -> Result:
    """Check the site at `root` and, where there is no error, make its generated pages what they should be.

    Pages are rendered by as many processes as `workers` says. Raises OSError where the system does not let the pages be
    written.
    """
    catalogue, problems = load(root)
    lap("read and check")
    if errors(problems):
        return Result(problems)
    formatted, of_style = citation.format_all(catalogue.references.values(), root)
    templates, of_templates = templating.read(root, environment())
    cutter = Cutter(catalogue)
    lap("read templates, format references")
    data = exports.data_files(cutter, dating.committed(root))
    lap("make data files")
    made = make_pages(cutter, data, {} if of_templates else templates.own)
    problems = sorted([*problems, *of_style, *of_templates, *_conflicts(made)])
    if errors(problems):
        return Result(problems)
    lap("cut pages")
    renderer = Renderer(catalogue, templates, formatted)
    rendered, of_rendering = renderer.render_all(made, workers)
    lap("render pages")
    if of_rendering:
        return Result(sorted([*problems, *of_rendering]))
    data |= {
        "explorer.js": explorer.script(renderer.cutter, renderer.word),
        "forms.js": forms.script(catalogue, renderer.word, templates.words),
        "sources.js": passages.script(catalogue),
        **feed.feed(renderer.cutter, renderer.word),
        **wordindex.scripts(
            findable.topics(renderer.cutter),
            findable.others(renderer.cutter, renderer.word),
            {"cut": renderer.word("search", "cut")},
        ),
    }
    lap("make scripts")
    written, in_the_way = output.write_all(root / "docs", rendered, data)
    lap("write pages")
    return Result(sorted([*problems, *in_the_way]), written)
