"""What all browser tests share: one Chromium, the site as a host serves it, and a reader in front of it."""

from __future__ import annotations

import functools
import http.server
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from playwright.sync_api import Page as Tab

from find_chromium import HELP, find

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FLAGS += ["--disable-sync", "--no-first-run", "--disable-quic"]
BELOW = "/some/path/"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find()
    assert path, HELP
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def hosted(project: Path) -> Iterator[str]:
    """The address of the site, hosted below a path."""
    with served(project / "site", BELOW) as address:
        yield address


@contextmanager
def served(folder: Path, below: str = "/") -> Iterator[str]:
    """The address of a folder that is served below a path of a host."""
    handler = functools.partial(type("Below", (_Handler,), {"below": below}), directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{below}"
        server.shutdown()


def complaints_of(tab: Tab) -> list[str]:
    """What the console of a tab complains of from now on; the list grows."""
    found: list[str] = []
    tab.on("console", lambda one: found.append(one.text) if one.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: found.append(str(error)))
    return found


@dataclass
class Reader:
    """A browser tab on a copy of the site, and what it complained of and asked for."""

    tab: Tab
    base: str
    ending: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, page: str) -> None:
        self.tab.goto(self.base + (f"{page}{self.ending}" if page else "index.html" if self.ending != "/" else ""))

    def expect_first(self, words: str, title: str) -> None:
        """Type some words into the search and expect a page of this title as the first result."""
        self.open("")
        box = self.tab.locator("input[name=query]")
        box.click()
        expect(self.tab.locator(".md-search-result__meta")).to_contain_text("Type to start", timeout=30_000)
        box.press_sequentially(words)
        expect(self.tab.locator(".md-search-result__meta")).to_contain_text("matching document", timeout=30_000)
        expect(self.tab.locator(".md-search-result__item h1").first).to_have_text(title, timeout=30_000)


@contextmanager
def watched(chromium: Browser, base: str, ending: str) -> Iterator[Reader]:
    """A reader who in the end was disturbed by nothing and left no trace elsewhere."""
    tab = chromium.new_page(viewport={"width": 1280, "height": 900})
    one = Reader(tab, base, ending, complaints_of(tab))
    tab.on("request", lambda asked: one.requests.append(asked.url))
    yield one
    tab.close()
    local = (base, "data:", "blob:", "about:")
    assert [url for url in one.requests if not url.startswith(local)] == []
    assert one.complaints == []


@pytest.fixture(params=["/", BELOW, "disk"])
def reader(request: pytest.FixtureRequest, project: Path, chromium: Browser, tmp_path: Path) -> Iterator[Reader]:
    """A reader of the site, hosted and from disk."""
    if request.param == "disk":
        folder = tmp_path / "Übung eins"
        with zipfile.ZipFile(project / "build" / "offline" / "evidence.zip") as archive:
            archive.extractall(folder)
        with watched(chromium, (folder / "evidence").as_uri() + "/", ".html") as one:
            yield one
    else:
        with served(project / "site", request.param) as address, watched(chromium, address, "/") as one:
            yield one


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below a path, and its 404 page at every address that does not exist."""

    below = "/"

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(self.below) if path.startswith(self.below) else "nowhere/at/all"
        return super().translate_path("/" + inside)

    def send_error(self, code: int, *_: object, **__: object) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        pass
