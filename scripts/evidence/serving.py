"""A site is shown while it is edited: what changed is loaded again, and what is wrong stands above every page."""

from __future__ import annotations

import html
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from mkdocs.livereload import LiveReloadServer

from evidence.problems import Problem

_BOX = (
    '<div role="alert" style="position:relative;z-index:99;padding:1em;background:#b00020;color:#fff;'
    'font:14px/1.5 monospace;white-space:pre-wrap">{}</div>'
)
_PATIENCE = 2.0
"""Seconds in which a browser should have loaded a page from this machine."""


class Server(LiveReloadServer):
    """MkDocs' own server, which is told when there is something new instead of looking for it."""

    def __init__(self, address: str, site: Path, mount: str, problems: Iterable[Problem]) -> None:
        host, _, port = address.rpartition(":")
        super().__init__(_nothing, host, int(port), str(site), mount)
        self._watched_paths[str(site)] = 1  # so that pages ask whether there is something new
        self.problems = tuple(problems)
        self._asking = Counter[tuple[str, int]]()
        self.error_handler = lambda code: self._inject_js_into_html(_read(site / f"{code}.html"), self._visible_epoch)

    def opened(self) -> frozenset[str]:
        """The pages that browsers show now, by the paths of their Markdown below docs/."""
        return self._opened(0)

    def _opened(self, since: int) -> frozenset[str]:
        places = [address for address, epoch in [*self._asking.elements()] if epoch >= since]
        addresses = {address.removeprefix(self.mount_path).strip("/") for address in places}
        return frozenset(f"{address.removesuffix('.html') or 'index'}.md" for address in addresses)

    def settle(self, pages: frozenset[str]) -> None:
        """Wait for a little until browsers have loaded these pages again, so that nothing takes time from them."""
        end = time.monotonic() + _PATIENCE
        while not pages <= self._opened(self._visible_epoch) and time.monotonic() < end:
            time.sleep(0.01)

    def made(self, pages: Iterable[str]) -> dict[str, bytes]:
        """What some pages were made into, by the paths of their Markdown below docs/."""
        site = Path(self.root)
        stems = {page: page.removesuffix(".md") for page in pages}
        return {page: _first(site / stem / "index.html", site / f"{stem}.html") for page, stem in stems.items()}

    def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Any:
        asking = re.match(r"/livereload/(\d+)/", environ.get("PATH_INFO", ""))
        if not asking:
            return super()._serve_request(environ, start_response)
        page = unquote(urlsplit(environ.get("HTTP_REFERER", "")).path)  # a page that is shown asks all the time
        asked = page, int(asking[1])
        self._asking[asked] += 1
        try:
            return super()._serve_request(environ, start_response)
        finally:
            self._asking[asked] -= 1

    @contextmanager
    def changing(self) -> Iterator[list[Problem]]:
        """While the site changes nobody is shown any of it; then pages are loaded again, below the problems given."""
        self.hold()
        problems: list[Problem] = []
        try:
            yield problems
        finally:
            self._reload(problems)

    def hold(self) -> None:
        """Show nobody anything until the site is said to have changed."""
        with self._epoch_cond:
            self._wanted_epoch = self._next()

    def changed(self, shown: Mapping[str, bytes], problems: Iterable[Problem]) -> None:
        """Have pages loaded again where any is not what was `shown`, or where there are other problems now."""
        problems = tuple(problems)
        known = shown and self.opened() <= shown.keys()
        if not known or problems != self.problems or shown != self.made(shown):
            self._reload(problems)
        with self._epoch_cond:
            self._wanted_epoch = self._visible_epoch
            self._epoch_cond.notify_all()

    def _reload(self, problems: Iterable[Problem]) -> None:
        with self._epoch_cond:
            self.problems = tuple(problems)
            self._visible_epoch = self._wanted_epoch = max(self._wanted_epoch, self._next())
            self._epoch_cond.notify_all()

    def _next(self) -> int:
        return max(round(time.monotonic() * 1000), self._visible_epoch + 1)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        made: bytes = super()._inject_js_into_html(with_problems(content, self.problems), epoch)  # type: ignore[no-untyped-call]
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


def _first(*paths: Path) -> bytes:
    """What stands in the first of some files that is there."""
    return next((path.read_bytes() for path in paths if path.is_file()), b"")


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b"<!doctype html><title>Not there yet</title><body></body>"


def _nothing() -> None:
    pass
