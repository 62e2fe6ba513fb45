"""MkDocs is set up as the builder sets it up, what it would stop at is heard, and what is not known here is refused."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from evidence import builders

PLUGINS = frozenset({"material/search", "material/offline"})
"""The plugins whose doings are known: the first collects what each page says, the second only looks at the end."""
EXTENSIONS = re.compile(
    r"abbr|admonition|attr_list|def_list|fenced_code|footnotes|md_in_html|meta|sane_lists|smarty|tables|toc"
    r"|pymdownx\.(?:betterem|caret|details|emoji|highlight|inlinehilite|keys|mark|smartsymbols|superfences|tabbed|tilde)"
)
"""The extensions of Markdown that make of a page what stands in the page, and read no other file."""


def refusal(root: Path) -> str:
    """Why fast builds refuse the site at `root`; empty where they do not."""
    if not mkdocs.__version__.startswith("1.6."):
        return f"MkDocs {mkdocs.__version__} is not known"
    try:
        with prepared(root, root / "site", offline=False) as config:
            strange = [name for name in config.plugins if name not in PLUGINS]
            strange += [name for name in config.markdown_extensions if not EXTENSIONS.fullmatch(name)]
            strange += list(config.hooks)
    except (Exception, SystemExit):  # MkDocs itself tells what is wrong
        return ""
    return f"what {strange[0]} does to pages is not known" if strange else ""


def mount(root: Path) -> str:
    """The path below which the site is to be shown."""
    try:
        with prepared(root, root / "site", offline=False) as config:
            return urlsplit(config.site_url or "/").path or "/"
    except (Exception, SystemExit):  # as above
        return "/"


class Said(logging.Handler):
    """Keeps whatever would have stopped MkDocs, which is strict."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def taken(self) -> list[str]:
        """What was said since this was last asked for."""
        messages, self.messages = self.messages, []
        return messages


@contextmanager
def heard(said: Said) -> Iterator[None]:
    """Meanwhile what MkDocs says is kept."""
    log = logging.getLogger("mkdocs")
    log.addHandler(said)
    try:
        yield
    finally:
        log.removeHandler(said)


@contextmanager
def prepared(root: Path, site: Path, *, offline: bool) -> Iterator[MkDocsConfig]:
    """The configuration as the builder has it, in the environment that the builder is given."""
    before = dict(os.environ)
    os.environ.update(builders.environment(root, offline=offline))
    try:
        config = load_config(str(root / "mkdocs.yml"), strict=True, site_dir=str(site))
        config.plugins.on_startup(command="build", dirty=False)
        yield config
    finally:
        os.environ.clear()
        os.environ.update(before)
