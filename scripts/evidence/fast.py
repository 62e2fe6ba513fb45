"""The site as MkDocs makes it, byte for byte: by several processes, and of its pages only those that changed.

MkDocs' own functions are called in the order of its own `build`, and what pages became is kept below build/. What is
out of the ordinary is left to MkDocs itself: what it would warn of, and what fails. Nothing but the commands that offer
it needs this module, and those below it: `preparing`, `copying`, `kept`, `sharing`, `filling` and `making`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from evidence import (
    builders,
    copying,
    filling,
    kept,
    making,
    policy,
    preparing,
    publishing,
    replacing,
    sharing,
    templating,
    working,
)
from evidence.kept import Doubt, Kept, Seen
from evidence.making import Job
from evidence.problems import Problem
from evidence.working import Tell

_COMPILED = templating.Compiled()
_SERVED: dict[Path, Job] = {}
"""By the folder of a site: what its pages were made with when they were last served anew."""


def publish(root: Path, site: Path, tell: Tell, *, offline: bool = False, workers: int = 1) -> list[Problem]:
    """Do what `publishing.publish` does, with as many processes as `workers` says. Raises what that raises."""
    site = site.resolve()
    use = "disk" if offline else "hosted"
    try:
        if publishing.refusal(root, site):
            raise Doubt("it is no folder for a site")
        _update(root, use, tell, workers)
    except (Exception, SystemExit) as error:  # MkDocs itself tells what is wrong
        logging.getLogger(__name__).info("left to MkDocs", exc_info=error)
        return publishing.publish(root, site, offline=offline)
    with replacing.beside(site, root) as scratch:
        replacing.link(folder(root, use), scratch / "new")
        replacing.replace(site, scratch / "new")
    return []


def refresh(root: Path, tell: Tell, *, workers: int = 1) -> list[Problem]:
    """Make what is served while the site is edited; gives what MkDocs would stop at."""
    _SERVED.pop(root, None)
    try:
        _SERVED[root] = _update(root, "served", tell, workers)
    except (Exception, SystemExit) as error:  # a plugin or a template may raise anything
        return builders.complaints(root, "".join(f"WARNING -  {line}\n" for line in str(error).splitlines()))
    return []


def remake(root: Path, pages: Iterable[str]) -> bool:
    """Make some served pages again, by their paths below docs/, of which only the Markdown changed since `refresh`.

    Gives whether all of them could be made. What else is made of them is left to `refresh`, which makes them once more.
    """
    job = _SERVED.get(root)
    files = [job.files.src_uris.get(page) for page in pages] if job else []
    if job is None or None in files:
        return False
    if job.index is not None:
        job.index.entries = []
    try:
        with preparing.heard(job.said), filling.one_parser():
            for file in filter(None, files):
                Path(file.abs_dest_path).unlink(missing_ok=True)
                if making.make(job, file)[1]:
                    return False
    except (Exception, SystemExit):  # as above
        return False
    return True


def folder(root: Path, use: str) -> Path:
    """Where the site is made for a use: hosted, disk or served. Only hosted pages say what may run in them."""
    return root / "build" / "fast" / use / "site"


def _update(root: Path, use: str, tell: Tell, workers: int) -> Job:
    """Make the folder of one use what MkDocs would make; gives what it was made with.

    Raises anything where MkDocs has to be asked instead.
    """
    site = folder(root, use)
    keep = site.parent
    last = kept.remembered(keep)
    site.mkdir(parents=True, exist_ok=True)
    said = preparing.Said()
    try:
        prepared = preparing.prepared(root, site, offline=use == "disk")
        with preparing.heard(said), prepared as config, filling.one_parser():
            job = _laid_out(root, config, last, said, guarded=use == "hosted")
            wrong = [*said.taken(), *_make_stale(job, last, workers, tell)]
            if not wrong:
                _finish(job, last)
            if wrong := [*wrong, *said.taken()]:
                raise Doubt("\n".join(wrong))
            return job
    finally:
        kept.remember(keep, last)


def _laid_out(root: Path, config: MkDocsConfig, last: Kept, said: preparing.Said, *, guarded: bool) -> Job:
    """The files, their pages and what all pages show; of the last build remains what still holds."""
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    collected = get_files(config)
    env = config.theme.get_env()
    env.bytecode_cache = _COMPILED
    collected.add_files_from_theme(env, config)
    files = Seen(config.plugins.on_files(collected, config=config))
    set_exclusions(files, config)
    nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    pages = list(files.documentation_pages())
    names = [file.dest_uri for file in files if _is_html(file) and copying.is_published(file)]
    if len(names) != len(pages) or {*names} & {*config.theme.static_templates, *config.extra_templates}:
        raise Doubt("a page is no Markdown, or stands where the theme has one")
    around = kept.around(config)
    if guarded:
        _frame(root, last, around, sorted({0, *(name.count("/") for name in names)}))
    last.forget_unless("around", around)
    for file in pages:
        last.recall(file if file.page else Page(None, file, config).file, files, Path(config.site_dir))
    index = next((one.search_index for name, one in config.plugins.items() if name == "material/search"), None)
    env = config.plugins.on_env(env, config=config, files=files)
    return Job(config, files, pages, nav, env, index, last.allowed if guarded else None, said)


def _is_html(file: File) -> bool:
    return file.dest_uri.endswith(".html")


def _frame(root: Path, last: Kept, around: str, depths: list[int]) -> None:
    """Find what pages may run, where it can have changed."""
    if last.framed == (framed := f"{around} {depths}"):
        return
    with TemporaryDirectory() as scratch:
        frames, wrong = builders.frames(root, Path(scratch) / "frames", depths)
    if wrong:
        raise Doubt(wrong[0].message)
    last.framed, last.allowed = framed, policy.policy(frames)
    last.pages.clear()


def _make_stale(job: Job, last: Kept, workers: int, tell: Tell) -> list[str]:
    """Make every page that is not known from the last build, the largest first, and remove what is no page any more.

    Gives what MkDocs would warn of; such pages are not known the next time.
    """
    for page in job.nav.pages:  # their titles stand on every page
        if page.file.src_uri not in last.pages:
            making.read(job, page.file)
    last.forget_unless("listed", kept.listed(job.nav, job.config))
    tree = Path(job.config.site_dir)
    there = {file.dest_uri for file in job.files}
    known = {file.dest_uri for file in job.pages if file.src_uri in last.pages}
    copying.sweep(tree, known | (last.copied.keys() & there))  # first, for a folder may have become a file
    last.copied = copying.copy(job.files, last.copied, tree)
    stale = [file for file in job.pages if file.src_uri not in last.pages]
    stale.sort(key=lambda file: -kept.stamp(file.abs_src_path)[0])
    job.known.update(sharing.share(stale, job.config, job.files, job.said.taken, workers))
    wrong: list[str] = []
    made = working.told(working.shared(partial(making.make, job), stale, workers), len(stale), tell)
    for file, (one, messages) in zip(stale, made, strict=True):
        wrong += messages
        if not messages:
            last.pages[file.src_uri] = one.thrifty()
    pages = {file.src_uri for file in job.pages}
    last.pages = {uri: one for uri, one in last.pages.items() if uri in pages}
    return wrong


def _finish(job: Job, last: Kept) -> None:
    """Make what is made of all pages: the templates of the theme that are no pages, and the index of the search."""
    config, files, nav = job.config, job.files, job.nav
    for file in job.pages:
        kept.restore(file, last.pages[file.src_uri], files)
    env = job.env
    for name in config.theme.static_templates:
        build._build_theme_template(name, env, files, config, nav)  # noqa: SLF001  # the steps of MkDocs' own build
    for name in config.extra_templates:
        build._build_extra_template(name, files, config, nav)  # noqa: SLF001  # the steps of MkDocs' own build
    for path in (Path(config.site_dir, name) for name in (*config.theme.static_templates, *config.extra_templates)):
        if path.suffix == ".html" and path.is_file():
            making.guard(path, job.allowed)
    for file in job.pages:
        if file.page:
            file.page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    if job.index is not None:
        job.index.entries = [entry for file in job.pages for entry in last.pages[file.src_uri].entries]
    config.plugins.on_post_build(config=config)
