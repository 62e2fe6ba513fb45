"""A site is shown while it is edited: what changed is loaded again, and what is wrong stands above every page."""

from __future__ import annotations

import html
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from evidence.problems import Problem

_BOX = (
    '<div role="alert" style="position:relative;z-index:99;padding:1em;background:#b00020;color:#fff;'
    'font:14px/1.5 monospace;white-space:pre-wrap">{}</div>'
)


class Server(LiveReloadServer):
    """MkDocs' own server, which is told when there is something new instead of looking for it."""

    def __init__(self, address: str, site: Path, mount: str, problems: Iterable[Problem]) -> None:
        host, _, port = address.rpartition(":")
        super().__init__(_nothing, host, int(port), str(site), mount)
        self._watched_paths[str(site)] = 1  # so that pages ask whether there is something new
        self._problems = tuple(problems)
        self.error_handler = lambda code: self._inject_js_into_html(_read(site / f"{code}.html"), self._visible_epoch)

    @contextmanager
    def changing(self) -> Iterator[list[Problem]]:
        """While the site changes nobody is shown any of it; then pages are loaded again, below the problems given."""
        with self._epoch_cond:
            self._wanted_epoch = max(round(time.monotonic() * 1000), self._visible_epoch + 1)
        problems: list[Problem] = []
        try:
            yield problems
        finally:
            with self._epoch_cond:
                self._problems = tuple(problems)
                self._visible_epoch = self._wanted_epoch
                self._epoch_cond.notify_all()

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        made: bytes = super()._inject_js_into_html(with_problems(content, self._problems), epoch)  # type: ignore[no-untyped-call]
        return made

    @contextmanager
    def running(self) -> Iterator[None]:
        """Answer requests meanwhile. Raises OSError where the address is taken."""
        self.server_bind()
        self.server_activate()
        self.serve_thread.start()
        try:
            yield
        finally:
            self.shutdown()


def with_problems(page: bytes, problems: Iterable[Problem]) -> bytes:
    """A page as HTML with problems at its very beginning."""
    lines = "\n".join(html.escape(str(problem)) for problem in problems)
    head, body, rest = page.partition(b"<body")
    if not lines or not body:
        return page
    tag, end, rest = rest.partition(b">")
    return head + body + tag + end + _BOX.format(lines).encode() + rest


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b"<!doctype html><title>Not there yet</title><body></body>"


def _nothing() -> None:
    pass
