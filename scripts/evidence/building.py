"""From files to pages in one readable list: read, check, cut, render, write."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from evidence import (
    addresses,
    amending,
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
    navigation,
    news,
    output,
    overviews,
    passages,
    reader,
    reading,
    recordpages,
    templating,
    wordindex,
    working,
)
from evidence.catalogue import Catalogue
from evidence.cutting import Cutter
from evidence.difference import State
from evidence.output import Written
from evidence.pages import Page, Portion
from evidence.pressing import Press, conflicts, mistakes
from evidence.problems import Problem, errors
from evidence.remembering import remembered
from evidence.rendering import Rendered, Renderer, environment
from evidence.working import Tell

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
    problems += checks.check(catalogue)
    return catalogue, sorted([*problems, *_menu(root, Cutter(catalogue), problems)])


def _menu(root: Path, cutter: Cutter, found: Iterable[Problem]) -> list[Problem]:
    """What leads nowhere in the menu, where nothing else is wrong."""
    return [] if errors(found) else navigation.dead(root, cutter, lambda: [one.path for one in cut(portions(cutter))])


def _read(root: Path, workers: int = 1) -> tuple[Catalogue, list[Problem]]:
    catalogue, problems = reading.read_site(root, workers)
    return replace(catalogue, history=history.read(root)), problems


def survey(root: Path) -> State:
    """The site at `root` as it is compared with another state of it, with its pages where there is no error.

    When something last changed is left out, and so is where a reference stands in its file: neither is evidence.
    """
    catalogue, problems = reading.read_site(root)
    found = errors([*problems, *checks.check(catalogue)])
    placeless = {key: replace(reference, line=0) for key, reference in catalogue.references.items()}
    catalogue = replace(catalogue, references=placeless)
    return State(catalogue, len(found), None if found else tuple(cut(content_portions(Cutter(catalogue)))))


def portions(cutter: Cutter) -> list[Portion]:
    """Every generated page of the site in a stable order, but for what a site writes as templates of its own."""
    return [*content_portions(cutter), partial(forms.form_pages, cutter), lambda: [guide.guide_page(cutter)]]


def content_portions(cutter: Cutter) -> Iterator[Portion]:
    """Every generated page that shows content: no forms, nor what a site writes as templates, with all its figures."""
    yield lambda: [overviews.home(cutter)]
    yield partial(overviews.indexes, cutter)
    yield from recordpages.record_portions(cutter)
    yield partial(atlas.map_pages, cutter)
    if "claim" in cutter.catalogue.kinds:
        yield partial(overviews.claims_pages, cutter)
    yield partial(literature.bibliography, cutter)
    yield from literature.reference_portions(cutter)
    yield from reader.source_portions(cutter)
    yield partial(news.news_pages, cutter)
    yield from addresses.address_portions(cutter)
    yield partial(addresses.withdrawn_claims, cutter)


def cut(some: Iterable[Portion]) -> list[Page]:
    """The pages of some portions."""
    return [page for portion in some for page in portion()]


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
    catalogue, problems = _read(root, workers)
    lap("read")
    references, file = catalogue.references.values(), kept / "references.json" if kept else None
    with working.beside(partial(citation.format_all, references, root, file), workers) as in_style:
        problems = sorted([*problems, *checks.check(catalogue)])
        problems += _menu(root, Cutter(catalogue), problems)
        lap("check")
        if errors(problems):
            return Ready(root, problems, None)
        formatted, of_style = in_style()
    templates, of_templates = templating.read(root, environment())
    lap("read templates, format references")
    return Ready(root, sorted([*problems, *of_style, *of_templates]), Renderer(catalogue, templates, formatted))


def amended(last: Ready, files: Collection[Path]) -> Ready | None:
    """A site in which nothing was wrong, with the claims in some of its files as they are now; its problems are errors.

    None where more may have changed than these claims.
    """
    if last.renderer is None:
        return None
    before = last.renderer
    found = amending.amended(before.catalogue, last.root, files)
    if found is None:
        return None
    catalogue, wrong = found
    return Ready(last.root, wrong, None if wrong else Renderer(catalogue, before.templates, before.formatted))


def write_first(site: Ready, paths: Collection[str]) -> list[str]:
    """Write the pages of records at some paths below docs/, where nothing is wrong; gives the paths of what changed."""
    if site.renderer is None or errors(site.problems):
        return []
    wanted = [page for page in recordpages.record_pages(site.renderer.cutter, paths) if page.path in paths]
    made = [(page.path, site.renderer.attempt(page)) for page in wanted]
    rendered = [(path, one.text) for path, one in made if isinstance(one, Rendered)]
    return [path for path, text in rendered if output.renew(site.root / "docs", path, text)]


def generate(
    root: Path, workers: int = 1, lap: Lap = str, kept: Path | None = None, tell: Tell = working.quietly
) -> Result:
    """Check the site at `root` and, where there is no error, make its generated pages what they should be.

    As `write_all` says.
    """
    return write_all(ready(root, lap, kept, workers), workers, lap, kept, tell)


def write_all(
    site: Ready, workers: int = 1, lap: Lap = str, kept: Path | None = None, tell: Tell = working.quietly
) -> Result:
    """Make the generated pages of a site what they should be, where there is no error.

    Pages are made by as many processes as `workers` says, but not rendered where the folder `kept` tells that they are
    known. It is told how many portions of them are made. Raises OSError where the system does not let the pages be
    written, and what `tell` raises, before any of them is.
    """
    root, problems, renderer = site.root, site.problems, site.renderer
    if renderer is None:
        return Result(problems)
    cutter, docs = renderer.cutter, root / "docs"
    cutter.claims  # noqa: B018  # what all portions need is there before the process is copied
    if errors(problems):
        return Result(sorted([*problems, *conflicts(cut(portions(cutter)))]))
    last = remembered(kept / "pages.json") if kept else None
    if last:
        last.begin(renderer)
    press = Press(renderer, docs, last)
    tasks: list[Callable[[], Any]] = [partial(_files, renderer, root)]
    tasks += [partial(press, portion) for portion in portions(cutter)]
    with output.staging(docs):
        (data, package, scripts), *several = working.told(working.shared(_done, tasks, workers), len(tasks), tell)
        made = [page for some in several for page in some]
        made += press(partial(overviews.site_pages, cutter, renderer.templates.own, package, data))
        lap("cut and render pages, make data files and scripts")
        if wrong := conflicts(made) or mistakes(made):
            return Result(sorted([*problems, *wrong]))
        written, in_the_way = output.write_all(docs, {page.path: page.ready for page in made}, data | scripts)
    if last and written:
        last.note({page.path: page.known for page in made})
    lap("write pages")
    return Result(sorted([*problems, *in_the_way]), written)


def _done(task: Callable[[], Any]) -> Any:
    return task()


_Laid = dict[str, Path | None]


def _files(renderer: Renderer, root: Path) -> tuple[_Laid, Any, _Laid]:
    """The data files, what they say of themselves, and the scripts that pages load; all but the second laid ready."""
    cutter, word = renderer.cutter, renderer.word
    data = exports.data_files(cutter, dating.committed(root))
    scripts = {
        "explorer.js": explorer.script(cutter, word),
        "forms.js": forms.script(cutter.catalogue, word, renderer.templates.words),
        "sources.js": passages.script(cutter.catalogue),
        **feed.feed(cutter, word),
        **wordindex.scripts(findable.topics(cutter), findable.others(cutter, word), {"cut": word("search", "cut")}),
    }

    def laid(files: Mapping[str, str]) -> _Laid:
        return {path: output.lay(root / "docs", f"{output.DATA}/{path}", text) for path, text in files.items()}

    return laid(data), json.loads(data["datapackage.json"]), laid(scripts)
