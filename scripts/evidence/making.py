"""One page is made by the steps of MkDocs' own build, and what it became is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation

from evidence import filling, kept, policy, preparing, sharing
from evidence.kept import Doubt, Made, Seen


@dataclass(frozen=True, slots=True)
class Job:
    """What is needed to make any page, the same in every process; `asked`: what a page read asked for, and was told."""

    config: MkDocsConfig
    files: Seen
    pages: list[File]
    nav: Navigation
    env: Environment
    index: Any
    allowed: policy.Policy | None
    said: preparing.Said
    known: dict[bytes, sharing.Whole] = field(default_factory=dict)
    asked: dict[str, tuple[dict[str, str | None], list[str]]] = field(default_factory=dict)


def read(job: Job, file: File) -> None:
    """Read the Markdown of one page, and keep what it asked for and what MkDocs would warn of until it is made."""
    job.files.looked = {}
    if file.page:
        vars(file.page)["render"] = partial(filling.render, file.page, known=job.known)
        build._populate_page(file.page, job.config, job.files)  # noqa: SLF001  # the steps of MkDocs' own build
    job.asked[file.src_uri] = job.files.looked, job.said.taken()


def make(job: Job, file: File) -> tuple[Made, list[str]]:
    """Make one page; gives with it what MkDocs would warn of."""
    if file.src_uri not in job.asked:
        read(job, file)
    page = file.page
    if page is None:
        raise Doubt(f"{file.src_uri} has no page")
    looked, messages = job.asked.pop(file.src_uri)
    output = Path(file.abs_dest_path)
    build._build_page(page, job.config, job.pages, job.nav, job.env)  # noqa: SLF001  # the steps of MkDocs' own build
    guard(output, job.allowed)
    made = Made(
        source=kept.digest(file.content_bytes),
        stamp=kept.stamp(file.abs_src_path),
        looked=looked,
        meta=dict(page.meta),
        heading=page._title_from_render,  # noqa: SLF001  # MkDocs keeps it nowhere else
        anchors=page.present_anchor_ids or set(),
        links={target.src_uri: dict(links) for target, links in (page.links_to_anchors or {}).items()},
        entries=[] if job.index is None else job.index.entries,
        output=kept.stamp(output),
        plain=kept.is_plain(page.meta),
    )
    if job.index is not None:
        job.index.entries = []
    # Nobody asks for these any more before they are restored, and they are large.
    page.markdown, page.content, page.toc = "", "", []  # type: ignore[assignment]
    page.present_anchor_ids = page.links_to_anchors = None
    return made, [*messages, *job.said.taken()]


def guard(path: Path, allowed: policy.Policy | None) -> None:
    """Write into a page what it may run and load, if that is limited."""
    if allowed is None:
        return
    text = path.read_bytes().decode()
    if policy.strangers(text, allowed) or (guarded := policy.protected(text, allowed)) is None:
        raise Doubt(f"{path} cannot be protected")
    path.write_bytes(guarded.encode())
