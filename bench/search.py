"""What a reader waits for who searches a site of a given number of claims: `python bench/search.py 20000`.

The site is served as hosts do it, compressed, and Chromium is given 10 Mbit/s and 40 ms to the host and back; then it
is opened from disk. Nothing of the search is in the browser's cache at first. Times are milliseconds from the focus or
the key to the frame that shows the answer, on this machine; a key is pressed as soon as the one before is answered.
"""

from __future__ import annotations

import gzip
import http.server
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from evidence import building, cli, findable, templating, wordindex
from evidence.rendering import Renderer, environment
from synthetic import ROOT, Size, write_site

sys.path.insert(0, str(ROOT / "tests" / "browser"))
from find_chromium import HELP, find

LINK = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
COMPRESSED = {".html", ".css", ".js", ".json", ".svg"}
CLOCK = """
window.ask = (text) => new Promise((done) => {
  const begun = performance.now();
  const field = document.querySelector("input[name=query]");
  const shown = document.querySelector(".md-search-result__list");
  const seen = new MutationObserver(() => {
    if (!shown.firstElementChild) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
  });
  seen.observe(shown, { childList: true });
  if (document.activeElement !== field) field.focus();
  field.value = text;
  field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
});
"""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds from the focus to the first answer and from each key to its answer; kilobytes that were loaded."""

    place: str
    first: float
    keys: Sequence[float]
    kilobytes: Sequence[float]

    def __str__(self) -> str:
        """One line with the median and the worst."""
        late = sum(key > 100 for key in self.keys)
        keys = f"{statistics.median(self.keys):.0f} (worst {max(self.keys):.0f}, {late} of {len(self.keys)} over 100)"
        first, all_ = self.kilobytes
        loaded = f", {first:.0f} kB to the first answer, {all_:.0f} kB in all" if all_ else ""
        return f"{self.place}: first answer {self.first:.0f} ms, later keys {keys} ms{loaded}"


def publish(root: Path, claims: int) -> tuple[dict[str, Path], list[str]]:
    """A small site, hosted and for the disk, that searches the entries of a large one; and statements found there."""
    small, large = write_site(root / "small", Size(100, 40)), write_site(root / "large", Size(claims, claims // 10))
    if cli.main(["--root", str(small), "build"]) or cli.main(["--root", str(small), "build", "--offline"]):
        raise SystemExit("the site could not be built")
    catalogue, _ = building.load(large)
    templates, _ = templating.read(large, environment())
    renderer = Renderer(catalogue, templates, {})
    topics, others = findable.topics(renderer.cutter), findable.others(renderer.cutter, renderer.word)
    scripts = wordindex.scripts(topics, others, {"cut": renderer.word("search", "cut")})
    sites = {"hosted": small / "site", "from disk": small / "build" / "offline" / "evidence"}
    for site in sites.values():
        for path, text in scripts.items():
            (site / "data" / path).write_text(text, "utf-8")
    total = sum(len(text.encode()) for text in scripts.values()) / 1e6
    print(f"{claims} claims: {len(scripts)} scripts, {total:.1f} MB")
    return sites, [claim.statement for claim in catalogue.claims[:: claims // 4]]


class _Compressing(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if path.suffix in COMPRESSED:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        with suppress(ConnectionError):  # a page that is left does not wait for its files
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        pass


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a folder on a host that compresses."""
    handler = partial(_Compressing, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def measure(browser: Browser, place: str, address: str, statements: Sequence[str]) -> Times:
    """Ask for the first word of the first statement, then key by key for the beginnings of all."""
    tab = browser.new_page()
    session = tab.context.new_cdp_session(tab)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINK)
    tab.add_init_script(CLOCK)
    tab.goto(address, wait_until="networkidle")
    loaded = [0.0]
    session.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"] / 1e3))
    ask = partial(tab.evaluate, "(text) => window.ask(text)")
    first = ask(statements[0].split()[0])
    begun = sum(loaded)
    beginnings = [" ".join(statement.split()[:3]) for statement in statements]
    typed = (words[:length] for words in beginnings for length in range(1, len(words) + 1))
    keys = [ask(words) for words in typed if not words.endswith(" ")]
    tab.close()
    return Times(place, first, keys, (begun, sum(loaded)))


def main(claims: int) -> None:
    """Print the times for a site of that many claims."""
    chromium = find()
    if chromium is None:
        raise SystemExit(HELP)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        sites, statements = publish(Path(folder), claims)
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with served(sites["hosted"]) as address:
            print(measure(browser, "hosted", address, statements))
        print(measure(browser, "from disk", (sites["from disk"] / "index.html").as_uri(), statements))
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
