"""From files to pages in one readable list: read, check, cut, render, write."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
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
    working,
)
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.difference import State
from evidence.output import Written
from evidence.pages import Page
from evidence.problems import Place, Problem, errors
from evidence.remembering import remembered
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
    catalogue, problems = _read(root)
    return catalogue, sorted([*problems, *checks.check(catalogue)])


def _read(root: Path) -> tuple[Catalogue, list[Problem]]:
    catalogue, problems = reading.read_site(root)
    return replace(catalogue, history=history.read(root)), problems


def survey(root: Path, *, cut: bool = True) -> State:
    """The site at `root` as it is compared with another state of it, with its pages unless they are not to be `cut`.

    When something last changed is left out, and so is where a reference stands in its file: neither is evidence.
    """
    catalogue, problems = reading.read_site(root)
    found = errors([*problems, *checks.check(catalogue)])
    placeless = {key: replace(reference, line=0) for key, reference in catalogue.references.items()}
    catalogue = replace(catalogue, references=placeless)
    return State(catalogue, len(found), None if found or not cut else tuple(content_pages(Cutter(catalogue))))


def make_pages(
    cutter: Cutter, data: Callable[[], Mapping[str, str]], own: Mapping[str, bool] | None = None
) -> list[Page]:
    """Every generated page of the site, in a stable order.

    `own` are the templates of the site's own pages as `Templates.own` gives them, and `data` gives the data files,
    which a page may describe; it is asked for them last.
    """
    return [
        *content_pages(cutter),
        *forms.form_pages(cutter),
        guide.guide_page(cutter),
        *overviews.site_pages(cutter, own or {}, data()),
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


@dataclass(frozen=True, slots=True)
class Ready:
    """A site that was read and checked, and what renders its pages; None where there are errors."""

    root: Path
    problems: list[Problem]
    renderer: Renderer | None


def ready(root: Path, lap: Lap = str, kept: Path | None = None, workers: int = 1) -> Ready:
    """Read and check the site at `root`, its templates and the style of its references.

    In the folder `kept` the references in that style are kept for the next run.
    """
    catalogue, problems = _read(root)
    lap("read")
    references, file = catalogue.references.values(), kept / "references.json" if kept else None
    with working.beside(partial(citation.format_all, references, root, file), workers) as in_style:
        problems = sorted([*problems, *checks.check(catalogue)])
        lap("check")
        if errors(problems):
            return Ready(root, problems, None)
        formatted, of_style = in_style()
    templates, of_templates = templating.read(root, environment())
    lap("read templates, format references")
    return Ready(root, sorted([*problems, *of_style, *of_templates]), Renderer(catalogue, templates, formatted))


def write_first(site: Ready, paths: Collection[str]) -> bool:
    """Write the pages of records at some paths below docs/, where nothing is wrong; gives whether any changed."""
    if site.renderer is None or errors(site.problems):
        return False
    wanted = [page for page in pages.record_pages(site.renderer.cutter, paths) if page.path in paths]
    rendered, _ = site.renderer.render_all(wanted)
    return sum(output.renew(site.root / "docs", path, one.text) for path, one in rendered.items()) > 0


def generate(root: Path, workers: int = 1, lap: Lap = str, kept: Path | None = None) -> Result:
    """Check the site at `root` and, where there is no error, make its generated pages what they should be.

    As `write_all` says.
    """
    return write_all(ready(root, lap, kept, workers), workers, lap, kept)


def write_all(site: Ready, workers: int = 1, lap: Lap = str, kept: Path | None = None) -> Result:
    """Make the generated pages of a site what they should be, where there is no error.

    Pages are rendered by as many processes as `workers` says, but for those of which the folder `kept` tells that they
    are known. Raises OSError where the system does not let the pages be written.
    """
    root, problems, renderer = site.root, site.problems, site.renderer
    if renderer is None:
        return Result(problems)
    with working.beside(partial(_files, renderer, root), workers) as files:
        own = {} if errors(problems) else renderer.templates.own
        made = make_pages(renderer.cutter, lambda: files()[0], own)
        data, scripts = files()
    problems = sorted([*problems, *_conflicts(made)])
    if errors(problems):
        return Result(problems)
    lap("cut pages, make data files and scripts")
    last = remembered(kept / "pages.json") if kept else None
    stale = last.stale(renderer, made, root / "docs") if last else made
    lap("look for pages that changed")
    rendered, of_rendering = renderer.render_all(stale, workers)
    lap("render pages")
    if of_rendering:
        return Result(sorted([*problems, *of_rendering]))
    texts = {page.path: rendered[page.path].text if page.path in rendered else None for page in made}
    written, in_the_way = output.write_all(root / "docs", texts, data | scripts)
    if last and written:
        last.note(renderer, rendered, root / "docs")
    lap("write pages")
    return Result(sorted([*problems, *in_the_way]), written)


def _files(renderer: Renderer, root: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The data files, then the scripts that pages load."""
    cutter, word = renderer.cutter, renderer.word
    data = exports.data_files(cutter, dating.committed(root))
    return data, {
        "explorer.js": explorer.script(cutter, word),
        "forms.js": forms.script(cutter.catalogue, word, renderer.templates.words),
        "sources.js": passages.script(cutter.catalogue),
        **feed.feed(cutter, word),
        **wordindex.scripts(findable.topics(cutter), findable.others(cutter, word), {"cut": word("search", "cut")}),
    }
